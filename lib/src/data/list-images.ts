import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { ArgumentError, DataError } from '../errors.js';
import { checkBoolean, checkOptions } from '../options.js';

/** Options of {@link listImages}. */
export interface ListImagesOptions {
  /** Endings of the files to take, with the dot; upper and lower case are the same. @defaultValue every kind that can be decoded */
  readonly extensions?: readonly string[];
  /** Whether to look into folders inside the folder; links to folders are not followed. @defaultValue false */
  readonly recursive?: boolean;
}

/** Endings of the picture formats that sharp's prebuilt libvips decodes. */
export const imageExtensions: readonly string[] = [
  '.jpg',
  '.jpeg',
  '.png',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.avif',
];

/**
 * Lists the pictures of a folder, sorted by their path inside it, character code by character code (`a10` before
 * `a2`, `B` before `a`): the same order on every machine. Names that start with a dot are left out. O(entries of the folder).
 *
 * @param folder - A folder on this machine.
 * @returns Paths that start with `folder`.
 * @throws {@link ArgumentError} if `folder` is no path or an option is not known.
 * @throws {@link DataError} if the folder is missing or holds no picture.
 * @example
 * await listImages('photos', { extensions: ['.jpg'] }); // photos/cat.jpg photos/dog.JPG ...
 */
export async function listImages(folder: string, options: ListImagesOptions = {}): Promise<string[]> {
  checkOptions('listImages', options, ['extensions', 'recursive']);
  return await listImagesFor('listImages', folder, options);
}

/** {@link listImages} on behalf of another function, whose name the messages carry. */
export async function listImagesFor(
  fn: string,
  folder: string,
  options: ListImagesOptions,
): Promise<string[]> {
  const { extensions = imageExtensions, recursive = false } = options;
  if (typeof folder !== 'string' || folder === '')
    throw new ArgumentError(fn, 'folder', 'the path of a folder', folder);
  checkBoolean(fn, 'recursive', recursive);
  const wanted = checkExtensions(fn, extensions);
  const names: string[] = [];
  await collect(fn, folder, '', recursive, (name) => {
    if (wanted.has(extname(name).toLowerCase())) names.push(name);
  });
  if (names.length === 0) {
    const hint = recursive ? '' : '; its inner folders are searched with options.recursive';
    throw new DataError(fn, `${folder} holds no picture (${[...wanted].join(', ')})${hint}`, {
      source: folder,
    });
  }
  return names.sort((a, b) => (a < b ? -1 : 1)).map((name) => join(folder, name));
}

function checkExtensions(fn: string, extensions: unknown): ReadonlySet<string> {
  const endings: readonly unknown[] = Array.isArray(extensions) ? extensions : [];
  const valid = endings.filter(
    (ending) => typeof ending === 'string' && /^\.[^./\\]+$/.test(ending),
  ) as string[];
  if (valid.length === 0 || valid.length < endings.length) {
    throw new ArgumentError(fn, 'options.extensions', "endings like '.jpg', at least one", extensions);
  }
  return new Set(valid.map((ending) => ending.toLowerCase()));
}

async function collect(
  fn: string,
  root: string,
  inner: string,
  recursive: boolean,
  found: (name: string) => void,
): Promise<void> {
  const folder = join(root, inner);
  for (const entry of await entriesOf(fn, folder)) {
    if (entry.name.startsWith('.')) continue;
    const name = inner === '' ? entry.name : `${inner}/${entry.name}`;
    if (entry.isFile()) found(name);
    else if (entry.isDirectory() && recursive) await collect(fn, root, name, recursive, found);
    else if (entry.isSymbolicLink() && (await isFile(join(root, name)))) found(name);
  }
}

async function entriesOf(fn: string, folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const problem =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'ENOTDIR'
          ? 'is not a folder'
          : `cannot be listed (${code})`;
    throw new DataError(fn, `the folder ${folder} ${problem}`, { source: folder, cause });
  }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
