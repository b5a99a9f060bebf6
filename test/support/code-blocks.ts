import fs from 'node:fs';

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  readonly file: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
  /** What follows the fence, e.g. 'ts'. */
  readonly language: string;
  readonly code: string;
  /** Whether it directly follows another block, but for the one word "prints". */
  readonly printed: boolean;
}

/** The fenced blocks of a Markdown file, in their order. */
export function codeBlocks(file: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let between = '-';
  let open: { line: number; language: string; indent: number; code: string[] } | undefined;
  fs.readFileSync(file, 'utf8')
    .split('\n')
    .forEach((text, i) => {
      const fence = /^( *)```(.*)$/.exec(text);
      if (open === undefined && fence !== null) {
        open = { line: i + 2, language: fence[2]!.trim(), indent: fence[1]!.length, code: [] };
      } else if (open !== undefined && fence !== null) {
        const { line, language, code } = open;
        const printed = blocks.length > 0 && /^\s*prints\s*$/.test(between);
        blocks.push({ file, line, language, code: `${code.join('\n')}\n`, printed });
        open = undefined;
        between = '';
      } else if (open !== undefined) open.code.push(text.slice(open.indent));
      else between += `\n${text}`;
    });
  if (open !== undefined) throw new Error(`${file}: the block at line ${open.line} is not closed`);
  return blocks;
}
