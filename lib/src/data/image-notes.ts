import { printable } from '../errors.js';
import type { SkippedImage } from './image-set.js';

/** What was done to an image besides decoding it. */
export interface ImageNote {
  readonly kind: NoteKind;
  /** What tells this image from others of the kind, e.g. '3 pages'; may be empty. */
  readonly detail: string;
}

/** Of each kind: what to say of one image, and of several. */
const KINDS = {
  pages: [
    'has several pages or frames; the first was taken',
    'have several pages or frames; of each the first was taken',
  ],
  ground: [
    'is transparent and was laid on a ground (options.background)',
    'are transparent and were laid on a ground (options.background)',
  ],
  blank: [
    'is transparent and blank on this ground; choose another with options.background',
    'are transparent and blank on this ground; choose another with options.background',
  ],
  depth: [
    'has more than 8 bits a channel, of which the upper 8 were kept',
    'have more than 8 bits a channel, of which the upper 8 were kept',
  ],
  stretched: [
    'has floating-point or 32-bit levels, which were stretched to 0 .. 255',
    'have floating-point or 32-bit levels, which were stretched to 0 .. 255, of each by its own range',
  ],
  irregular: ['is irregular, but was decoded', 'are irregular, but were decoded'],
} as const;

/** Kinds of {@link ImageNote}. */
export type NoteKind = keyof typeof KINDS;

/** A note as it stands in `changed`. */
export function describeNote(file: string, { kind, detail }: ImageNote): SkippedImage {
  return { file, reason: `it ${KINDS[kind][0]}${detail === '' ? '' : ` (${detail})`}` };
}

/** One warning for each kind of note. */
export function noteWarnings(notes: readonly (ImageNote & { readonly file: string })[]): string[] {
  return (Object.keys(KINDS) as NoteKind[]).flatMap((kind) => {
    const found = notes.filter((note) => note.kind === kind);
    if (found.length === 0) return [];
    const what =
      found.length === 1 ? `1 image ${KINDS[kind][0]}` : `${found.length} images ${KINDS[kind][1]}`;
    const named = found.map(({ file, detail }) => (detail === '' ? file : `${file} (${detail})`));
    return [`${what}: ${shortList(named, 'changed')}`];
  });
}

/** A warning for files that are not among the images; none if there are none. */
export function leftOutWarnings(
  what: string,
  field: 'skipped' | 'leftOut',
  files: readonly SkippedImage[],
): string[] {
  if (files.length === 0) return [];
  const many = files.length === 1 ? '1 file' : `${files.length} files`;
  return [
    `${many} ${what}: ${shortList(
      files.map(({ file, reason }) => `${file} (${reason})`),
      field,
    )}`,
  ];
}

const SHOWN = 10;

/** The first few, and where to find the others. */
function shortList(items: readonly string[], field: string): string {
  const rest = items.length - SHOWN;
  const shown = items
    .slice(0, SHOWN)
    .map((item) => printable(item))
    .join(', ');
  return rest > 0 ? `${shown} and ${rest} more, see ${field}` : shown;
}
