/** Sizes in pixels. */
interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * Numbers the 8-connected groups of marked pixels: pixels that touch, by side or corner, get the same number, 1, 2, ...
 * in the order in which a reader meets them; all others get 0. As `scipy.ndimage.label` with a full 3 x 3 structure.
 *
 * O(pixels): every group is flooded from its first pixel.
 *
 * @param marked - [height * width], not 0 where marked.
 * @param labels - [height * width], receives the numbers.
 * @param stack - [height * width], room to work in.
 * @returns How many groups there are.
 */
export function labelComponents(
  marked: Uint8Array,
  { height, width }: Size,
  labels: Int32Array,
  stack: Int32Array,
): number {
  labels.fill(0);
  let count = 0;
  for (let first = 0; first < marked.length; first++) {
    if (marked[first] === 0 || labels[first] !== 0) continue;
    count++;
    let top = 0;
    stack[top++] = first;
    labels[first] = count;
    while (top > 0) {
      const at = stack[--top]!;
      const row = Math.floor(at / width);
      const column = at - row * width;
      for (let i = Math.max(0, row - 1); i <= Math.min(height - 1, row + 1); i++) {
        for (let j = Math.max(0, column - 1); j <= Math.min(width - 1, column + 1); j++) {
          const neighbour = i * width + j;
          if (marked[neighbour] === 0 || labels[neighbour] !== 0) continue;
          labels[neighbour] = count;
          stack[top++] = neighbour;
        }
      }
    }
  }
  return count;
}
