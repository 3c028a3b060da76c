import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPastJobs } from '../../electron/bench/journal/past-jobs.ts';
import { createText } from '../../electron/contract/text.ts';
import { manifestIn } from '../support/exported.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** The whole way, plug to bundle, on practice dongles and a clock that only moves when told. */

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});
const start = async (...options: Parameters<typeof practiceWorld>) => {
  world = await practiceWorld(...options);
  return world;
};

const dongles = [
  {
    name: 'huawei-ncm',
    mode: 'ncm',
    before: '12d1:1446',
    after: '12d1:1506',
    proto: 'ncm',
    skipped: ['hold', 'mode-query', 'mode-test', 'dongle', 'mode-set', 'mode-restart', 'mode-return', 'pin'],
  },
  { name: 'huawei-qmi', mode: 'qmi', before: '12d1:1505', after: '12d1:1506', proto: 'qmi', skipped: ['hold', 'pin'] },
  { name: 'quectel-ec25', mode: 'qmi', before: '2c7c:0125', after: '2c7c:0125', proto: 'qmi', skipped: ['hold', 'pin'] },
] as const;

describe.each(dongles)('$name', ({ name, mode, before, after, proto, skipped }) => {
  it('goes from the box to a bundle', async () => {
    const w = await start();
    const port = await w.plug(name);
    const found = w.dongle(port);
    expect(`${found.vid}:${found.pid}`).toBe(before);
    expect(found.offers.map((o) => o.mode)).toContain(mode);
    const verified = await w.prepare(port, { mode });
    expect(verified.failure).toBeNull();
    expect(verified.state).toBe('verified');
    expect(`${verified.vid}:${verified.pid} ${verified.mode}`).toBe(`${after} ${mode}`);
    expect(verified.progress.filter((p) => p.state === 'skipped').map((p) => p.id)).toEqual(skipped);
    expect(verified.progress.filter((p) => p.state !== 'skipped' && p.state !== 'done')).toEqual([]);
    expect(verified.checks.filter((c) => c.state !== 'passed')).toEqual([]);
    expect(verified.checks.length).toBeGreaterThan(4);
    expect(verified.identity.imei).toMatch(/^\d{15}$/);
    expect(verified.identity.iccid).toMatch(/^89\d{16,18}$/);
    expect(verified.network).toMatchObject({ sim: 'ready', registration: 'home' });

    const folder = temporaryFolder();
    await w.bench.handle({ type: 'export', portPath: port, folder });
    expect(w.dongle(port).state).toBe('exported');
    const manifest = manifestIn(folder);
    expect(manifest).toMatchObject({ proto, router: { release: '24.10.8' }, dongle: { imei: verified.identity.imei } });
    const listing = execFileSync('tar', ['-tvzf', join(folder, manifest.archive.name), '--numeric-owner'], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(listing.length).toBeGreaterThan(0);
    for (const line of listing) expect(line).toMatch(/^-\S+ 0\/0 .* (etc|usr)\//);

    // The same dongle prepared again gives the same bytes.
    const again = temporaryFolder();
    await w.bench.handle({ type: 'export', portPath: port, folder: again });
    for (const file of readdirSync(folder))
      expect(readFileSync(join(again, file)).equals(readFileSync(join(folder, file))), file).toBe(true);
  });

  it('does it without a driver on the host, straight over USB', async () => {
    const w = await start({ seesDrivers: false });
    const port = await w.plug(name);
    const verified = await w.prepare(port, { mode });
    expect(verified.failure).toBeNull();
    expect(verified.state).toBe('verified');
    expect(verified.checks.find((c) => c.id === 'drivers')?.state).toBe('unknown');
    expect(verified.checks.some((c) => c.id.startsWith('control-') && c.state === 'passed')).toBe(true);
    await w.bench.handle({ type: 'export', portPath: port, folder: temporaryFolder() });
    expect(w.dongle(port).bundle?.files.length).toBeGreaterThan(0);
  });

  it('writes every byte into the journal before it is sent, and no secret ever', async () => {
    const w = await start({ faults: { [name]: { pin: '4711' } } });
    const port = await w.plug(name);
    expect((await w.prepare(port, { mode, pin: '4711', username: 'me', password: 'geheim' })).state).toBe('verified');
    const [file] = readdirSync(join(w.folder, 'journal'));
    const text = readFileSync(join(w.folder, 'journal', file ?? ''), 'utf8');
    expect(text).toContain('AT+CPIN=\\"****\\"');
    if (before !== after) expect(text).toContain('55534243123456780000000000000011062000000101000100000000000000');
    else expect(text).toContain('AT+QCFG=\\"usbnet\\",0');
    // A digest may have the four digits by chance.
    expect(text.replaceAll(/\b[0-9a-f]{64}\b/g, '')).not.toContain('4711');
    expect(text).not.toContain('geheim');
    expect(text).not.toContain(w.dongle(port).identity.imsi ?? 'none');
    expect(JSON.stringify(w.bench.snapshot())).not.toContain('geheim');
  });
});

describe('several at once', () => {
  it('prepares all three side by side, each for itself', async () => {
    const w = await start();
    const ports = await Promise.all(dongles.map((d) => w.plug(d.name)));
    const done = await Promise.all(
      dongles.map(async (d, i) => {
        const port = ports[i] ?? '';
        await w.plan(port, { mode: d.mode });
        await w.bench.handle({ type: 'prepare', portPath: port, planId: w.dongle(port).draft?.id ?? '' });
        return port;
      }),
    );
    await w.clock.until(() => done.every((port) => w.dongle(port).state === 'verified'));
    expect(done.map((port) => w.dongle(port).mode)).toEqual(dongles.map((d) => d.mode));
  });
});

describe('faults', () => {
  it.each([
    ['the switch message stalls', 'huawei-ncm', { stallSwitch: 9 }, 'SWITCH_STALLED'],
    ['the switch is answered with a failure and ignored', 'huawei-ncm', { cswStatus: 1 }, 'SWITCH_FAILED'],
    ['the switch is ignored', 'huawei-ncm', { ignoreSwitch: true }, 'SWITCH_IGNORED'],
    ['pulled out during the switch', 'huawei-ncm', { unplugOnSwitch: true }, 'UNPLUGGED_DURING_SWITCH'],
    ['pulled out after the switch', 'huawei-ncm', { unplugAfterReturnMs: 30 }, 'UNPLUGGED_AFTER_SWITCH'],
    ['never comes back', 'huawei-qmi', { neverReturn: true }, 'NEVER_RETURNED'],
    ['comes back as something else', 'huawei-ncm', { returnAs: 'disc' }, 'RETURNED_AS_OTHER'],
    ['AT says nothing', 'huawei-ncm', { atSilent: true }, 'AT_SILENT'],
    ['AT says noise', 'huawei-ncm', { atGarbage: true }, 'AT_GARBLED'],
    ['AT refuses', 'quectel-ec25', { atError: true }, 'AT_ERROR'],
    ['QMI says nothing', 'huawei-qmi', { qmiSilent: true }, 'QMI_SILENT'],
    ['QMI says noise', 'huawei-qmi', { qmiGarbage: true }, 'QMI_GARBLED'],
    ['no SIM', 'quectel-ec25', { simMissing: true }, 'SIM_MISSING'],
  ] as const)('%s', async (_, name, faults, code) => {
    const w = await start({ faults: { [name]: faults } });
    const port = await w.plug(name);
    const mode = name === 'huawei-ncm' ? 'ncm' : 'qmi';
    const failed = await w.prepare(port, { mode });
    expect(failed.failure?.code).toBe(code);
    expect(failed.state).toBe('failed');
    for (const language of ['en', 'ru'] as const) {
      const text = createText(language);
      expect(text.cause(failed.failure ?? { code, detail: {} })).not.toContain('{{');
    }
    // Nothing is lost: the journal is closed with the failure in it, and the dongle can be planned for anew or dismissed.
    const [file] = readdirSync(join(w.folder, 'journal'));
    expect(readFileSync(join(w.folder, 'journal', file ?? ''), 'utf8')).toContain(`"code":"${code}"`);
    await w.bench.handle({ type: 'dismiss', portPath: port });
  });

  it('pulled out before the switch', async () => {
    const w = await start();
    const port = await w.plug('huawei-ncm');
    await w.plan(port, { mode: 'ncm' });
    const planId = w.dongle(port).draft?.id ?? '';
    // Agreed in the same moment: the intent is under way while the dongle goes.
    const agreed = w.bench.handle({ type: 'prepare', portPath: port, planId });
    await w.practice.unplug(port);
    await agreed;
    expect((await w.follow(port)).failure?.code).toBe('UNPLUGGED_BEFORE_SWITCH');
  });

  it('asks for a PIN that was not given, and goes on with it', async () => {
    const w = await start({ faults: { 'huawei-qmi': { pin: '4711' } } });
    const port = await w.plug('huawei-qmi');
    const locked = await w.prepare(port, { mode: 'qmi' });
    expect(locked.state).toBe('locked');
    expect(locked.network).toMatchObject({ sim: 'pin', pinTriesLeft: 3 });
    expect(await w.refusal(w.bench.handle({ type: 'pin', portPath: port, pin: '47-11' }))).toBe('PIN_MALFORMED');
    await w.bench.handle({ type: 'pin', portPath: port, pin: '4711' });
    expect((await w.follow(port)).state).toBe('verified');
  });

  it('a wrong PIN costs one try, and the last is never taken', async () => {
    const w = await start({ faults: { 'quectel-ec25': { pin: '4711' } } });
    const port = await w.plug('quectel-ec25');
    const codes: unknown[] = [];
    for (const pin of ['1111', '2222', '3333']) {
      const failed = await w.prepare(port, { mode: 'qmi', pin });
      codes.push(failed.failure);
    }
    expect(codes).toEqual([
      { code: 'PIN_WRONG', detail: { tries: 2 } },
      { code: 'PIN_WRONG', detail: { tries: 1 } },
      { code: 'PIN_LAST_TRY', detail: { tries: 1 } },
    ]);
    // Not even the right one: nobody but a phone takes the last try.
    expect((await w.prepare(port, { mode: 'qmi', pin: '4711' })).failure?.code).toBe('PIN_LAST_TRY');
  });

  it.each([
    ['a quote', 'inter"net', 'APN_QUOTE'],
    ['a newline', 'inter\nnet', 'APN_CONTROL_CHARACTER'],
    ['200 characters', 'a'.repeat(200), 'APN_TOO_LONG'],
  ])('refuses an APN with %s before anything is planned', async (_, apn, code) => {
    const w = await start();
    const port = await w.plug('huawei-ncm');
    expect(await w.refusal(w.plan(port, { mode: 'ncm', apn }))).toBe(code);
    expect(w.dongle(port).draft).toBeNull();
  });

  it('names a folder that cannot be written to, and exports elsewhere after that', async () => {
    const w = await start();
    const port = await w.plug('huawei-qmi');
    await w.prepare(port, { mode: 'qmi' });
    const folder = temporaryFolder();
    const blocked = join('/proc/version', 'below');
    expect(await w.refusal(w.bench.handle({ type: 'export', portPath: port, folder: blocked }))).toBe('EXPORT_NOT_WRITABLE');
    await w.bench.handle({ type: 'export', portPath: port, folder });
    expect(statSync(w.dongle(port).bundle?.archive ?? '').size).toBeGreaterThan(100);
  });

  it('refuses a folder that is no full path, and keeps every export in a folder that several dongles share', async () => {
    const w = await start();
    const port = await w.plug('huawei-qmi');
    await w.prepare(port, { mode: 'qmi' });
    const exportTo = (folder: string) => w.bench.handle({ type: 'export', portPath: port, folder });
    expect(await w.refusal(exportTo('exports'))).toBe('EXPORT_FOLDER_RELATIVE');
    expect(w.dongle(port).state).toBe('verified');
    const folder = temporaryFolder();
    await exportTo(folder);
    const first = w.dongle(port).bundle;
    expect([first?.alreadyThere, first?.files.map((path) => existsSync(path))]).toEqual([false, [true, true, true, true]]);
    await exportTo(folder);
    expect(w.dongle(port).bundle).toEqual({ ...first, alreadyThere: true });
    // Another customer's, with another APN.
    await w.bench.handle({ type: 'dismiss', portPath: port });
    await w.prepare(port, { mode: 'qmi', apn: 'another' });
    await exportTo(folder);
    const second = w.dongle(port).bundle;
    expect(second?.archive).toBe(first?.archive.replace('.tar.gz', '-2.tar.gz'));
    expect(readdirSync(folder).sort()).toEqual([...(first?.files ?? []), ...(second?.files ?? [])].map((path) => basename(path)).sort());
  });

  it('only runs the plan that was shown', async () => {
    const w = await start();
    const port = await w.plug('huawei-ncm');
    const shown = (await w.plan(port, { mode: 'ncm' })).draft?.id ?? '';
    await w.plan(port, { mode: 'ncm', apn: 'other' });
    expect(await w.refusal(w.bench.handle({ type: 'prepare', portPath: port, planId: shown }))).toBe('PLAN_STALE');
  });

  it('does one thing at a time with one dongle', async () => {
    const w = await start();
    const port = await w.plug('huawei-ncm');
    const planned = await w.plan(port, { mode: 'ncm' });
    await w.bench.handle({ type: 'prepare', portPath: port, planId: planned.draft?.id ?? '' });
    expect(await w.refusal(w.plan(port, { mode: 'ncm' }))).toBe('DONGLE_BUSY');
    expect(await w.refusal(w.bench.handle({ type: 'export', portPath: port, folder: w.folder }))).toBe('DONGLE_BUSY');
    await w.bench.handle({ type: 'cancel', portPath: port });
    expect((await w.follow(port)).failure?.code).toBe('CANCELLED');
  });
});

describe('what was found by a review', () => {
  it('a job in the journal is not gone on with on another dongle', async () => {
    const first = await practiceWorld();
    const port = await first.plug('quectel-ec25');
    const { draft: plan } = await first.plan(port, { mode: 'qmi' });
    await first.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await first.clock.advance(20);
    await first.crash();
    rmSync(join(first.folder, 'practice.json'));
    const second = await practiceWorld({ folder: first.folder, clock: first.clock, plug: 'huawei-ncm' });
    world = second;
    await second.clock.advance(60_000);
    expect(second.dongle(port)).toMatchObject({ pid: '1446', state: 'disc', draft: null, job: null });
    expect(readPastJobs(join(second.folder, 'journal')).leftOpen).toEqual([]);
  });

  it('another dongle on the port of a verified one inherits nothing', async () => {
    const w = await start();
    const port = await w.plug('huawei-ncm');
    expect((await w.prepare(port, { mode: 'ncm' })).state).toBe('verified');
    await w.practice.unplug(port);
    expect(await w.plug('quectel-ec25')).toBe(port);
    expect(w.dongle(port)).toMatchObject({ state: 'modem', name: 'Quectel EC25, ECM', identity: {}, draft: null, job: null });
    expect(await w.refusal(w.bench.handle({ type: 'export', portPath: port, folder: temporaryFolder() }))).toBe('DONGLE_BUSY');
  });

  it('a PIN that nobody asked for does not go into the bundle', async () => {
    const w = await start();
    const port = await w.plug('huawei-qmi');
    expect((await w.prepare(port, { mode: 'qmi', pin: '9999' })).state).toBe('verified');
    const folder = temporaryFolder();
    await w.bench.handle({ type: 'export', portPath: port, folder });
    const script = execFileSync('tar', ['-xOzf', w.dongle(port).bundle?.archive ?? '', 'etc/uci-defaults/99-modem-bench'], {
      encoding: 'utf8',
    });
    expect(script).not.toContain('9999');
  });

  it('a recipe is only for the composition that it belongs to', async () => {
    const w = await start();
    const port = await w.plug('huawei-qmi');
    const failed = await w.prepare(port, { mode: 'ncm' });
    expect(failed.failure?.code).toBe('MODE_NOT_REACHED');
    const [file] = readdirSync(join(w.folder, 'journal'));
    expect(readFileSync(join(w.folder, 'journal', file ?? ''), 'utf8')).not.toContain('"what":"AT^SETPORT');
  });
});

describe('a crash of the bench', () => {
  it.each(dongles)('at any moment of the work on $name loses nothing', async ({ name, mode }) => {
    // How long the work takes without a crash; then crashes are spread over it.
    const whole = await start();
    const wholePort = await whole.plug(name);
    const begun = whole.clock.now();
    await whole.prepare(wholePort, { mode });
    const duration = whole.clock.now() - begun;
    await whole.close();
    for (let i = 0; i < 12; i++) {
      const first = await practiceWorld();
      const port = await first.plug(name);
      const planned = await first.plan(port, { mode });
      await first.bench.handle({ type: 'prepare', portPath: port, planId: planned.draft?.id ?? '' });
      await first.clock.advance(Math.round((duration * i) / 12));
      const finished = first.dongle(port).state === 'verified';
      // The process is gone: its timers with it. The dongle is not: it goes on switching by itself.
      await first.crash();
      const second = await practiceWorld({ folder: first.folder, clock: first.clock });
      await second.clock.until(() => second.bench.snapshot().dongles.some((d) => d.portPath === port), 10_000);
      if (!finished) {
        const end = await second.follow(port);
        expect({ i, failure: end.failure, state: end.state, resumed: end.resumed }).toEqual({
          i,
          failure: null,
          state: 'verified',
          resumed: true,
        });
        expect({ i, imei: end.identity.imei?.length, checks: end.checks.filter((c) => c.state !== 'passed') }).toEqual({
          i,
          imei: 15,
          checks: [],
        });
      }
      await second.close();
    }
    world = null;
  });
});
