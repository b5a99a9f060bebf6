/** After `npm pack` and `npm publish` of lib/, which npm makes the current folder. */
import process from 'node:process';
import { unbundle } from './bundle.mjs';

unbundle({ folder: process.cwd() });
