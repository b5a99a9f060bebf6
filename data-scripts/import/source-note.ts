import { basename } from 'node:path';

/** What SOURCE.md says about where the images come from. */
export interface Origin {
  /** The zip or folder that was imported. */
  readonly path: string;
  /** SHA-256 of the zip; undefined for a folder. */
  readonly archiveSha256: string | undefined;
  /** SHA-256 of the table and of all pictures in its order, the same for every packing of the same files. */
  readonly contentSha256: string;
  readonly images: number;
}

/** Text of the SOURCE.md beside the images. */
export function sourceNote({ path, archiveSha256, contentSha256, images }: Origin): string {
  const archive =
    archiveSha256 === undefined
      ? `a folder named ${basename(path)}`
      : `${basename(path)}, sha256 ${archiveSha256}`;
  return `# Chinese MNIST

${images} pictures of Chinese numerals, white on black, 64 x 64 pixels.

- Collected by K. Nazarpour and M. Chen at Newcastle University: a hundred people wrote fifteen characters ten times
- Cut, indexed and published by G. Preda as "Chinese MNIST" on Kaggle: https://www.kaggle.com/datasets/gpreda/chinese-mnist
- Licence: the one stated on that page, which is where the archive was taken from; clusterlab adds no rights to it
- Imported from ${archive}
- Content (the table, then every picture in its order): sha256 ${contentSha256}

The pictures are not part of clusterlab and must not be committed to it. Name the authors when you publish work on them.
`;
}
