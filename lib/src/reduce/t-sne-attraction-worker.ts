/** The thread of `attractionOnThread`: a message is the factor, the answer says that the forces are there. */
import { parentPort, workerData } from 'node:worker_threads';
import { addAttraction } from './t-sne-attraction.js';
import type { AttractionTask } from './t-sne-attraction-thread.js';

const { p, nComponents, dof, y, forces } = workerData as AttractionTask;

parentPort!.on('message', (factor: number) => {
  forces.fill(0);
  addAttraction(p, 0, p.n, y, nComponents, dof, factor, forces);
  parentPort!.postMessage('done');
});
