import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** An empty folder that is removed when the tests of the file have ended. */
export function scratchFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `clusterlab-${name}-`));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
