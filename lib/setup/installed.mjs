/** What is installed beside this copy of clusterlab. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * @param {string} name
 * @param {string} [from] - the file whose `require` decides which copy it is; default: ours
 * @returns {{ folder: string, version: string } | null}
 */
export function installedPackage(name, from = import.meta.url) {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const file = path.join(folder, name, 'package.json');
    if (!fs.existsSync(file)) continue;
    return {
      folder: fs.realpathSync(path.dirname(file)),
      version: JSON.parse(fs.readFileSync(file, 'utf8')).version,
    };
  }
  return null;
}
