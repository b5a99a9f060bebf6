/**
 * What `npm pack` and `npm publish` of lib/ put into the package beside the library: tfjs-node and danfojs-node, each
 * with an exact list of what it needs. The overrides of the workspace do not reach a consumer; without them npm would fetch
 * a second, older tfjs-node and an archive from another server, and run an install script that downloads a
 * libtensorflow of 2022. npm installs nothing for a bundled package, so its needs become needs of clusterlab.
 */
import fs from 'node:fs';
import path from 'node:path';

/** The bundled packages, and what of them is left behind: what the set-up makes anew, and what nothing loads. */
const BUNDLED = {
  // With a binding.gyp npm would compile.
  '@tensorflow/tfjs-node': ['.clusterlab', 'binding.gyp', 'deps', 'lib', 'node_modules', 'python', 'src'],
  'danfojs-node': ['node_modules'],
};

const saved = (folder) => path.join(folder, '.package.json.saved');

/**
 * Copies the bundled packages into the workspace's own node_modules, from where npm packs them, and writes the
 * package.json that is published.
 *
 * @param {{ root: string, folder: string }} options - the checkout; the folder of the package, e.g. `ROOT/lib`
 */
export function bundle({ root, folder }) {
  unbundle({ folder });
  const { packages } = readJson(path.join(root, 'package-lock.json'));
  const file = path.join(folder, 'package.json');
  fs.copyFileSync(file, saved(folder));
  const manifest = readJson(file);
  const dependencies = { ...manifest.dependencies };
  for (const [name, left] of Object.entries(BUNDLED)) {
    const from = path.join(root, 'node_modules', name);
    const to = path.join(folder, 'node_modules', name);
    const leftOut = left.map((entry) => path.join(from, entry));
    fs.cpSync(from, to, { recursive: true, filter: (entry) => !leftOut.includes(entry) });
    const theirs = path.join(to, 'package.json');
    const changed = publishedManifest(readJson(theirs), packages);
    writeJson(theirs, changed);
    for (const [needed, version] of Object.entries(changed.dependencies)) {
      if ((dependencies[needed] ??= version) !== version)
        throw new Error(`${name} needs ${needed} ${version}, another package ${dependencies[needed]}`);
    }
  }
  const { scripts: _scripts, ...published } = manifest;
  writeJson(file, { ...published, dependencies, bundleDependencies: Object.keys(BUNDLED) });
}

/** Undoes {@link bundle}, also one that was interrupted. */
export function unbundle({ folder }) {
  for (const name of Object.keys(BUNDLED))
    fs.rmSync(path.join(folder, 'node_modules', name), { recursive: true, force: true });
  if (fs.existsSync(saved(folder))) fs.renameSync(saved(folder), path.join(folder, 'package.json'));
}

/**
 * A package's package.json without its scripts, and with the very versions of the lockfile for what it needs.
 *
 * @param {{ name: string, dependencies: Record<string, string> }} manifest
 * @param {Record<string, { name?: string, version: string }>} packages - those of the lockfile, by place
 */
export function publishedManifest(manifest, packages) {
  const { scripts: _scripts, devDependencies: _dev, ...rest } = manifest;
  const dependencies = Object.fromEntries(
    Object.keys(manifest.dependencies).map((name) => {
      const own = `node_modules/${manifest.name}/node_modules/${name}`;
      const found = packages[own] ?? packages[`node_modules/${name}`];
      if (found === undefined)
        throw new Error(`package-lock.json has no ${name}, which ${manifest.name} needs`);
      const { name: other = name, version } = found;
      return [name, other === name ? version : `npm:${other}@${version}`];
    }),
  );
  const changes =
    'clusterlab changed this file: exact versions, no scripts. All other files are as published.';
  return { ...rest, dependencies, changes };
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
