import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, constants, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startDisplay, stopChild } from './display.ts';
import { asUser, userCanRead, userFolder } from './user.ts';

/** By name, as electron-builder.yml has them, whether each fuse of an executable is on; `null`: this Electron has none of that name. */
export async function readFuses(executable: string): Promise<Record<string, boolean | null>> {
  const wire = await getCurrentFuseWire(executable);
  // The wire holds the characters 0 and 1 (Electron, "Electron Fuses"); other ones say that a fuse was taken out.
  const state = (value: unknown) => (Number(value) === 0x31 ? true : Number(value) === 0x30 ? false : null);
  const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(
    names
      .map((name) => [name, state(wire[FuseV1Options[name as keyof typeof FuseV1Options]])] as const)
      .map(([name, on]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, on]),
  );
}

/** A copy of an app that a test may drive, which goes by the inspector: all its other fuses stay as they are. The caller removes the folder. */
export async function drivableCopy(executable: string, parent: string): Promise<{ folder: string; executable: string }> {
  const folder = join(mkdtempSync(join(parent, 'drivable-')), 'app');
  chmodSync(join(folder, '..'), 0o755);
  cpSync(join(executable, '..'), folder, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  const copy = join(folder, executable.split('/').at(-1) ?? '');
  await flipFuses(copy, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true });
  return { folder: join(folder, '..'), executable: copy };
}

export interface FusedApp {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Its page, over Chromium's own debugging port: no fuse is about that. */
  page(): Promise<Page>;
  close(): Promise<void>;
}

/** Starts an app as it would be given away, as a normal user, sandbox on. `display: false`: it has nowhere to show a window and ends. */
export async function startFused(
  executable: string,
  { args = [], env = {}, display: wanted = true }: { args?: readonly string[]; env?: Record<string, string>; display?: boolean } = {},
): Promise<FusedApp> {
  const folder = userFolder('fused');
  let path = executable;
  if (!userCanRead(executable)) {
    cpSync(join(executable, '..'), join(folder.path, 'app'), { recursive: true });
    path = join(folder.path, 'app', executable.split('/').at(-1) ?? '');
  }
  const display = wanted ? await startDisplay() : null;
  const { command, args: rest } = asUser(path, ['--remote-debugging-port=0', ...args]);
  const child = spawn(command, rest, {
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      HOME: folder.path,
      MODEM_BENCH_DATA: join(folder.path, 'data'),
      ...(display ? { DISPLAY: display.name } : {}),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  let browser: Browser | null = null;
  return {
    child,
    said: () => said,
    page: async () => {
      const address = await new Promise<string>((resolve, reject) => {
        const look = () => {
          const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
          if (found !== undefined) resolve(found);
        };
        child.stderr.on('data', look);
        child.once('exit', () => reject(new Error(said)));
        look();
      });
      browser = await chromium.connectOverCDP(address);
      const [context] = browser.contexts();
      if (!context) throw new Error('no context');
      return context.pages()[0] ?? context.waitForEvent('page');
    },
    close: async () => {
      await browser?.close();
      await stopChild(child);
      await display?.stop();
      rmSync(folder.path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
