// Functions that tests send into the page see its DOM.
/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';

export const root = path.resolve(__dirname, '..', '..', '..');

/** Screenshots, executed copies and scratch notebooks of these tests. */
export const outFolder = path.join(root, 'out', 'browser');

const CANDIDATES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = CANDIDATES.find((file) => file !== undefined && existsSync(file));

/** Whether there is a browser to test with. */
export const hasBrowser = executablePath !== undefined;

/** A test in a real browser; where there is none it is skipped, and its title says so. */
export function browserTest(name: string, timeout: number, run: (t: TestContext) => Promise<void>): void {
  if (executablePath === undefined)
    test(`SKIPPED, NO CHROMIUM HERE (apt-get install chromium, or set CHROMIUM): ${name}`, { skip: true });
  else test(name, { timeout }, run);
}

let browser: Browser | undefined;
after(async () => {
  await browser?.close();
});

/** What went wrong on a page beside what a test looks at. */
export interface Trouble {
  /** Hosts other than this machine that the page asked for something. */
  readonly outside: Set<string>;
  readonly errors: string[];
}

/** A fresh page with its own cookies and storage, closed at the end of the test. */
export async function openPage(
  t: TestContext,
  { offline = false, javaScriptEnabled = true }: { offline?: boolean; javaScriptEnabled?: boolean } = {},
): Promise<{ readonly page: Page; readonly trouble: Trouble }> {
  browser ??= await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const context = await browser.newContext({
    viewport: { width: 1300, height: 1000 },
    offline,
    javaScriptEnabled,
  });
  t.after(() => context.close());
  // tsx wraps named functions in a helper; functions that tests send into the page need it there.
  await context.addInitScript('globalThis.__name = (fn) => fn;');
  const page = await context.newPage();
  page.setDefaultTimeout(90_000); // a busy machine is no failure
  const trouble: Trouble = { outside: new Set(), errors: [] };
  page.on('pageerror', (error) => trouble.errors.push(error.message));
  page.on('request', (request) => {
    const { protocol, hostname, origin } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') trouble.outside.add(origin);
  });
  return { page, trouble };
}

/** Keeps a picture of the page in out/browser, to be looked at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(outFolder, { recursive: true });
  await page.screenshot({ path: path.join(outFolder, `${name}.png`) });
}
