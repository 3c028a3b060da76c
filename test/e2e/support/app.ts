import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { root } from '../../../electron/setup.mjs';
import { ensureElectronRuntime } from '../../electron-runtime.mjs';
import { type Display, startDisplay } from './display.ts';
import { userCanRead, userFolder, userLauncher } from './user.ts';

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** A folder that the app may write to; its data is in `data` below it. */
  readonly home: string;
  /** What the page's console said that is an error or a warning. */
  readonly complaints: readonly string[];
  /** When the program was started, on the clock of `performance.now()`, in ms. */
  readonly startedAt: number;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** A packaged app; else the built checkout on the runtime for tests. */
  readonly executable?: string;
  /** Another app to start on the runtime for tests: a folder with a package.json, which every user can read. */
  readonly folder?: string;
  /** The `home` of one that has ended, which stays there; else one of its own, removed at the end. */
  readonly home?: string;
}

/** What a start may take where other suites have the processors, in ms. How long one takes is for the benchmark to say. */
const START_MS = 150_000;

/** What the app consists of in a checkout, beside the addons' packages. */
const parts = ['out', 'package.json', 'assets/icon.png', 'node_modules'];

/** Starts the app as a normal user, sandbox on, on a screen of its own, with empty data, and waits for its window. */
export async function launchApp({ executable, folder: other, home: before }: LaunchOptions = {}): Promise<RunningApp> {
  const folder = userFolder('e2e');
  const home = before ?? join(folder.path, 'home');
  let display: Display | null = null;
  let app: ElectronApplication | null = null;
  const close = async () => {
    // One that was killed has nothing to close.
    await app?.close().catch(() => undefined);
    await display?.stop();
    folder.remove();
  };
  try {
    display = await startDisplay();
    const { path, args } =
      executable === undefined ? await checkout(folder.path, other) : { path: await reachable(executable, folder.path), args: [] };
    const startedAt = performance.now();
    app = await _electron.launch({
      executablePath: userLauncher(folder.path, path),
      args,
      chromiumSandbox: true,
      env: {
        PATH: process.env['PATH'] ?? '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        DISPLAY: display.name,
        HOME: home,
        MODEM_BENCH_DATA: join(home, 'data'),
      },
      timeout: START_MS,
    });
    const complaints: string[] = [];
    const page = await app.firstWindow({ timeout: START_MS });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.setDefaultTimeout(30_000);
    return { app, page, home, complaints, startedAt, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The built checkout, copied where the normal user cannot read it, or another app in its place. */
async function checkout(scratch: string, other?: string): Promise<{ path: string; args: string[] }> {
  const runtime = await ensureElectronRuntime();
  if (userCanRead(join(root, 'out/main/main.js'))) return { path: runtime.executable, args: [other ?? root] };
  cpSync(runtime.folder, join(scratch, 'runtime'), { recursive: true });
  const path = join(scratch, 'runtime', 'electron');
  if (other !== undefined) return { path, args: [other] };
  const copy = join(scratch, 'checkout');
  mkdirSync(copy);
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
  return { path, args: [copy] };
}

async function reachable(executable: string, scratch: string): Promise<string> {
  if (userCanRead(executable)) return executable;
  const copy = join(scratch, 'packaged');
  cpSync(join(executable, '..'), copy, { recursive: true });
  return join(copy, executable.split('/').at(-1) ?? '');
}
