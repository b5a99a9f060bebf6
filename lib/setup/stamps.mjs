/**
 * Stamps say what a finished piece of work was made from. They are written last and read first: no stamp, or another
 * stamp, means that the work is done again from the start.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** @param {string} file @returns {any} the stamp; null when there is none or it cannot be read */
export function readStamp(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} file @param {object} value */
export function writeStamp(file, value) {
  const temporary = `${file}.${process.pid}.new`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(temporary, `${JSON.stringify(value, null, 1)}\n`);
  fs.renameSync(temporary, file);
}

/** @param {...(string | Buffer)} parts @returns {string} sha256 over all parts, each with its length */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** @param {...string} files @returns {string} sha256 of the contents; files that are not there count as such */
export function hashFiles(...files) {
  return hashOf(...files.map((file) => (fs.existsSync(file) ? fs.readFileSync(file) : '(missing)')));
}

/**
 * Names, sizes and times of everything below some files and folders: a quick "did anything change?".
 *
 * @param {...string} paths
 */
export function fingerprint(...paths) {
  const lines = [];
  for (const start of paths) visit(start, path.basename(start));
  return hashOf(lines.join('\n'));

  function visit(file, name) {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) lines.push(`${name} missing`);
    else if (stat.isDirectory())
      for (const entry of fs.readdirSync(file).sort()) visit(path.join(file, entry), `${name}/${entry}`);
    else lines.push(`${name} ${stat.size} ${stat.mtimeMs}`);
  }
}

/** @param {string} file @returns {number} size in bytes; -1 when it is not there */
export function sizeOf(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? -1;
}
