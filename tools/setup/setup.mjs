#!/usr/bin/env node
/**
 * Entry of the set-up: `npm start`, `npm test` and every other command run it first (`prestart`, `pretest`, …).
 * It has no static import of its own code, so that an old Node reaches the message below instead of a syntax error.
 */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `clusterlab needs Node 20.19 or newer, this is ${process.versions.node}.\n` +
      'Install a current one (nodejs.org, nvm, your package manager), or borrow one from the npm registry:\n' +
      '  npx -y -p node@22 -c "npm start"',
  );
  process.exit(1);
}
const { main } = await import('./main.mjs');
process.exitCode = await main(process.argv.slice(2));
