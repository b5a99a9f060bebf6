/**
 * Stands in for npm, python3, g++, tsc and tfjs-node's install script in the set-up tests. Each call is written to
 * calls.log; FAKE_HANG names a point at which to stop half-way (after touching hang.mark), FAKE_FAIL one at which to fail.
 */
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const { FAKE_HOME: home, FAKE_HANG: hang, FAKE_FAIL: fail, FAKE_ADDON: addon, FAKE_TSX: tsx } = process.env;

const said = {
  npm: 'npm error code ENOTFOUND\nnpm error request failed, reason: getaddrinfo ENOTFOUND registry.test',
  download: 'ERROR: Could not find a version that satisfies the requirement tensorflow-cpu==0.0.1',
  venv: 'The virtual environment was not created successfully because ensurepip is not available.',
  compile: 'binding/tfjs_backend.cc:1:10: fatal error: tensorflow/c/c_api.h: No such file or directory',
  prebuilt: 'Error: getaddrinfo ENOTFOUND storage.test',
  install: 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
  tsc: "lib/src/index.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.",
};

/** Where a test may stop or fail a tool. `half` leaves what a killed tool would leave. */
function point(name, half) {
  fs.appendFileSync(path.join(home, 'calls.log'), `${name}\n`);
  if (fail?.split(',').includes(name)) {
    console.error(said[name] ?? `${name} failed`);
    process.exit(1);
  }
  if (hang !== name) return;
  half();
  fs.writeFileSync(path.join(home, 'hang.mark'), String(process.pid));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function npm() {
  fs.rmSync('node_modules', { recursive: true, force: true });
  point('npm', () => write('node_modules/@tensorflow/tfjs-node/package.json', '{'));
  const tfjs = 'node_modules/@tensorflow/tfjs-node';
  write(`${tfjs}/package.json`, '{"name":"@tensorflow/tfjs-node"}');
  write(`${tfjs}/binding/tfjs_backend.cc`, '// backend');
  write(`${tfjs}/binding/tfjs_binding.cc`, '// binding');
  write(
    `${tfjs}/scripts/install.js`,
    `import(${JSON.stringify(import.meta.url)}).then((m) => m.act('prebuilt', []))`,
  );
  write('node_modules/node-api-headers/package.json', '{"name":"node-api-headers"}');
  write('node_modules/typescript/package.json', '{"name":"typescript"}');
  write(
    'node_modules/typescript/bin/tsc',
    `import(${JSON.stringify(import.meta.url)}).then((m) => m.act('tsc', process.argv.slice(2)))`,
  );
  fs.symlinkSync(tsx, 'node_modules/tsx');
}

function python(args) {
  const line = args.join(' ');
  const after = (option) => args[args.indexOf(option) + 1];
  if (line.startsWith('-c')) return console.log(process.env.FAKE_PYTHON_VERSION ?? '3.11.2');
  if (line === '-m pip --version') {
    if (!fail?.split(',').includes('pip')) return;
    console.error('No module named pip');
    process.exit(1);
  }
  if (line.startsWith('-m venv')) {
    const folder = args.at(-1);
    point('venv', () => fs.mkdirSync(folder));
    fs.mkdirSync(path.join(folder, 'bin'), { recursive: true });
    fs.copyFileSync(path.join(home, 'bin', 'python3'), path.join(folder, 'bin', 'python'));
  } else if (line.includes(' download ')) {
    const wheel = fs.readFileSync(path.join(home, 'fake.whl'));
    const to = path.join(after('-d'), 'fake.whl');
    point('download', () => fs.writeFileSync(to, wheel.subarray(0, wheel.length / 2)));
    fs.writeFileSync(to, wheel);
  } else if (line.includes(' install ')) {
    const to = path.join(path.dirname(process.argv[1]), '..', 'installed');
    point('install', () => fs.writeFileSync(`${to}-half`, ''));
    fs.writeFileSync(to, 'whole');
  }
}

function gxx(args) {
  if (args[0] === '--version') return;
  const to = args[args.indexOf('-o') + 1];
  point('compile', () => fs.writeFileSync(to, 'half'));
  fs.copyFileSync(addon, to);
}

function tsc(args) {
  const out = args[args.indexOf('--outDir') + 1];
  point('tsc', () => write(path.join(out, 'half.js'), ''));
  write(path.join(out, 'index.js'), fs.readFileSync('lib/src/index.ts', 'utf8'));
}

function prebuilt() {
  point('prebuilt', () => write('deps/half', ''));
  fs.mkdirSync('lib/napi-v8', { recursive: true });
  fs.copyFileSync(addon, 'lib/napi-v8/tfjs_binding.node');
}

export function act(name, args) {
  ({ npm, python3: python, python, 'g++': gxx, tsc, prebuilt })[name](args);
}
