import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../electron/setup.mjs';
import { ensureElectronRuntime } from '../electron-runtime.mjs';
import { launchApp, type RunningApp } from './support/app.ts';
import { drivableCopy, readFuses, startFused } from './support/fuses.ts';
import { carryOut, exportTo, makePlan } from './support/wizard.ts';

/** `npm run dist`, and the app that it makes. */

const unpacked = join(root, 'dist', 'linux-unpacked');
const executable = join(unpacked, 'modem-bench');

describe('the packaged app', () => {
  let running: RunningApp;
  let copy: string;
  let files: string[];

  beforeAll(async () => {
    const runtime = await ensureElectronRuntime();
    const made = spawnSync(process.execPath, [join(root, 'electron/start.mjs'), 'dist'], {
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime.folder },
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(made.stderr);
    files = listPackage(join(unpacked, 'resources/app.asar'), { isPack: false });
    const scratch = join(root, '.cache', 'test');
    mkdirSync(scratch, { recursive: true });
    const drivable = await drivableCopy(executable, scratch);
    copy = drivable.folder;
    running = await launchApp({ executable: drivable.executable });
  });
  afterAll(async () => {
    await running?.close();
    rmSync(copy, { recursive: true, force: true });
  });

  it("holds this system's prebuilt addons and no others", () => {
    const addons = files.filter((file) => file.endsWith('.node'));
    expect(addons.length).toBeGreaterThan(0);
    expect(addons.filter((file) => !file.includes(`/prebuilds/${process.platform}-${process.arch}/`))).toEqual([]);
    for (const addon of addons) expect(existsSync(join(unpacked, 'resources/app.asar.unpacked', addon)), addon).toBe(true);
  });

  it('holds the build, and neither sources nor tests nor tools', () => {
    const folders = new Set(files.map((file) => file.split('/')[1]));
    expect([...folders].sort()).toEqual(['assets', 'node_modules', 'out', 'package.json']);
    expect(files.filter((file) => /\.(tsx?|cc|map)$|default_app/.test(file))).toEqual([]);
    const packages = new Set(files.flatMap((file) => /^\/node_modules\/([^/@]+)$/.exec(file)?.[1] ?? []));
    expect([...packages].sort()).toEqual(['debug', 'ms', 'node-gyp-build', 'serialport', 'usb']);
    expect(statSync(join(unpacked, 'resources/app.asar')).size).toBeLessThan(10_000_000);
    expect(existsSync(join(unpacked, 'resources/default_app.asar'))).toBe(false);
  });

  it('is fused: no Node in place of the app, no options of Node, no other code than the archive', async () => {
    expect(await readFuses(executable)).toEqual({
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('starts as it is given away, bench and addons and all, and heeds neither inspector nor NODE_OPTIONS', async () => {
    const app = await startFused(executable, { args: ['--inspect=0'], env: { NODE_OPTIONS: '--max-http-header-size=1' } });
    try {
      const page = await app.page();
      await page.getByTestId('practice-plug-huawei-qmi').click();
      await page.getByTestId('interfaces').waitFor();
      expect(app.said()).not.toMatch(/Debugger listening|bench process ended/);
    } finally {
      await app.close();
    }
  });

  it('is no Node for whoever asks for one', async () => {
    const app = await startFused(executable, {
      args: ['-e', 'console.log("this is Node")'],
      env: { ELECTRON_RUN_AS_NODE: '1' },
      display: false,
    });
    try {
      await new Promise((resolve) => app.child.once('exit', resolve));
      expect(app.said()).toContain('Missing X server');
      expect(app.said()).not.toContain('this is Node');
    } finally {
      await app.close();
    }
  });

  it('carries the udev rule', () => {
    expect(existsSync(join(unpacked, 'resources/70-modem-bench.rules'))).toBe(true);
  });

  it('prepares a practice dongle to the exported file', async () => {
    const { page, home } = running;
    const folder = join(home, 'exports');
    await makePlan(page, { name: 'huawei-qmi', mode: 'qmi', router: '23.05.6', apn: 'internet', folder });
    const checks = await carryOut(page);
    expect(Object.entries(checks).filter(([, state]) => state !== 'passed')).toEqual([]);
    const exported = await exportTo(page, folder);
    expect(statSync(exported.find((file) => file.endsWith('.tar.gz')) ?? '').size).toBeGreaterThan(200);
    expect(running.complaints).toEqual([]);
  });

  it('loads its native addons in the bench process, from outside of the archive, and not in the main process', async () => {
    const pids = await running.app.evaluate(({ app }) => ({
      packaged: app.isPackaged,
      bench: app.getAppMetrics().find((metric) => metric.name === 'modem-bench')?.pid ?? 0,
      main: process.pid,
    }));
    const addonsOf = (pid: number) => [
      ...readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/app\.asar\.unpacked\/node_modules\/(\S+)\/prebuilds\//g),
    ];
    expect(pids.packaged).toBe(true);
    expect([...new Set(addonsOf(pids.bench).map((found) => found[1]))].sort()).toEqual(['@serialport/bindings-cpp', 'usb']);
    expect(addonsOf(pids.main)).toEqual([]);
  });
});
