import yauzl from 'yauzl';

import { ImportError, checkName, createMeter } from './limits.js';
import type { Limits, Source, SourceFile } from './limits.js';

/** Opens a zip and checks its directory: number of entries, names, links, encryption. */
export async function openZip(path: string, limits: Limits): Promise<Source> {
  const zip = await open(path);
  try {
    if (zip.entryCount > limits.maxEntries) {
      throw new ImportError(`the archive has ${zip.entryCount} entries, more than ${limits.maxEntries}`);
    }
    const meter = createMeter(limits);
    const files = (await readDirectory(zip)).filter((entry) => !nameOf(entry).endsWith('/'));
    return { files: files.map((entry) => zipFile(zip, entry, meter)), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function open(path: string): Promise<yauzl.ZipFile> {
  return await new Promise((resolve, reject) => {
    // Names are checked here: yauzl's own check would report them one by one as they are met, in words of its own.
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true };
    yauzl.open(path, options, (error, zip) => {
      if (error) reject(new ImportError(`${path} is not a zip that can be read: ${error.message}`));
      else resolve(zip);
    });
  });
}

function nameOf(entry: yauzl.Entry): string {
  // Without decodeStrings yauzl hands out bytes, whatever its types say.
  return (entry.fileName as unknown as Buffer).toString('utf8');
}

async function readDirectory(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return await new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    const fail = (error: Error): void =>
      reject(
        error instanceof ImportError ? error : new ImportError(`the archive is damaged: ${error.message}`),
      );
    zip.on('error', fail);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: yauzl.Entry) => {
      try {
        checkEntry(entry);
      } catch (error) {
        return fail(error as Error);
      }
      entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

const TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

function checkEntry(entry: yauzl.Entry): void {
  const name = nameOf(entry);
  checkName(name);
  // Unix tools keep the file's mode in the upper half of this field.
  if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === SYMBOLIC_LINK)
    throw new ImportError(`entry ${JSON.stringify(name)} is a symbolic link`);
  if ((entry.generalPurposeBitFlag & 1) !== 0)
    throw new ImportError(`entry ${JSON.stringify(name)} is encrypted`);
}

function zipFile(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  meter: (name: string) => (bytes: number) => void,
): SourceFile {
  const name = nameOf(entry);
  const read = (): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const fail = (error: Error): void =>
        reject(
          error instanceof ImportError
            ? error
            : new ImportError(`entry ${JSON.stringify(name)} is damaged: ${error.message}`),
        );
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error);
        const count = meter(name);
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => {
          try {
            count(chunk.length);
            chunks.push(chunk);
          } catch (problem) {
            stream.destroy(problem as Error);
          }
        });
        stream.on('error', fail);
        stream.on('end', () => resolve(Buffer.concat(chunks)));
      });
    });
  return { name, read };
}
