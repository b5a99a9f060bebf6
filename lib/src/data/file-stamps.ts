import { statSync } from 'node:fs';

import type { Pacer } from '../progress.js';
import { NOT_A_FILE } from './read-file.js';

/** What tells one version of a file from another without reading it. */
export interface FileStamp {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Time of the last change in milliseconds since 1970, with fractions. */
  readonly mtimeMs: number;
}

/** A stamp of every file, or what stands in its way. Synchronous calls in small groups: 15 000 promises cost ten times as much. */
export async function stampFiles(files: readonly string[], pacer: Pacer): Promise<(FileStamp | Error)[]> {
  const stamps: (FileStamp | Error)[] = [];
  for (const file of files) {
    stamps.push(stampFile(file));
    if (stamps.length % GROUP === 0) await pacer.step('look at files', stamps.length, files.length);
  }
  return stamps;
}

const GROUP = 256;

function stampFile(file: string): FileStamp | Error {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) {
      const garbled = file.includes('\ufffd') ? ', or its name is not UTF-8: rename it' : '';
      return new Error(`the file does not exist${garbled}`);
    }
    if (!found.isFile()) return new Error(NOT_A_FILE);
    return { file, size: found.size, mtimeMs: found.mtimeMs };
  } catch (error) {
    return error as Error;
  }
}
