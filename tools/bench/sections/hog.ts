import { hog, hogWindows } from 'clusterlab';

import { finish, pixels, stage } from './measure.js';

async function main(): Promise<void> {
  const images = pixels();
  await hog({ ...images, data: images.data.slice(0, 8 * images.nColumns), nRows: 8 });
  const descriptors = await stage('HOG, cells of 8 x 8, blocks of 3 x 3', () => hog(images));
  await stage('overlapping windows', () => hogWindows(images));
  const mean = descriptors.data.reduce((sum, value) => sum + value, 0) / descriptors.data.length;
  finish({ 'values a picture': descriptors.nColumns, mean: Number(mean.toPrecision(10)) });
}

void main();
