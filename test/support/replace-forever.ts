import { replaceFolder } from '../../data-scripts/support/replace-folder.js';

// Run as a process of its own by a test that kills it in the middle of its work.
void replaceFolder(process.argv[2]!, ['file'], async () => {
  console.log('filling');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
