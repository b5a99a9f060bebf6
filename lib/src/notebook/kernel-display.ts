import { randomUUID } from 'node:crypto';

/** One output in several forms; front ends show the richest that they know. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** An output of the running cell that can be replaced in place. */
export interface KernelOutput {
  /** Shows the bundle, or puts it in the place of the one shown before. */
  draw(data: MimeBundle, metadata?: Readonly<Record<string, unknown>>): void;
}

type DisplayWriter = (
  content: {
    readonly data: MimeBundle;
    readonly metadata: object;
    readonly transient: { readonly display_id: string };
  },
  update: boolean,
) => void;

/**
 * A new output of the running cell, or undefined outside a tslab kernel.
 *
 * tslab's public `display` sends one MIME type at a time, which leaves readers of the file without a fallback, so its
 * channel is used directly. It is looked up among the loaded modules rather than imported: the library works without
 * tslab, and a second copy of tslab on the machine would not be the one that runs the cell.
 */
export function openKernelOutput(): KernelOutput | undefined {
  const write = kernelModule()?.lastWriteDisplayData;
  if (write === undefined || write === null) return undefined;
  const transient = { display_id: randomUUID() };
  let shown = false;
  return {
    draw(data, metadata = {}) {
      write({ data, metadata, transient }, shown);
      shown = true;
    },
  };
}

/** Whether this process is a tslab kernel. */
export function isKernel(): boolean {
  return kernelModule() !== undefined;
}

function kernelModule(): { readonly lastWriteDisplayData?: DisplayWriter | null } | undefined {
  const file = Object.keys(require.cache).find((name) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(name));
  return file === undefined ? undefined : (require.cache[file]?.exports as ReturnType<typeof kernelModule>);
}
