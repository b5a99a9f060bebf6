#!/usr/bin/env node
/**
 * `npx clusterlab setup` and `npx clusterlab doctor`. It has no static import of its own code, so that an old Node
 * reaches the message below instead of a syntax error.
 */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`clusterlab needs Node 20.19 or newer, this is ${process.versions.node}.`);
  process.exit(1);
}
const { main } = await import('../setup/command.mjs');
process.exitCode = await main(process.argv.slice(2));
