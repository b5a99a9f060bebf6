/**
 * Runs steps as soon as what they need is done. Independent downloads overlap, and one missing tool does not hide the
 * next: every failure of a run is reported at once, so that nobody has to fix, start again and find another.
 */

import { causeOf, SetupError } from './errors.mjs';

/** @typedef {{ name: string, needs: string[], isDone(): boolean, run(context: object): Promise<string> }} Step */

/** @param {Step[]} steps @returns {string[]} names of the steps that have something to do */
export function pendingSteps(steps) {
  return steps.filter((step) => !step.isDone()).map((step) => step.name);
}

/**
 * @param {Step[]} steps
 * @param {object} context - handed to each step, which is told as `fresh` whether it was asked to start anew;
 *   `context.report` prints one line a step
 * @param {string[]} [redo] - names of steps to run although they are done, with all that build on them
 * @returns {Promise<Error[]>} what failed, without the steps that were only skipped because of it
 */
export async function runSteps(steps, context, redo = []) {
  /** @type {Map<string, Promise<boolean>>} */
  const running = new Map();
  const failures = [];
  const again = new Set(redo);
  for (const step of steps) if (step.needs.some((name) => again.has(name))) again.add(step.name);
  for (const step of steps) {
    const needs = step.needs.map((name) => running.get(name));
    const ready = Promise.all(needs).then((oks) => oks.every(Boolean));
    running.set(step.name, attempt(step, ready));
  }
  await Promise.all(running.values());
  return failures;

  async function attempt(step, ready) {
    // The native part may download while `npm ci` still runs, so it waits for `ready` by itself.
    if (!step.startsEarly && !(await ready)) return false;
    if (!again.has(step.name) && step.isDone()) return (await ready) === true;
    const line = context.report.start(step.name);
    try {
      line.done(await step.run({ ...context, ready, line, fresh: redo.includes(step.name) }));
      return true;
    } catch (error) {
      if (error?.skipped) line.drop();
      else {
        line.fail();
        failures.push(error instanceof SetupError ? error : unexpected(step.name, error));
      }
      return false;
    }
  }
}

/** A full disk or a folder that may not be written can stop a step anywhere. */
function unexpected(name, error) {
  return new SetupError(`The step "${name}" failed.`, [causeOf(error)]);
}

/** Thrown by a step whose own needs failed: nothing to report, the need reports itself. */
export class Skipped extends Error {
  skipped = true;
}
