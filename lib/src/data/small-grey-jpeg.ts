import { MAX_TERM, inverseDct } from './inverse-dct.js';
import type { Pixels } from './resize-area.js';

/**
 * Decodes a small grey JPEG, byte for byte as libjpeg does, or gives it up.
 *
 * libvips needs 1.5 ms of processor time to set up a pipeline, whatever the picture: for 15 000 pictures of 64 x 64
 * that is 12 s on two cores, and this is 2 s on one. It knows one kind of file: baseline, 8 bits, one component, at most
 * 16 384 pixels, each table once, no restart markers, no segments but JFIF's and comments. Coefficients stay in
 * the range in which all of libjpeg's variants, in C and in the instructions of several processors, compute the same.
 *
 * @returns undefined for every other file and at the slightest irregularity; the caller then asks libvips, which
 * decodes it or tells what is wrong.
 */
export function decodeSmallGreyJpeg(bytes: Uint8Array): Pixels | undefined {
  const file = readSegments(bytes);
  if (file === undefined) return undefined;
  const { width, height, quantization, dc, ac, scanAt } = file;
  const reader = bitReader(bytes, scanAt);
  const data = new Uint8Array(width * height);
  const block = new Int32Array(64);
  let dcValue = 0;
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const difference = readBlock(reader, dc, ac, quantization, block);
      if (difference === undefined) return undefined;
      dcValue += difference;
      block[0] = dcValue * quantization[0]!;
      if (Math.abs(block[0]) > MAX_COEFFICIENT || !inverseDct(block)) return undefined;
      const rows = Math.min(8, height - top);
      const columns = Math.min(8, width - left);
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) data[(top + y) * width + left + x] = block[8 * y + x]!;
      }
    }
  }
  return reader.atEnd() ? { data, width, height, channels: 1 } : undefined;
}

const MAX_PIXELS = 16_384;
/** Bits of the difference of two means. */
const MAX_DC_SIZE = 11;
/** A real coefficient is below 2^11 before rounding. */
const MAX_COEFFICIENT = MAX_TERM;

/** Where the coefficients of a block, in the zigzag order of the file, belong in rows of eight. */
const NATURAL_ORDER = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);

/** A canonical Huffman code. Codes of length n run from `first[n]` on and belong to the symbols from `offset[n]` on. */
interface HuffmanTable {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

interface Segments {
  readonly width: number;
  readonly height: number;
  /** [64], in zigzag order. */
  readonly quantization: Uint8Array;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  /** Where the entropy-coded bytes begin. */
  readonly scanAt: number;
}

/** Reads everything up to the picture's bits: marker (ff and a number), length of two bytes that counts itself, content. */
function readSegments(bytes: Uint8Array): Segments | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const quantization = new Map<number, Uint8Array>();
  const huffman = new Map<number, HuffmanTable>();
  let frame:
    | { readonly width: number; readonly height: number; readonly table: number; readonly component: number }
    | undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (end > bytes.length || end < at + 4) return undefined;
    const s = bytes.subarray(at + 4, end);
    if (marker === 0xdb) {
      if (!addQuantization(s, quantization)) return undefined;
    } else if (marker === 0xc4) {
      if (!addHuffman(s, huffman)) return undefined;
    } else if (marker === 0xc0) {
      // Precision, height, width, number of components; then of each: id, sampling factors, quantization table.
      if (frame !== undefined || s.length !== 9 || s[0] !== 8 || s[5] !== 1 || s[7] !== 0x11)
        return undefined;
      frame = { height: s[1]! * 256 + s[2]!, width: s[3]! * 256 + s[4]!, component: s[6]!, table: s[8]! };
    } else if (marker === 0xda) {
      // One component with its tables, coefficients 0 .. 63 in one go.
      if (frame === undefined || s.length !== 6 || s[0] !== 1 || s[1] !== frame.component) return undefined;
      if (s[3] !== 0 || s[4] !== 63 || s[5] !== 0) return undefined;
      const table = quantization.get(frame.table);
      const dc = huffman.get(s[2]! >> 4);
      const ac = huffman.get(0x10 | (s[2]! & 15));
      const { width, height } = frame;
      const decodable = width > 0 && height > 0 && width * height <= MAX_PIXELS;
      return decodable && table && dc && ac
        ? { width, height, quantization: table, dc, ac, scanAt: end }
        : undefined;
    } else if (marker !== 0xfe && !(marker === 0xe0 && isJfif(s))) {
      return undefined;
    }
    at = end;
  }
  return undefined;
}

/** The segment as everybody writes it: name, version 1, unit, density, no preview. */
function isJfif(s: Uint8Array): boolean {
  return s.length === 14 && JFIF.every((byte, i) => s[i] === byte) && s[12] === 0 && s[13] === 0;
}

