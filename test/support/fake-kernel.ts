/** One message to the front end. */
export interface KernelMessage {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly update: boolean;
}

interface TslabKernel {
  lastWriteDisplayData:
    | ((
        content: Omit<KernelMessage, 'id' | 'update'> & { transient: { display_id: string } },
        update: boolean,
      ) => void)
    | null;
}

/** Makes this process look like a tslab kernel while `work` runs, and returns what went to the front end. */
export async function withFakeKernel(work: () => unknown): Promise<readonly KernelMessage[]> {
  const kernel = require('tslab/dist/jupyter.js') as TslabKernel;
  const messages: KernelMessage[] = [];
  kernel.lastWriteDisplayData = ({ data, metadata, transient }, update) => {
    messages.push({ data, metadata, id: transient.display_id, update });
  };
  try {
    await work();
  } finally {
    kernel.lastWriteDisplayData = null;
  }
  return messages;
}
