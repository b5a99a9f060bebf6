import { parseArgs } from 'node:util';

import type { Progress } from '../lib/src/progress.js';
import { importChineseMnist } from './import/import-chinese-mnist.js';

const USAGE = `npm run data -- PATH [--output FOLDER]

Imports the images of "Chinese MNIST" (Kaggle: gpreda/chinese-mnist) from its zip, or from the folder it was unpacked
to. Every file is checked before anything is replaced.

  --output FOLDER   where to; default data/chinese-mnist`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      output: { type: 'string', default: 'data/chinese-mnist' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void console.log(USAGE);
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new Error(`expected one PATH\n\n${USAGE}`);
  const begin = performance.now();
  const { images, contentSha256 } = await importChineseMnist(path, {
    output: values.output,
    onProgress: showProgress,
  });
  console.log(
    `${clearLine()}${images} images in ${values.output} after ${((performance.now() - begin) / 1000).toFixed(1)} s, content sha256 ${contentSha256}`,
  );
}

/** One line that is written over and over, on a terminal only. */
function showProgress({ stage, done, total }: Progress): void {
  if (process.stdout.isTTY) process.stdout.write(`${clearLine()}${stage}: ${done} of ${total}`);
}

function clearLine(): string {
  return process.stdout.isTTY ? '\r\x1b[K' : '';
}

main().catch((error: unknown) => {
  console.error(
    `${clearLine()}import refused, nothing changed: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
});
