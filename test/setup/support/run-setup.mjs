/** Runs the set-up on a test's project: `node run-setup.mjs CONFIG.json [arguments]`. */
import fs from 'node:fs';
import process from 'node:process';
import { main } from '../../../tools/setup/main.mjs';

const [config, ...args] = process.argv.slice(2);
process.exitCode = await main(args, JSON.parse(fs.readFileSync(config, 'utf8')));
