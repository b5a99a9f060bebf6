/** The pipeline's names for the arguments of the stage whose options are `options.<setting>`; for `asPartOf`. */
export function namesWithin(setting: string): Readonly<Record<string, string>> {
  return {
    data: 'images',
    options: `options.${setting}`,
    'options.metric': 'options.metric',
    'options.maxMemoryBytes': 'options.maxMemoryBytes',
  };
}

/** The pipeline's names for the arguments of a stage that has no options of its own. */
export const stageNames: Readonly<Record<string, string>> = { data: 'images' };
