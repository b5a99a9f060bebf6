import { closeSync, openSync, readSync } from 'node:fs';

/** Width of a text in em; multiply by the font size. */
export type TextWidth = (text: string) => number;

/**
 * Reads the advance widths of a TrueType font, so that text can be laid out without a canvas.
 *
 * Kerning is left out: it changes the width of a label by less than one per cent.
 * Tables and their fields: OpenType specification 1.9, chapters `cmap` (format 12), `head`, `hhea`, `hmtx`.
 */
export function readTrueTypeWidths(file: string): TextWidth {
  const tables = readTables(file, ['head', 'hhea', 'hmtx', 'cmap']);
  const unitsPerEm = tables.head.getUint16(18);
  const nAdvances = tables.hhea.getUint16(34);
  const groups = characterGroups(tables.cmap, file);
  const advance = (codePoint: number): number => {
    const glyph = glyphOf(groups, codePoint);
    // Glyphs beyond the list have the width of its last entry.
    return tables.hmtx.getUint16(4 * Math.min(glyph, nAdvances - 1)) / unitsPerEm;
  };
  return (text) => {
    let width = 0;
    for (const character of text) width += advance(character.codePointAt(0)!);
    return width;
  };
}

function readTables<Tag extends string>(file: string, tags: readonly Tag[]): Record<Tag, DataView> {
  const handle = openSync(file, 'r');
  const read = (offset: number, length: number): DataView => {
    const bytes = new Uint8Array(length);
    if (readSync(handle, bytes, 0, length, offset) !== length)
      throw new Error(`${file} ends too early for a TrueType font`);
    return new DataView(bytes.buffer);
  };
  try {
    const nTables = read(0, 12).getUint16(4);
    const directory = read(12, 16 * nTables);
    const found: Partial<Record<string, DataView>> = {};
    for (let i = 0; i < nTables; i++) {
      const tag = String.fromCharCode(...new Uint8Array(directory.buffer, 16 * i, 4));
      if ((tags as readonly string[]).includes(tag))
        found[tag] = read(directory.getUint32(16 * i + 8), directory.getUint32(16 * i + 12));
    }
    for (const tag of tags) if (found[tag] === undefined) throw new Error(`${file} has no table ${tag}`);
    return found as Record<Tag, DataView>;
  } finally {
    closeSync(handle);
  }
}

/** Runs of consecutive code points with consecutive glyphs, ascending: first code point, last, first glyph. */
interface CharacterGroups {
  readonly view: DataView;
  readonly offset: number;
  readonly count: number;
}

function characterGroups(cmap: DataView, file: string): CharacterGroups {
  const nSubtables = cmap.getUint16(2);
  for (let i = 0; i < nSubtables; i++) {
    const offset = cmap.getUint32(8 + 8 * i);
    if (cmap.getUint16(offset) === 12)
      return { view: cmap, offset: offset + 16, count: cmap.getUint32(offset + 12) };
  }
  throw new Error(`${file} has no character map of format 12`);
}

function glyphOf({ view, offset, count }: CharacterGroups, codePoint: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = offset + 12 * middle;
    if (codePoint < view.getUint32(group)) high = middle - 1;
    else if (codePoint > view.getUint32(group + 4)) low = middle + 1;
    else return view.getUint32(group + 8) + codePoint - view.getUint32(group);
  }
  return 0; // the glyph of a missing character
}
