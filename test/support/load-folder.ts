import { loadImages } from '../../lib/src/data/load-images.js';

// Run as a process of its own by a test that limits what the process may write.
const [folder, cacheDir] = process.argv.slice(2);
void loadImages(folder!, { cacheDir: cacheDir! }).then(({ nRows, warnings }) =>
  console.log(JSON.stringify({ nRows, warnings })),
);
