/** Every public function, by folder, and how to call it. */
import * as clusterlab from '../../../lib/src/index.js';
import { type Call, type Calls, fewSteps, type Name } from './call.js';
import { calls as cluster } from './cluster.js';
import { calls as data } from './data.js';
import { calls as deep } from './deep.js';
import { calls as matrix } from './matrix.js';
import { calls as metrics } from './metrics.js';
import { calls as notebook } from './notebook.js';
import { calls as pipeline } from './pipeline.js';
import { calls as plot } from './plot.js';
import { calls as preprocess } from './preprocess.js';
import { calls as random } from './random.js';
import { calls as reduce } from './reduce.js';
import { calls as select } from './select.js';

const folders: Readonly<Record<string, Calls>> = {
  cluster,
  data,
  deep,
  matrix,
  metrics,
  notebook,
  pipeline,
  plot,
  preprocess,
  random,
  reduce,
  select,
};

/** All of them: the folder of the library, the name, the call. */
export const lists = Object.entries(folders).flatMap(([folder, calls]) =>
  Object.entries<Call>(calls).map(([name, call]) => ({ folder, name: name as Name, call })),
);

/** Calls a function as its row says, with `extra` added to its options. */
export async function invoke(name: Name, call: Call, extra?: object): Promise<unknown> {
  return apply(name, call, await call.args(extra));
}

/** Calls a function as its row says, on other arguments. */
export async function apply(name: Name, call: Call, args: readonly unknown[]): Promise<unknown> {
  const fn = clusterlab[name] as (...args: readonly unknown[]) => unknown;
  return (call.use ?? fewSteps)(() => fn(...args));
}
