/** The steps of the set-up and what each needs. */
import path from 'node:path';
import { nativeStep } from '../../lib/setup/native-step.mjs';
import { libraryStep } from './library.mjs';
import { packagesStep } from './packages.mjs';
import { sampleStep } from './sample.mjs';
import { pythonStep } from './venv.mjs';

/**
 * @param {{ root: string, env: NodeJS.ProcessEnv, cacheDir: string, release?: object }} context
 * @returns {import('../../lib/setup/graph.mjs').Step[]}
 */
export function setupSteps(context) {
  const packages = packagesStep(context);
  const native = nativeStep({
    ...context,
    packages,
    packageDir: path.join(context.root, 'node_modules', '@tensorflow', 'tfjs-node'),
    again: 'npm run setup -- --redo native',
  });
  return [packages, native, pythonStep(context), libraryStep(context), sampleStep(context)];
}
