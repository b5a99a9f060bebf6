/** Four times more leaves the 16 bits that processors' instructions for eight numbers at once hold: there the sign turns. */
export const MAX_TERM: number = 8191;

/**
 * The inverse cosine transform of one 8 x 8 block in the integer arithmetic of libjpeg's "islow" method, bit for bit
 * what libjpeg, libjpeg-turbo and mozjpeg compute by default. Row by row in, row by row out.
 *
 * @param block - 64 dequantized coefficients in natural order, none beyond {@link MAX_TERM}; overwritten with grey values
 * in [0, 255].
 * @returns Whether the block is one that all variants agree on: C code takes what lies far outside of [0, 255] modulo
 * 1024, processors' instructions cut it off. No encoder makes such blocks.
 * @see Loeffler, Ligtenberg & Moschytz (1989); libjpeg, `jidctint.c`.
 */
export function inverseDct(block: Int32Array): boolean {
  for (let x = 0; x < 8; x++) transform(block, x, 8, 11);
  for (let i = 0; i < 64; i++) if (block[i]! > MAX_TERM || block[i]! < -MAX_TERM) return false;
  for (let y = 0; y < 64; y += 8) transform(block, y, 1, 18);
  for (let i = 0; i < 64; i++) {
    const value = block[i]! + 128;
    if (value < -384 || value > 639) return false;
    block[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
  return true;
}

/** One pass over eight values. Constants are cosines times 2^13; `shift` takes that and the pass's own scale away, rounding. */
function transform(b: Int32Array, at: number, step: number, shift: number): void {
  const b0 = b[at]!,
    b1 = b[at + step]!,
    b2 = b[at + 2 * step]!,
    b3 = b[at + 3 * step]!;
  const b4 = b[at + 4 * step]!,
    b5 = b[at + 5 * step]!,
    b6 = b[at + 6 * step]!,
    b7 = b[at + 7 * step]!;
  const half = 1 << (shift - 1);
  if ((b1 | b2 | b3 | b4 | b5 | b6 | b7) === 0) {
    const value = ((b0 << 13) + half) >> shift;
    for (let i = 0; i < 8; i++) b[at + i * step] = value;
    return;
  }
  const even = (b2 + b6) * 4433;
  const even2 = even - b6 * 15137;
  const even3 = even + b2 * 6270;
  const sum = ((b0 + b4) << 13) + half;
  const difference = ((b0 - b4) << 13) + half;
  const e0 = sum + even3,
    e1 = difference + even2,
    e2 = difference - even2,
    e3 = sum - even3;

  const z5 = (b7 + b3 + b5 + b1) * 9633;
  const z1 = (b7 + b1) * -7373;
  const z2 = (b5 + b3) * -20995;
  const z3 = (b7 + b3) * -16069 + z5;
  const z4 = (b5 + b1) * -3196 + z5;
  const o0 = b1 * 12299 + z1 + z4,
    o1 = b3 * 25172 + z2 + z3,
    o2 = b5 * 16819 + z2 + z4,
    o3 = b7 * 2446 + z1 + z3;

  b[at] = (e0 + o0) >> shift;
  b[at + step] = (e1 + o1) >> shift;
  b[at + 2 * step] = (e2 + o2) >> shift;
  b[at + 3 * step] = (e3 + o3) >> shift;
  b[at + 4 * step] = (e3 - o3) >> shift;
  b[at + 5 * step] = (e2 - o2) >> shift;
  b[at + 6 * step] = (e1 - o1) >> shift;
  b[at + 7 * step] = (e0 - o0) >> shift;
}
