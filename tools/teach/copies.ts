import { type Cell, type Notebook, textOf } from '../notebooks/notebook-file.js';

/** Tags of the cells that make an exercise. */
export const TAGS = {
  /** Imports, constants and data: all that exercises need of the notebook. */
  setup: 'setup',
  /** A code cell with the solution between its two marks. */
  exercise: 'exercise',
  /** The code cell after an exercise: it throws unless the exercise is solved. */
  check: 'check',
} as const;

const BEGIN = /^\s*\/\/ solution$/;
const END = /^\s*\/\/ end of solution$/;

export function hasTag(cell: Cell, tag: string): boolean {
  const { tags } = cell.metadata;
  return Array.isArray(tags) && tags.includes(tag);
}

/** An exercise with what belongs to it, in the order of the notebook. */
export interface Exercise {
  readonly exercise: Cell;
  readonly check: Cell;
}

/** @throws if an exercise has no check behind it or no marked solution. */
export function exercisesOf({ cells }: Notebook): readonly Exercise[] {
  return cells.flatMap((exercise, i) => {
    if (!hasTag(exercise, TAGS.exercise)) return [];
    const check = cells[i + 1];
    if (check === undefined || !hasTag(check, TAGS.check))
      throw new Error(`the exercise ${exercise.id} has no cell with the tag ${TAGS.check} behind it`);
    splitSolution(exercise);
    return [{ exercise, check }];
  });
}

/** The lines of an exercise before, inside and after the marks. */
function splitSolution(cell: Cell): { before: string[]; solution: string[]; after: string[] } {
  const lines = textOf(cell.source).split('\n');
  const [begin, end] = [
    lines.findIndex((line) => BEGIN.test(line)),
    lines.findIndex((line) => END.test(line)),
  ];
  if (begin < 0 || end < begin)
    throw new Error(`the exercise ${cell.id} has no lines between "// solution" and "// end of solution"`);
  return {
    before: lines.slice(0, begin),
    solution: lines.slice(begin + 1, end),
    after: lines.slice(end + 1),
  };
}

/** What a blank says when its check runs. */
export const BLANK = 'this exercise is still blank';

/** The exercise as a student gets it. */
export function blankExercise(cell: Cell): Cell {
  const { before, solution, after } = splitSolution(cell);
  const indent = /^\s*/.exec(solution[0] ?? '')?.[0] ?? '';
  const blank = [
    `${indent}// Your lines here, in place of the next one.`,
    `${indent}throw new Error('${BLANK}');`,
  ];
  return withoutOutputs({ ...cell, source: [...before, ...blank, ...after].join('\n') });
}

/** The exercise as a teacher has it: solved, without the marks. */
function solvedExercise(cell: Cell): Cell {
  const { before, solution, after } = splitSolution(cell);
  return { ...cell, source: [...before, ...solution, ...after].join('\n') };
}

/** The solution as a text that stays folded until it is clicked. */
function foldedSolution(cell: Cell): Cell {
  const { source } = solvedExercise(cell);
  return {
    id: `${cell.id}-solution`,
    cell_type: 'markdown',
    metadata: {},
    source: `<details>\n<summary>Solution (try first)</summary>\n\n\`\`\`ts\n${textOf(source)}\n\`\`\`\n\n</details>`,
  };
}

function withoutOutputs(cell: Cell): Cell {
  return cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: [] } : cell;
}

/** The notebook for students: no outputs, blank exercises, each with its solution folded away behind its check. */
export function studentCopy(notebook: Notebook): Notebook {
  const solutionAfter = new Map(
    exercisesOf(notebook).map(({ exercise, check }) => [check, foldedSolution(exercise)]),
  );
  return {
    ...notebook,
    cells: notebook.cells.flatMap((cell) => {
      const solution = solutionAfter.get(cell);
      const own = hasTag(cell, TAGS.exercise) ? blankExercise(cell) : withoutOutputs(cell);
      return solution === undefined ? [own] : [own, solution];
    }),
  };
}

/** The notebook for teachers: all outputs, exercises solved. */
export function solutionCopy(notebook: Notebook): Notebook {
  exercisesOf(notebook);
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (hasTag(cell, TAGS.exercise) ? solvedExercise(cell) : cell)),
  };
}
