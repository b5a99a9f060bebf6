/** A reason to refuse an archive; the message is for the person who gave it. */
export class ImportError extends Error {
  override readonly name: string = 'ImportError';
}

/** How much of an archive is read before it is refused. The real one has 15 003 entries and 8.5 MB. */
export interface Limits {
  readonly maxEntries: number;
  /** Bytes of one file, unpacked. */
  readonly maxFileBytes: number;
  /** Bytes of all files that are read, unpacked. */
  readonly maxTotalBytes: number;
}

export const defaultLimits: Limits = {
  maxEntries: 40_000,
  maxFileBytes: 4 * 1024 * 1024,
  maxTotalBytes: 256 * 1024 * 1024,
};

/** A file of the source: its path inside it, with '/', and a way to read it. */
export interface SourceFile {
  readonly name: string;
  read(): Promise<Buffer>;
}

/** A zip or folder with the names checked; nothing is read yet. */
export interface Source {
  readonly files: readonly SourceFile[];
  close(): void;
}

/** Refuses a name that leads out of the source, or is no plain relative path. */
export function checkName(name: string): void {
  const absolute = name.startsWith('/') || name.startsWith('\\') || /^[a-zA-Z]:/.test(name);
  if (absolute) throw new ImportError(`entry ${JSON.stringify(name)} has an absolute name`);
  if (name.includes('\\') || name.includes('\0'))
    throw new ImportError(`entry ${JSON.stringify(name)} has a name with a backslash or zero byte`);
  if (name.split('/').includes('..'))
    throw new ImportError(`entry ${JSON.stringify(name)} leads out of the archive`);
}

/** Counts bytes as they come, whatever a header says, and refuses the file or the whole that is too large. */
export function createMeter({
  maxFileBytes,
  maxTotalBytes,
}: Limits): (name: string) => (bytes: number) => void {
  let total = 0;
  return (name) => {
    let size = 0;
    return (bytes) => {
      size += bytes;
      total += bytes;
      if (size > maxFileBytes)
        throw new ImportError(`entry ${JSON.stringify(name)} unpacks to more than ${maxFileBytes} bytes`);
      if (total > maxTotalBytes)
        throw new ImportError(`the archive unpacks to more than ${maxTotalBytes} bytes`);
    };
  };
}
