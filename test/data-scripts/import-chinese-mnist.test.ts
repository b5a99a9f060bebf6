import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';

import sharp from 'sharp';

import { importChineseMnist } from '../../data-scripts/import/import-chinese-mnist.js';
import type { ImportResult } from '../../data-scripts/import/import-chinese-mnist.js';
import type { Limits } from '../../data-scripts/import/limits.js';
import { chineseMnistCharacters } from '../../lib/src/data/chinese-mnist-characters.js';
import { loadChineseMnist } from '../../lib/src/data/load-chinese-mnist.js';
import { makeZip } from '../support/make-zip.js';
import type { ZipEntry } from '../support/make-zip.js';
import { scratchFolder } from '../support/scratch.js';

const root = scratchFolder('import');
/** One writer, two writings: thirty pictures. */
const expected = { suites: 1, samples: 2 };
const images = new Map<string, Buffer>();
const rows: string[] = [];
let number = 0;

before(async () => {
  for (const { code, value, character } of chineseMnistCharacters) {
    for (const sample of [1, 2]) {
      rows.push(`1,${sample},${code},${value},${character}`);
      images.set(`input_1_${sample}_${code}.jpg`, await jpeg(64, 10 * code + sample));
    }
  }
});

async function jpeg(side: number, value: number): Promise<Buffer> {
  const raw = { width: side, height: side, channels: 1 as const };
  return await sharp(Buffer.alloc(side * side, value), { raw })
    .toColourspace('b-w')
    .jpeg()
    .toBuffer();
}

const tableText = (lines: readonly string[] = rows): string =>
  ['suite_id,sample_id,code,value,character', ...lines, ''].join('\r\n');

/** The entries of a good archive with the pictures in `nesting`. */
function goodEntries(nesting: string = 'data/data/'): ZipEntry[] {
  const pictures = [...images].map(([name, content]) => ({ name: nesting + name, content, deflate: true }));
  return [{ name: 'chinese_mnist.csv', content: tableText(), deflate: true }, ...pictures];
}

function zipOf(entries: readonly ZipEntry[]): string {
  const path = join(root, `${number++}.zip`);
  writeFileSync(path, makeZip(entries));
  return path;
}

function folderOf(entries: readonly ZipEntry[]): string {
  const folder = join(root, `folder-${number++}`);
  for (const { name, content } of entries) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Each import goes to an output that holds something already, to see what becomes of it. */
async function run(path: string, limits?: Limits): Promise<{ output: string; result: ImportResult }> {
  const parent = join(root, `out-${number++}`);
  const output = join(parent, 'chinese-mnist');
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'SOURCE.md'), 'earlier');
  const result = await importChineseMnist(path, { output, expected, ...(limits && { limits }) }).catch(
    (error: unknown) => {
      assert.deepEqual(readdirSync(parent), ['chinese-mnist'], 'a refusal leaves nothing beside the output');
      assert.deepEqual(readdirSync(output), ['SOURCE.md'], 'a refusal changes nothing');
      throw error;
    },
  );
  assert.deepEqual(readdirSync(parent), ['chinese-mnist'], 'nothing temporary is left');
  return { output, result };
}

test('imports every nesting, zip or folder, to the same files', async () => {
  const contents = new Set<string>();
  const sources = ['data/data/', 'data/', ''].flatMap((nesting) => {
    const entries = goodEntries(nesting);
    const inner = entries.map((entry) => ({ ...entry, name: `archive/${entry.name}` }));
    return [zipOf(entries), folderOf(entries), zipOf(inner), folderOf(inner)];
  });
  for (const path of sources) {
    const { output, result } = await run(path);
    contents.add(result.contentSha256);
    assert.equal(result.images, 30);
    assert.deepEqual(readdirSync(output).sort(), ['SOURCE.md', 'chinese_mnist.csv', 'data']);
    assert.deepEqual(readdirSync(join(output, 'data')).sort(), [...images.keys()].sort());
    for (const [name, content] of images) assert.ok(readFileSync(join(output, 'data', name)).equals(content));
    const note = readFileSync(join(output, 'SOURCE.md'), 'utf8');
    assert.match(note, /Newcastle University/);
    assert.match(note, /kaggle\.com\/datasets\/gpreda\/chinese-mnist/);
    assert.match(
      note,
      path.endsWith('.zip') ? new RegExp(`sha256 ${result.archiveSha256}`) : /a folder named/,
    );
    const { codes } = await loadChineseMnist(output, { cache: false });
    assert.deepEqual([...codes.slice(0, 4)], [1, 1, 2, 2]);
  }
  assert.equal(contents.size, 1, 'the packing does not matter');
});

