import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { root } from '../../../electron/setup.mjs';
import { stopChild } from './display.ts';
import { userFolder } from './user.ts';

export interface RunningServer {
  /** The address that was printed, token and all. */
  readonly address: string;
  readonly origin: string;
  /** The server's process; its child is the bench. */
  readonly process: ChildProcess;
  readonly home: string;
  stop(): Promise<void>;
}

/** Starts the browser form on a free port, with empty data or in the home of one that has ended, and waits for the address that it prints. */
export async function startServer(home?: string): Promise<RunningServer> {
  const folder = home === undefined ? userFolder('serve') : { path: home, remove: () => undefined };
  const child = spawn(process.execPath, [join(root, 'out/main/serve.js'), '--out', join(folder.path, 'exports')], {
    env: { ...process.env, HOME: folder.path, MODEM_BENCH_DATA: join(folder.path, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const found = /http:\/\/\S+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`serve ended with status ${status}: ${said}`)));
  });
  const stop = async () => {
    await stopChild(child);
    folder.remove();
  };
  return { address, origin: new URL(address).origin, process: child, home: folder.path, stop };
}

/** The system's Chromium. It is the test's own tool here, not what is tested, so as root it goes without its sandbox. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', chromiumSandbox: process.getuid?.() !== 0 });
}

export interface ServedPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** A server and a browser of its own with one page of it, as wide as the app's window. `before` runs in the page ahead of everything that is in it. */
export async function openServedPage(before?: () => void): Promise<ServedPage> {
  const [server, browser] = await Promise.all([startServer(), launchChromium()]);
  const page = await browser.newPage({ viewport: { width: 1240, height: 860 } });
  if (before) await page.addInitScript(before);
  await page.goto(server.address);
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { page, close };
}
