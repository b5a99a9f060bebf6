/** A line that prints, with what it says to print, if it does. */
const LOG = /^\s*console\.log\(.*\);(?:\s*\/\/ (.*))?$/;
const COMMENT = /^\s*\/\/ (.*)$/;

/**
 * What a piece of code says that it prints: the comments behind its `console.log(...);` lines and directly below them.
 * Undefined if a line that prints has none.
 */
export function statedOutput(code: string): string | undefined {
  const lines = code.split('\n');
  const stated: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const log = LOG.exec(lines[i]!);
    if (log === null) continue;
    const said = log[1] === undefined ? [] : [log[1]];
    for (let comment; (comment = COMMENT.exec(lines[i + 1] ?? '')) !== null; i++) said.push(comment[1]!);
    if (said.length === 0) return undefined;
    stated.push(...said);
  }
  return stated.join('\n');
}