test('files that are not of the set are left out', async () => {
  const extra = [
    { name: 'README.txt', content: 'hello' },
    { name: '__MACOSX/data/._x', content: 'x' },
    { name: 'data/', content: '' },
  ];
  const { output } = await run(zipOf([...extra, ...goodEntries()]));
  assert.deepEqual(readdirSync(output).sort(), ['SOURCE.md', 'chinese_mnist.csv', 'data']);
});

test('names that lead elsewhere are refused', async () => {
  const refuse = async (entry: Omit<ZipEntry, 'content'>, pattern: RegExp): Promise<void> => {
    await assert.rejects(run(zipOf([...goodEntries(), { content: 'x', deflate: true, ...entry }])), pattern);
  };
  await refuse({ name: '../evil.jpg' }, /entry "\.\.\/evil\.jpg" leads out of the archive/);
  await refuse({ name: 'data/../../evil.jpg' }, /leads out of the archive/);
  await refuse({ name: '/etc/evil' }, /entry "\/etc\/evil" has an absolute name/);
  await refuse({ name: 'C:/evil' }, /absolute name/);
  await refuse({ name: '\\\\server\\evil' }, /absolute name/);
  await refuse({ name: 'data\\..\\evil' }, /backslash/);
  await refuse({ name: 'link', mode: 0o120777 }, /entry "link" is a symbolic link/);
  await refuse({ name: 'secret', flags: 1 }, /entry "secret" is encrypted/);
  assert.ok(!existsSync(join(root, 'evil.jpg')));
  const folder = folderOf(goodEntries());
  symlinkSync('/etc/hostname', join(folder, 'data', 'input_9_9_9.jpg'));
  await assert.rejects(run(folder), /data\/input_9_9_9\.jpg is a symbolic link/);
});

