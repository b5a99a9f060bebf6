import { parseArgs } from 'node:util';

import { isCurrent } from './sample/manifest.js';

const USAGE = `node --import tsx data-scripts/make-sample.ts [--output FOLDER] [--contact-sheet PNG]

Makes the sample set: 3 000 pictures of handwritten characters in the format of Chinese MNIST, the same bytes on every
run. A complete set of the same generator is left as it is.

  --output FOLDER       where to; default data/sample
  --contact-sheet PNG   also draw 150 of the pictures, 15 characters by 10 writers, into a PNG`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      output: { type: 'string', default: 'data/sample' },
      'contact-sheet': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void console.log(USAGE);
  if (await isCurrent(values.output)) console.log(`sample set in ${values.output}: complete`);
  else await make(values.output);
  const sheet = values['contact-sheet'];
  if (sheet === undefined) return;
  const { drawContactSheet } = await import('./sample/contact-sheet.js');
  await drawContactSheet(values.output, sheet);
  console.log(`contact sheet in ${sheet}`);
}

async function make(output: string): Promise<void> {
  const begin = performance.now();
  // Loaded only when needed: looking at a complete set takes a tenth of the time of loading sharp.
  const { generateSample, sampleFiles } = await import('./sample/generate.js');
  const { replaceFolder } = await import('./support/replace-folder.js');
  const { images } = await replaceFolder(output, sampleFiles, (folder) =>
    generateSample(folder, { suites: 20, samples: 10 }),
  );
  console.log(
    `sample set in ${output}: ${images} images made in ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  );
}

main().catch((error: unknown) => {
  console.error(`make-sample: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
