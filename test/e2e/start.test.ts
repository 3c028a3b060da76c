import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes, ListDocument, PlanDocument } from '../../electron/contract/documents.ts';
import { root } from '../../electron/setup.mjs';
import { ensureElectronRuntime } from '../electron-runtime.mjs';
import { type Display, startDisplay, stopChild } from './support/display.ts';
import { userFolder } from './support/user.ts';

/** `npm start` and `npm run cli` as far as they decide what to run. */

const start = join(root, 'electron', 'start.mjs');
const isRoot = process.getuid?.() === 0;

interface Started {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  /** Resolves with the exit status. */
  readonly ended: Promise<number | null>;
}

/** Starts it with nothing of this test's own display or runtime. */
function launch(args: readonly string[], env: Record<string, string | undefined>): Started {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ELECTRON_OVERRIDE_DIST_PATH: ___, ...rest } = process.env;
  const child = spawn(process.execPath, [start, ...args], {
    cwd: root,
    env: { ...rest, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString('utf8');
  });
  return { child, said, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** Command lines of everything that a process has started. */
function descendants(pid: number): string[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const found = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      return found ? [{ pid: Number(found[1]), parent: Number(found[2]), args: found[3] ?? '' }] : [];
    });
  const of = (parent: number): string[] => rows.filter((row) => row.parent === parent).flatMap((row) => [row.args, ...of(row.pid)]);
  return of(pid);
}

describe('npm start', () => {
  const folder = userFolder('start');
  let display: Display;
  let runtime: string;
  const running: Started[] = [];
  const env = () => ({ HOME: folder.path, MODEM_BENCH_DATA: join(folder.path, 'data') });

  beforeAll(async () => {
    display = await startDisplay();
    runtime = (await ensureElectronRuntime()).folder;
  });
  afterEach(async () => {
    for (const { child } of running.splice(0)) await stopChild(child);
  });
  afterAll(async () => {
    await display.stop();
    folder.remove();
  });

  it('serves the wizard where there is no display, and says so', async () => {
    const { child, said } = launch([], env());
    running.push({ child, said, ended: Promise.resolve(null) });
    await expect.poll(() => said.out, { timeout: 60_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}/);
    expect(said.err).toContain('There is no display');
    const address = /http:\S+/.exec(said.out)?.[0] ?? '';
    expect((await fetch(address)).status).toBe(200);
  });

  it('serves the wizard where there is no runtime, and says so', async () => {
    const started = launch([], { ...env(), DISPLAY: display.name, ELECTRON_OVERRIDE_DIST_PATH: join(folder.path, 'nothing') });
    running.push(started);
    await expect.poll(() => started.said.out, { timeout: 60_000 }).toContain('http://127.0.0.1:');
    expect(started.said.err).toContain('There is no Electron runtime at ELECTRON_OVERRIDE_DIST_PATH');
  });

  it('opens the window, as root without the sandbox and with a warning; a second start leaves it to the first', async () => {
    const where = { ...env(), DISPLAY: display.name, ELECTRON_OVERRIDE_DIST_PATH: runtime };
    const first = launch([], where);
    running.push(first);
    const parts = () => descendants(first.child.pid ?? 0).map((args) => /--type=renderer|node\.mojom\.NodeService/.exec(args)?.[0]);
    await expect.poll(parts, { timeout: 60_000 }).toEqual(expect.arrayContaining(['--type=renderer', 'node.mojom.NodeService']));
    expect(descendants(first.child.pid ?? 0).some((args) => args.includes('--no-sandbox'))).toBe(isRoot);
    expect(first.said.err.includes('running as root')).toBe(isRoot);

    const second = launch([], where);
    expect(await second.ended).toBe(0);
    expect(first.child.exitCode).toBe(null);
  });
});

