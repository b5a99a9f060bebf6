import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

import { ArgumentError, DataError } from '../errors.js';
import { checkBoolean, checkOptions } from '../options.js';
import { imageExtensions, undecodedKind } from './image-extensions.js';
import type { SkippedImage } from './image-set.js';
import { NOT_A_FILE } from './read-file.js';

/** Options of {@link listImages}. */
export interface ListImagesOptions {
  /** Endings of the files to take, with the dot; upper and lower case are the same. @defaultValue every kind that can be decoded */
  readonly extensions?: readonly string[];
  /** Whether to look into folders inside the folder; links to folders are not followed. @defaultValue false */
  readonly recursive?: boolean;
}

/**
 * Lists the pictures of a folder, sorted by their path inside it, character code by character code (`a10` before
 * `a2`, `B` before `a`): the same order on every machine. Names that start with a dot are left out, and so is what is
 * neither a file nor a link to one. O(entries of the folder).
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
  return [...(await listImagesFor('listImages', folder, options, () => Promise.resolve())).files];
}

/** The images of a folder, and files that are taken for images but cannot be loaded. */
export interface ListedImages {
  readonly files: readonly string[];
  /** Empty where the caller chose the endings. */
  readonly leftOut: readonly SkippedImage[];
}

/** {@link listImages} on behalf of another function, whose name the messages carry; `pause` is awaited after each folder. */
export async function listImagesFor(
  fn: string,
  folder: string,
  options: ListImagesOptions,
  pause: () => Promise<void>,
): Promise<ListedImages> {
  const { extensions = imageExtensions, recursive = false } = options;
  if (typeof folder !== 'string' || folder === '')
    throw new ArgumentError(fn, 'folder', 'the path of a folder', folder);
  checkBoolean(fn, 'recursive', recursive);
  const wanted = checkExtensions(fn, extensions);
  const names: string[] = [];
  const others: SkippedImage[] = [];
  await collect(fn, folder, '', recursive, pause, (name, problem) => {
    const ending = extname(name).toLowerCase();
    const kind = options.extensions === undefined ? undecodedKind(ending) : undefined;
    if (wanted.has(ending) && problem === undefined) names.push(name);
    else if (wanted.has(ending)) others.push({ file: name, reason: problem! });
    else if (kind !== undefined)
      others.push({ file: name, reason: problem ?? `${kind}; not decoded here, convert it` });
  });
  const leftOut = sorted(others, ({ file }) => file).map(({ file, reason }) => ({
    file: join(folder, file),
    reason,
  }));
  if (names.length === 0) {
    const hint = recursive ? '' : '; its inner folders are searched with options.recursive';
    const first = leftOut[0];
    const rest =
      first === undefined
        ? ''
        : `; ${leftOut.length} left out, the first is ${basename(first.file)} (${first.reason})`;
    throw new DataError(fn, `${folder} holds no picture (${[...wanted].join(', ')})${hint}${rest}`, {
      source: folder,
    });
  }
  return { files: sorted(names, (name) => name).map((name) => join(folder, name)), leftOut };
}

function sorted<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
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

/** Tells of every file, link to a file, and of everything else that is no folder, with what stands in its way. */
async function collect(
  fn: string,
  root: string,
  inner: string,
  recursive: boolean,
  pause: () => Promise<void>,
  found: (name: string, problem?: string) => void,
): Promise<void> {
  const folder = join(root, inner);
  for (const entry of await entriesOf(fn, folder)) {
    if (entry.name.startsWith('.')) continue;
    const name = inner === '' ? entry.name : `${inner}/${entry.name}`;
    if (entry.isDirectory()) {
      if (recursive) await collect(fn, root, name, recursive, pause, found);
    } else if (entry.isSymbolicLink()) {
      const target = await stat(join(root, name)).catch(() => undefined);
      if (!target?.isDirectory())
        found(name, target?.isFile() ? undefined : target ? NOT_A_FILE : 'a link that leads nowhere');
    } else found(name, entry.isFile() ? undefined : NOT_A_FILE);
  }
  await pause();
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
          ? `is not a folder${fn === 'loadImages' ? '; files are given as an array of paths' : ''}`
          : `cannot be listed (${code})`;
    throw new DataError(fn, `the folder ${folder} ${problem}`, { source: folder, cause });
  }
}