test('bombs are refused while they unpack', async () => {
  const limits: Limits = { maxEntries: 40, maxFileBytes: 20_000, maxTotalBytes: 60_000 };
  const padding = (name: string, length: number, claimedSize?: number): ZipEntry => {
    const content = Buffer.concat([images.get(name)!, Buffer.alloc(length)]);
    return {
      name: `data/${name}`,
      content,
      deflate: true,
      ...(claimedSize !== undefined && { claimedSize }),
    };
  };
  const replaced = (bombs: readonly ZipEntry[]): string => {
    const names = new Set(bombs.map(({ name }) => name));
    return zipOf([...goodEntries('data/').filter(({ name }) => !names.has(name)), ...bombs]);
  };
  await run(zipOf(goodEntries('data/')), limits);
  await assert.rejects(
    run(replaced([padding('input_1_1_1.jpg', 5_000_000)]), limits),
    /entry "data\/input_1_1_1\.jpg" unpacks to more than 20000 bytes/,
  );
  const lie = replaced([padding('input_1_1_1.jpg', 5_000_000, images.get('input_1_1_1.jpg')!.length)]);
  await assert.rejects(
    run(lie, limits),
    /entry "data\/input_1_1_1\.jpg" is damaged/,
    'more than its header says',
  );
  const many = [...images.keys()].slice(0, 10).map((name) => padding(name, 15_000));
  await assert.rejects(run(replaced(many), limits), /the archive unpacks to more than 60000 bytes/);
  const entries = Array.from({ length: 41 }, (_, i) => ({ name: `x${i}`, content: '' }));
  await assert.rejects(run(zipOf(entries), limits), /the archive has 41 entries, more than 40/);
  await assert.rejects(run(folderOf(entries), limits), /the folder holds more than 40 files/);
  const large = folderOf(goodEntries());
  writeFileSync(join(large, 'data', 'data', 'input_1_1_1.jpg'), Buffer.alloc(30_000));
  await assert.rejects(run(large, limits), /input_1_1_1\.jpg" unpacks to more than 20000 bytes/);
});

test('table and pictures must match one to one', async () => {
  const good = goodEntries();
  const withTable = (content: string): string =>
    zipOf([{ name: 'chinese_mnist.csv', content }, ...good.slice(1)]);
  await assert.rejects(run(zipOf(good.slice(1))), /there is no chinese_mnist\.csv/);
  await assert.rejects(
    run(zipOf([...good, { name: 'data/chinese_mnist.csv', content: '' }])),
    /there are 2 files named chinese_mnist\.csv/,
  );
  await assert.rejects(
    run(zipOf(good.slice(0, -1))),
    /1 rows of chinese_mnist\.csv have no picture; the first is input_1_2_15\.jpg/,
  );
  const extra = { name: 'data/data/input_1_3_1.jpg', content: images.get('input_1_1_1.jpg')! };
  await assert.rejects(
    run(zipOf([...good, extra])),
    /1 pictures have no row in chinese_mnist\.csv; the first is input_1_3_1\.jpg/,
  );
  await assert.rejects(
    run(zipOf([...good, { ...good[1]!, name: 'data/input_1_1_1.jpg' }])),
    /input_1_1_1\.jpg is there twice/,
  );
  await assert.rejects(run(withTable(tableText(rows.slice(1)))), /has 29 rows, expected 30/);
  await assert.rejects(
    run(withTable(tableText([rows[1]!, ...rows.slice(1)]))),
    /two rows of chinese_mnist\.csv stand for input_1_2_1\.jpg/,
  );
  await assert.rejects(
    run(withTable(tableText(['1,1,1,7,零', ...rows.slice(1)]))),
    /row 0 of chinese_mnist\.csv is not one of the set/,
  );
  await assert.rejects(
    run(withTable(tableText(['1,3,1,0,零', ...rows.slice(1)]))),
    /row 0 of chinese_mnist\.csv is not one of the set/,
  );
  await assert.rejects(
    run(withTable(tableText(['../x,1,1,0,零', ...rows.slice(1)]))),
    /row 0 of chinese_mnist\.csv is not one of the set/,
  );
  await assert.rejects(
    run(withTable(tableText().replace('code', 'kode'))),
    /has the columns suite_id,sample_id,kode/,
  );
  await assert.rejects(run(withTable('')), /chinese_mnist\.csv is empty/);
});

test('every picture must decode to 64 x 64', async () => {
  const withPicture = (content: Buffer): string =>
    zipOf([...goodEntries().slice(0, -1), { name: 'data/data/input_1_2_15.jpg', content }]);
  const whole = images.get('input_1_2_15.jpg')!;
  await assert.rejects(
    run(withPicture(whole.subarray(0, whole.length - 30))),
    /input_1_2_15\.jpg cannot be read as a picture/,
  );
  await assert.rejects(
    run(withPicture(Buffer.from('text'))),
    /input_1_2_15\.jpg cannot be read as a picture/,
  );
  await assert.rejects(run(withPicture(await jpeg(32, 9))), /input_1_2_15\.jpg has 32 x 32/);
  const small = await Promise.all(
    goodEntries().map(async (entry, i) => (i === 0 ? entry : { ...entry, content: await jpeg(32, i) })),
  );
  await assert.rejects(run(zipOf(small)), /the pictures have 32 x 32 pixels, expected 64 x 64/);
});

test('what is no archive is refused', async () => {
  await assert.rejects(run(join(root, 'nowhere.zip')), /nowhere\.zip does not exist/);
  const text = join(root, 'text.zip');
  writeFileSync(text, 'not a zip');
  await assert.rejects(run(text), /text\.zip is not a zip that can be read/);
  const cut = zipOf(goodEntries());
  writeFileSync(cut, readFileSync(cut).subarray(0, 2000));
  await assert.rejects(run(cut), /is not a zip that can be read/);
  const folder = folderOf(goodEntries());
  for (const path of [folder, join(folder, 'data')])
    await assert.rejects(
      importChineseMnist(path, { output: folder, expected }),
      /lies in the folder to be replaced/,
      path,
    );
});

test('a folder with anything else in it is not replaced', async () => {
  const output = join(root, 'pictures');
  mkdirSync(output);
  writeFileSync(join(output, 'holiday.jpg'), 'precious');
  await assert.rejects(
    importChineseMnist(zipOf(goodEntries()), { output, expected }),
    /pictures would be replaced, but holds holiday\.jpg, which is no part of a data set/,
  );
  assert.equal(readFileSync(join(output, 'holiday.jpg'), 'utf8'), 'precious');
});

test('the limit of files counts all folders together', async () => {
  const limits = { maxEntries: 20, maxFileBytes: 1e6, maxTotalBytes: 1e7 };
  await assert.rejects(run(folderOf(goodEntries()), limits), /the folder holds more than 20 files/);
});

test('the command says why and exits with 1', () => {
  const script = join(__dirname, '../../data-scripts/import-chinese-mnist.ts');
  const call = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
      encoding: 'utf8',
      cwd: join(__dirname, '../..'),
    });
  const output = join(root, 'by-command');
  const { status, stderr } = call(zipOf(goodEntries()), '--output', output);
  assert.equal(status, 1);
  assert.match(stderr, /^import refused, nothing changed: chinese_mnist\.csv has 30 rows, expected 15000$/m);
  assert.ok(!existsSync(output));
  assert.match(call().stderr, /expected one PATH/);
});

test('the output may be given with a slash at its end, or lie in a folder that is not there yet', async () => {
  const output = `${join(root, 'deep', 'er', 'set')}/`;
  await importChineseMnist(zipOf(goodEntries()), { output, expected });
  assert.equal(readdirSync(join(output, 'data')).length, 30);
  cpSync(output, join(root, 'copy'), { recursive: true });
  const { contentSha256 } = await importChineseMnist(join(root, 'copy'), { output, expected });
  assert.match(contentSha256, /^[0-9a-f]{64}$/, 'what was imported can be imported');
});