describe('without a folder for its data', () => {
  const folder = userFolder('no-data');
  const running: Started[] = [];
  let display: Display;
  let runtime: string;

  beforeAll(async () => {
    display = await startDisplay();
    runtime = (await ensureElectronRuntime()).folder;
  });
  afterEach(async () => {
    for (const { child } of running.splice(0)) await stopChild(child, 'SIGKILL');
  });
  afterAll(async () => {
    await display.stop();
    folder.remove();
  });

  const nameless = { HOME: undefined, USERPROFILE: undefined, XDG_DATA_HOME: undefined, MODEM_BENCH_DATA: undefined };
  const unwritable = { HOME: folder.path, MODEM_BENCH_DATA: '/proc/self/data' };
  it.each([
    ['npm start', [], nameless, 'HOME', true],
    ['npm start', [], unwritable, '/proc/self/data', true],
    ['serve', ['serve'], nameless, 'HOME', false],
    ['serve', ['serve'], unwritable, '/proc/self/data', false],
    ['cli list', ['cli', 'list'], nameless, 'HOME', false],
    ['cli list', ['cli', 'list'], unwritable, '/proc/self/data', false],
    ['cli list --practice', ['cli', 'list', '--practice', 'huawei-ncm'], { TMPDIR: '/proc/self/data' }, '/proc/self/data', false],
  ] as const)('%s %j %j says so with code, cause and remedy, and ends with 6', async (_, args, env, named, windowed) => {
    const shown = windowed ? { DISPLAY: display.name, ELECTRON_OVERRIDE_DIST_PATH: runtime } : {};
    const started = launch(args, { ...env, ...shown });
    running.push(started);
    expect(await started.ended).toBe(6);
    const lines = started.said.err.split('\n');
    // Electron's runtime has words of its own about D-Bus and GPUs, and the start about root.
    const from = lines.findIndex((line) => line.startsWith('DATA_FOLDER_UNUSABLE: '));
    expect(lines.slice(from).join(' ')).toContain(`(${named})`);
    expect(lines.slice(from).join(' ')).toContain('MODEM_BENCH_DATA for the app');
    expect(started.said.err).not.toMatch(/^\s+at |BenchError|file:\/\//m);
  });
});

describe('npm run -s cli', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('leaves no folder behind when it is ended by %s', async (signal) => {
    const folder = userFolder('scratch');
    const shown = launch(['cli', 'show', '--practice', 'huawei-ncm'], { TMPDIR: folder.path });
    await expect.poll(() => readdirSync(folder.path), { timeout: 60_000, interval: 20 }).toHaveLength(1);
    shown.child.kill(signal);
    await shown.ended;
    // By the signal itself; cancelled where the command was at its work; or done, where that was a moment from its end.
    expect([signal, exitCodes.refused, exitCodes.done]).toContain(shown.child.signalCode ?? shown.child.exitCode);
    expect(readdirSync(folder.path)).toEqual([]);
    folder.remove();
  });

  it.each([
    ['done', ['list', '--practice', 'huawei-ncm']],
    ['not begun', ['list', '--practice', 'no-such-dongle']],
    ['refused', ['plan', '--practice', 'huawei-ncm', '--mode', 'ncm', '--router', '1.2.3']],
  ])('leaves no folder behind when it is %s', async (_, args) => {
    const folder = userFolder('scratch');
    await launch(['cli', ...args], { TMPDIR: folder.path }).ended;
    expect(readdirSync(folder.path)).toEqual([]);
    folder.remove();
  });

  it('prints one document and nothing else, and passes the exit code on', async () => {
    const list = launch(['cli', 'list', '--practice', 'huawei-ncm', '--json'], {});
    expect(await list.ended).toBe(0);
    expect(ListDocument.parse(JSON.parse(list.said.out)).dongles.length).toBe(1);

    const refused = launch(['cli', 'plan', '--practice', 'huawei-ncm', '--mode', 'ncm', '--router', '1.2.3', '--json'], {});
    expect(await refused.ended).toBe(4);
    expect(PlanDocument.parse(JSON.parse(refused.said.out)).failure?.code).toBe('ROUTER_UNKNOWN');
  });

  it('knows no other verbs', async () => {
    const wrong = launch(['frobnicate'], {});
    expect(await wrong.ended).toBe(2);
    expect(wrong.said.err).toContain('frobnicate');
  });
});
