/** A JPEG without the irregularities that every viewer passes over, and what they were. */
export interface RepairedJpeg {
  readonly bytes: Buffer;
  readonly problem: string;
}

const END = Buffer.from([0xff, 0xd9]);

/**
 * Mends what is written around the pixels' bits and says nothing about them: stray bytes between segments, a range of
 * coefficients in a sequential scan (it has all of them), a missing end marker. The result is to be decoded strictly, so
 * that damaged bits are still found. O(bytes).
 *
 * @returns undefined if there is nothing to mend.
 */
export function repairJpeg(bytes: Buffer): RepairedJpeg | undefined {
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  const problems = new Set<string>();
  let sequential = false;
  let ended = false;
  let at = 2;
  while (at < bytes.length && !ended) {
    const marker = nextMarker(bytes, at);
    if (marker === undefined) break;
    if (marker > at) problems.add('stray bytes before a marker');
    const number = bytes[marker + 1]!;
    ended = number === 0xd9;
    const end = ended ? marker + 2 : segmentEnd(bytes, marker);
    if (end > bytes.length) return undefined;
    if (number === 0xc0 || number === 0xc1) sequential = true;
    const segment = Buffer.from(bytes.subarray(marker, end));
    if (number === 0xda && sequential && isOddRange(segment)) {
      segment.set([0, 63, 0], segment.length - 3);
      problems.add('a scan that claims a part of the coefficients');
    }
    parts.push(segment);
    at = end;
    if (number !== 0xda) continue;
    const scanEnd = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  // A progressive picture that was cut between two scans would pass for a whole one.
  if (!ended && sequential) {
    problems.add('no end marker');
    parts.push(END);
  }
  return problems.size === 0 ? undefined : { bytes: Buffer.concat(parts), problem: [...problems].join(', ') };
}

/** Where the next ff with a marker's number stands. */
function nextMarker(bytes: Buffer, from: number): number | undefined {
  for (
    let at = bytes.indexOf(0xff, from);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at + 1)
  ) {
    const number = bytes[at + 1]!;
    if (number === 0xff) continue;
    if (number !== 0) return at;
  }
  return undefined;
}

function segmentEnd(bytes: Buffer, marker: number): number {
  const number = bytes[marker + 1]!;
  // Restart markers, start of image and one of arithmetic coding's stand alone.
  if ((number >= 0xd0 && number <= 0xd8) || number === 0x01) return marker + 2;
  return marker + 4 > bytes.length ? Infinity : marker + 2 + bytes.readUInt16BE(marker + 2);
}

/** The end of a scan's header is: first and last coefficient, bits of them. */
function isOddRange(scan: Buffer): boolean {
  return scan.length >= 8 && (scan.at(-3) !== 0 || scan.at(-2) !== 63 || scan.at(-1) !== 0);
}

/** Bits end where ff is followed by neither 00, which stands for ff itself, nor a restart marker. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const number = bytes[at + 1];
    if (number === undefined || (number !== 0 && (number < 0xd0 || number > 0xd7))) return at;
  }
  return bytes.length;
}
