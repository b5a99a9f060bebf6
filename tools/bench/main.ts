/**
 * `npm run bench -- [SECTION ...]`: clusterlab and the Python it replaces, side by side on this machine, on the real
 * images when they have been imported, else on the sample. Never a timed test: it prints, it does not judge.
 *
 * A section is a pair of programs, `sections/NAME.ts` and `sections/NAME-python.py` (a mere umap.py would hide the package
 * umap). Each runs in a process of its own and ends with one line of JSON: seconds by stage, results worth comparing,
 * peak memory.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { chineseMnistFolder, loadChineseMnist } from 'clusterlab';

import { pythonOf } from './python.js';

const root = resolve(__dirname, '..', '..');

/** Each section with the requirements file that its Python side needs. */
const SECTIONS: Readonly<Record<string, string>> = {
  products: 'scikit-learn',
  load: 'scikit-learn',
  'k-means': 'scikit-learn',
  pca: 'scikit-learn',
  ward: 'scikit-learn',
  't-sne': 'recent',
  hdbscan: 'recent',
  hog: 'recent',
  umap: 'umap',
  mixture: 'recent',
  training: 'torch',
  flow: 'recent',
};

/** What one side of a section prints as its last line. */
interface Measurement {
  readonly seconds: Readonly<Record<string, number>>;
  readonly results?: Readonly<Record<string, unknown>>;
  readonly peakBytes: number;
}

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !(name in SECTIONS));
  if (unknown !== undefined)
    throw new Error(`there is no section ${unknown}; there are ${Object.keys(SECTIONS).join(', ')}`);
  const folder = chineseMnistFolder(root);
  const scratch = join(root, 'out', 'bench');
  mkdirSync(scratch, { recursive: true });
  const { images } = await loadChineseMnist(folder);
  writeFileSync(join(scratch, 'pixels.u8'), images.data);
  console.log(`${images.nRows} images of ${images.height} x ${images.width} from ${folder}`);
  const environment = {
    ...process.env,
    BENCH_DATA: folder,
    BENCH_SCRATCH: scratch,
    BENCH_ROWS: String(images.nRows),
  };
  for (const name of wanted.length === 0 ? Object.keys(SECTIONS) : wanted) {
    const program = join(__dirname, 'sections', name);
    console.log(`\n${name}`);
    const python = await pythonOf(SECTIONS[name]!, join(scratch, 'venvs'));
    try {
      const ours = await measure(process.execPath, ['--import', 'tsx', `${program}.ts`], environment);
      report(ours, await measure(python, [`${program}-python.py`], environment));
    } catch (error) {
      complain(error); // the sections after it are measured all the same
    }
  }
}

function measure(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Measurement> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(command, args, { env, cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const last = output.trim().split('\n').at(-1) ?? '';
      if (code === 0 && last.startsWith('{')) resolvePromise(JSON.parse(last) as Measurement);
      else reject(new Error(`${args.at(-1)} ended with code ${code}:\n${output.slice(-2000)}`));
    });
  });
}

function report(ours: Measurement, theirs: Measurement): void {
  if (Object.keys(ours.seconds).length > 0) reportStages(ours, theirs);
  for (const [what, value] of Object.entries(ours.results ?? {})) {
    console.log(`  ${what}: ${JSON.stringify(value)}, Python ${JSON.stringify(theirs.results?.[what])}`);
  }
}

function reportStages(ours: Measurement, theirs: Measurement): void {
  console.log(
    `  ${'stage'.padEnd(34)}${'Python'.padStart(10)}${'clusterlab'.padStart(12)}${'ratio'.padStart(8)}`,
  );
  for (const [stage, seconds] of Object.entries(ours.seconds)) {
    const reference = theirs.seconds[stage];
    const ratio = reference === undefined ? '' : `${(reference / seconds).toFixed(1)}x`;
    const left = reference === undefined ? '' : `${reference.toFixed(2)} s`;
    console.log(
      `  ${stage.padEnd(34)}${left.padStart(10)}${`${seconds.toFixed(2)} s`.padStart(12)}${ratio.padStart(8)}`,
    );
  }
  const memory = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  console.log(
    `  ${'peak memory'.padEnd(34)}${memory(theirs.peakBytes).padStart(10)}${memory(ours.peakBytes).padStart(12)}`,
  );
}

function complain(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

main(process.argv.slice(2)).catch(complain);
