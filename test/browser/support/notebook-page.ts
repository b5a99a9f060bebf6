import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** One notebook, open in JupyterLab. */
export interface NotebookPage {
  readonly page: Page;
  readonly panel: Locator;
  /** The n-th code cell, from 0. */
  cell(n: number): Locator;
  /** Status of every execution so far: 'ok', 'error' or 'abort'. */
  readonly replies: readonly string[];
  /** Runs the n-th code cell and returns at once. */
  start(n: number): Promise<void>;
  /** Waits until the kernel has answered `count` executions in all. */
  answered(count: number, timeoutMs: number): Promise<void>;
  /** Runs the n-th code cell to its end, which must be a good one. */
  run(n: number, timeoutMs?: number): Promise<void>;
  /** Menu Kernel, Interrupt Kernel; resolves when the running cell has ended, with the seconds. */
  interrupt(timeoutMs: number): Promise<number>;
  /** Menu Run, Run All Cells; waits for the end. */
  runAll(count: number, timeoutMs: number): Promise<void>;
}

/** Opens `url`, a notebook, and waits for a kernel that takes cells. */
export async function openNotebook(page: Page, url: string): Promise<NotebookPage> {
  const replies: string[] = [];
  let kernelReady = false;
  // The one trustworthy sign that a cell has ended is its reply: the kernel indicator says idle while queued cells run.
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = payload.toString();
      if (text.includes('"kernel_info_reply"')) kernelReady = true;
      if (!text.includes('"execute_reply"')) return;
      const content = text.slice(text.indexOf('"execute_reply"'));
      replies.push(/"status":\s*"(\w+)"/.exec(content)?.[1] ?? 'no status');
    }),
  );
  await page.goto(url);
  const panel = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
  await panel.locator('.jp-CodeCell').first().waitFor({ timeout: 90_000 });
  await waitUntil(() => kernelReady, 90_000, 'the kernel to answer');
  await page.locator('#jp-main-statusbar', { hasText: '| Idle' }).waitFor({ timeout: 90_000 });

  const cell = (n: number): Locator => panel.locator('.jp-CodeCell').nth(n);
  const answered = (count: number, timeoutMs: number): Promise<void> =>
    waitUntil(() => replies.length >= count, timeoutMs, `reply ${count}`);
  const start = async (n: number): Promise<void> => {
    await cell(n).locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
  };
  return {
    page,
    panel,
    cell,
    replies,
    start,
    answered,
    async run(n, timeoutMs = 120_000) {
      const count = replies.length + 1;
      await start(n);
      await answered(count, timeoutMs);
      assert.equal(replies.at(-1), 'ok', await cell(n).innerText());
    },
    async interrupt(timeoutMs) {
      const count = replies.length + 1;
      await page.getByRole('menuitem', { name: 'Kernel', exact: true }).click();
      const since = performance.now();
      await page.locator('.lm-Menu-item[data-command="kernelmenu:interrupt"]').click();
      await answered(count, timeoutMs);
      return (performance.now() - since) / 1000;
    },
    async runAll(count, timeoutMs) {
      await page.getByRole('menuitem', { name: 'Run', exact: true }).click();
      await page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click();
      await waitUntil(
        () => replies.length >= count || replies.some((status) => status !== 'ok'),
        timeoutMs,
        `the replies of ${count} cells`,
      );
    },
  };
}

/** Polls ten times a second. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
  what: string,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Error outputs and red text: what a failing cell leaves behind. */
export async function stderrTexts({ panel }: NotebookPage): Promise<readonly string[]> {
  return panel
    .locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]')
    .allInnerTexts();
}

/** Makes the window as high as the notebook, so that one picture shows it all. */
export async function growToFit({ page, panel }: NotebookPage): Promise<void> {
  const height = await panel.locator('.jp-WindowedPanel-outer').evaluate((element) => element.scrollHeight);
  await page.setViewportSize({ width: 1300, height: Math.min(height + 120, 12_000) });
  await panel.locator('.jp-WindowedPanel-outer').evaluate((element) => element.scrollTo(0, 0));
}
