import type { PictureShape } from '../preprocess/picture-shape.js';

/**
 * Mixes a picture with the mean of the 3 x 3 pixels around each pixel, 0 outside, and scales it, in place.
 *
 * @param share - Of the mean, in [0, 1].
 * @param gain - Factor of the mixture.
 */
export function addBlur(
  picture: Float32Array,
  { height, width, channels }: PictureShape,
  share: number,
  gain: number,
): void {
  const rowLength = width * channels;
  // Sums of three neighbours in a row, with a row of zeros above and below.
  const sums = new Float32Array((height + 2) * rowLength);
  for (let row = 0, at = 0; row < height; row++) {
    for (let i = 0; i < rowLength; i++, at++) {
      const left = i >= channels ? picture[at - channels]! : 0;
      const right = i < rowLength - channels ? picture[at + channels]! : 0;
      sums[at + rowLength] = left + picture[at]! + right;
    }
  }
  const ofPicture = (1 - share) * gain;
  const ofSums = (share * gain) / 9;
  for (let at = 0; at < picture.length; at++) {
    const around = sums[at]! + sums[at + rowLength]! + sums[at + 2 * rowLength]!;
    picture[at] = ofPicture * picture[at]! + ofSums * around;
  }
}
