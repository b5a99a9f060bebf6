export declare const root: string;
export declare const jupyter: string;
export declare function jupyterEnv(env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