const JFIF = [...Buffer.from('JFIF\0\x01', 'latin1')];

/** Each table: 0 and its number in one byte, then 64 divisors. */
function addQuantization(segment: Uint8Array, tables: Map<number, Uint8Array>): boolean {
  for (let at = 0; at < segment.length; at += 65) {
    const number = segment[at]!;
    const divisors = segment.subarray(at + 1, at + 65);
    if (number > 3 || tables.has(number) || divisors.length !== 64 || divisors.includes(0)) return false;
    tables.set(number, divisors);
  }
  return segment.length > 0;
}

/** Each table: kind and number in one byte, how many codes of the lengths 1 .. 16, then their symbols. */
function addHuffman(segment: Uint8Array, tables: Map<number, HuffmanTable>): boolean {
  for (let at = 0; at < segment.length;) {
    const number = segment[at]!;
    if ((number & 0xec) !== 0 || tables.has(number) || at + 17 > segment.length) return false;
    const first = new Int32Array(17);
    const count = new Int32Array(17);
    const offset = new Int32Array(17);
    let code = 0;
    let total = 0;
    for (let length = 1; length <= 16; length++) {
      first[length] = code;
      offset[length] = total;
      count[length] = segment[at + length]!;
      total += count[length]!;
      code += count[length]!;
      // No code consists of ones only.
      if (count[length]! > 0 && code >= 1 << length) return false;
      code <<= 1;
    }
    const symbols = segment.subarray(at + 17, at + 17 + total);
    if (total === 0 || symbols.length !== total) return false;
    if (number < 0x10 && symbols.some((size) => size > MAX_DC_SIZE)) return false;
    tables.set(number, { first, count, offset, symbols });
    at += 17 + total;
  }
  return segment.length > 0;
}

interface BitReader {
  /** The next bit, or -1 where the data ends. */
  bit(): number;
  /** The next n bits as a JPEG magnitude: numbers with a leading 0 are negative. NaN where the data ends. */
  magnitude(n: number): number;
  /** Whether nothing but the end marker is left. */
  atEnd(): boolean;
}

function bitReader(bytes: Uint8Array, start: number): BitReader {
  let at = start;
  let byte = 0;
  let left = 0;

  function bit(): number {
    if (left === 0) {
      // ff in the data is followed by 00; ff and anything else is a marker.
      if (at >= bytes.length || (bytes[at] === 0xff && bytes[at + 1] !== 0)) return -1;
      byte = bytes[at]!;
      at += byte === 0xff ? 2 : 1;
      left = 8;
    }
    left--;
    return (byte >> left) & 1;
  }

  return {
    bit,
    magnitude(n) {
      let value = 0;
      for (let i = 0; i < n; i++) {
        const next = bit();
        if (next < 0) return NaN;
        value = (value << 1) | next;
      }
      return n === 0 || value >= 1 << (n - 1) ? value : value - (1 << n) + 1;
    },
    atEnd: () => at + 2 === bytes.length && bytes[at] === 0xff && bytes[at + 1] === 0xd9,
  };
}

function readSymbol(reader: BitReader, table: HuffmanTable): number {
  let code = 0;
  for (let length = 1; length <= 16; length++) {
    const next = reader.bit();
    if (next < 0) return -1;
    code = (code << 1) | next;
    const index = code - table.first[length]!;
    if (index < table.count[length]!) return table.symbols[table.offset[length]! + index]!;
  }
  return -1;
}

/** Reads the coefficients of a block into `block`, dequantized, and returns how much its mean differs from the last block's. */
function readBlock(
  reader: BitReader,
  dc: HuffmanTable,
  ac: HuffmanTable,
  quantization: Uint8Array,
  block: Int32Array,
): number | undefined {
  block.fill(0);
  const size = readSymbol(reader, dc);
  if (size < 0) return undefined;
  const difference = reader.magnitude(size);
  if (Number.isNaN(difference)) return undefined;
  for (let k = 1; k < 64; k++) {
    const symbol = readSymbol(reader, ac);
    if (symbol < 0) return undefined;
    const bits = symbol & 15;
    if (bits === 0) {
      if (symbol === 0) break;
      if (symbol !== 0xf0) return undefined;
      k += 15;
      if (k > 62) return undefined;
      continue;
    }
    k += symbol >> 4;
    const value = reader.magnitude(bits) * (quantization[k] ?? NaN);
    if (!(Math.abs(value) <= MAX_COEFFICIENT)) return undefined;
    block[NATURAL_ORDER[k]!] = value;
  }
  return difference;
}
