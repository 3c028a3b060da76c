import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { watchHost } from '../../electron/bench/host-watch/host-status.ts';
import { readEntries } from '../../electron/bench/journal/past-jobs.ts';
import type { Holder, UsbAccess } from '../../electron/seams/host.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';

/** Other programs on the practice computer, and what the bench does about each. */

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});
const start = async (...options: Parameters<typeof practiceWorld>) => {
  world = await practiceWorld(...options);
  return world;
};

async function plugged(w: PracticeWorld, name: string): Promise<string> {
  const port = await w.plug(name);
  await w.clock.advance(100);
  return port;
}

function sent(w: PracticeWorld): string[] {
  const folder = join(w.folder, 'journal');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readEntries(join(folder, file)))
    .flatMap((e) => (e.kind === 'send' && e.step === 'hold' ? [e.what] : []));
}

const hold = (w: PracticeWorld, port: string) => w.dongle(port).job?.progress.find((p) => p.id === 'hold');

describe('ModemManager', () => {
  it('is shown, and leaves the dongle alone for as long as the work goes on', async () => {
    const w = await start({ holders: { 'quectel-ec25': [{ kind: 'modem-manager' }] } });
    const port = await plugged(w, 'quectel-ec25');
    expect(w.dongle(port).holders).toEqual([{ kind: 'modem-manager', modem: '/org/freedesktop/ModemManager1/Modem/0' }]);
    const { draft: plan } = await w.plan(port, { mode: 'qmi' });
    expect(plan?.steps[0]?.action.kind).toBe('hold');
    expect(w.practice.others.inhibited(port)).toBe(false);
    await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await w.clock.until(() => w.dongle(port).job?.progress.some((p) => p.id === 'identity' && p.state !== 'waiting') === true);
    expect(w.practice.others.inhibited(port)).toBe(true);
    expect((await w.follow(port)).state).toBe('verified');
    await w.clock.advance(10);
    expect(w.practice.others.inhibited(port)).toBe(false);
    expect(sent(w)).toEqual(['ModemManager InhibitDevice on']);
  });

  it.each(['cancelled', 'failed', 'closed'] as const)('gets it back when the work is %s', async (end) => {
    const w = await start({
      holders: { 'quectel-ec25': [{ kind: 'modem-manager' }] },
      ...(end === 'failed' ? { faults: { 'quectel-ec25': { simMissing: true } } } : {}),
    });
    const port = await plugged(w, 'quectel-ec25');
    const { draft: plan } = await w.plan(port, { mode: 'qmi' });
    await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await w.clock.until(() => w.practice.others.inhibited(port));
    if (end === 'cancelled') await w.bench.handle({ type: 'cancel', portPath: port });
    if (end === 'closed') await w.bench.close();
    if (end === 'failed') await w.follow(port);
    await w.clock.advance(10);
    expect(w.practice.others.inhibited(port)).toBe(false);
  });

  it('that does not let go is an error before anything is sent', async () => {
    const w = await start({ holders: { 'quectel-ec25': [{ kind: 'modem-manager', refuses: true }] } });
    const port = await plugged(w, 'quectel-ec25');
    const failed = await w.prepare(port, { mode: 'qmi' });
    expect(failed.failure?.code).toBe('MODEM_MANAGER_BUSY');
    expect(failed.progress.filter((p) => p.state === 'done')).toEqual([]);
  });
});

describe('usb_modeswitch', () => {
  it('is waited for', async () => {
    const w = await start({ holders: { 'huawei-ncm': [{ kind: 'usb-modeswitch', ms: 12_000 }] } });
    const port = await plugged(w, 'huawei-ncm');
    expect(w.dongle(port).holders).toMatchObject([{ kind: 'usb-modeswitch' }]);
    const { draft: plan } = await w.plan(port, { mode: 'ncm' });
    await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await w.clock.advance(9000);
    expect(hold(w, port)?.state).toBe('running');
    await w.clock.until(() => hold(w, port)?.state === 'done');
    expect(sent(w)).toEqual([]);
  });

  it('that never ends is an error', async () => {
    const w = await start({ holders: { 'huawei-ncm': [{ kind: 'usb-modeswitch', ms: 600_000 }] } });
    const port = await plugged(w, 'huawei-ncm');
    expect((await w.prepare(port, { mode: 'ncm' })).failure?.code).toBe('USB_BUSY');
  });
});

describe('a mounted disc', () => {
  it('is unmounted before the switch', async () => {
    const w = await start({ holders: { 'huawei-ncm': [{ kind: 'mounted' }] } });
    const port = await plugged(w, 'huawei-ncm');
    expect(w.dongle(port).holders).toEqual([{ kind: 'mounted', device: '/dev/sr0', at: '/media/practice/disc' }]);
    const { draft: plan } = await w.plan(port, { mode: 'ncm' });
    await w.bench.handle({ type: 'prepare', portPath: port, planId: plan?.id ?? '' });
    await w.clock.until(() => hold(w, port)?.state === 'done');
    expect(w.practice.others.holders(port)).toEqual([]);
    expect(sent(w)).toEqual(['unmount /dev/sr0']);
  });

  it('that somebody has open is an error that says where', async () => {
    const w = await start({ holders: { 'huawei-ncm': [{ kind: 'mounted', refuses: true }] } });
    const port = await plugged(w, 'huawei-ncm');
    expect((await w.prepare(port, { mode: 'ncm' })).failure).toMatchObject({
      code: 'DISC_MOUNTED',
      detail: { device: '/dev/sr0', at: '/media/practice/disc' },
    });
  });
});

describe('access to the USB node', () => {
  it('is given by the rule', async () => {
    const w = await start({ holders: { 'quectel-ec25': [{ kind: 'no-access' }] } });
    const port = await plugged(w, 'quectel-ec25');
    expect(w.dongle(port).access).toBe('denied');
    expect(await w.refusal(w.bench.handle({ type: 'install-usb-rule', portPath: port }))).toBeNull();
    expect(await w.practice.host.usbAccess(port)).toBe('granted');
  });

  it('is not without the password', async () => {
    const w = await start({ holders: { 'quectel-ec25': [{ kind: 'no-access', password: 'dismissed' }] } });
    const port = await plugged(w, 'quectel-ec25');
    expect(await w.refusal(w.bench.handle({ type: 'install-usb-rule', portPath: port }))).toBe('USB_RULE_DISMISSED');
  });

  it('is looked at after the rule, and its lack is said', async () => {
    const w = await start({ holders: { 'quectel-ec25': [{ kind: 'no-access', password: 'without-effect' }] } });
    const port = await plugged(w, 'quectel-ec25');
    const refusal = w.refusal(w.bench.handle({ type: 'install-usb-rule', portPath: port }));
    await w.clock.advance(20_000);
    expect(await refusal).toBe('USB_RULE_NO_EFFECT');
  });
});

describe('the look at the host', () => {
  it('tells what has changed and nothing else, until the dongle leaves', async () => {
    const clock = new ManualClock();
    const state: { holders: Holder[]; access: UsbAccess } = { holders: [{ kind: 'usb-modeswitch', pid: 7 }], access: 'denied' };
    const practice = await practiceWorld({ clock });
    const host = Object.assign(Object.create(practice.practice.host), {
      holders: async () => state.holders,
      usbAccess: async () => state.access,
    });
    const told: unknown[] = [];
    const stop = new AbortController();
    const over = watchHost(host, '1-1', clock, stop.signal, ({ holders, access }) => told.push([holders.length, access]));
    await clock.advance(30_000);
    expect(told).toEqual([[1, 'denied']]);
    state.holders = [];
    await clock.advance(2000);
    state.access = 'granted';
    await clock.advance(2000);
    expect(told).toEqual([
      [1, 'denied'],
      [0, 'denied'],
      [0, 'granted'],
    ]);
    stop.abort();
    await over;
    await practice.close();
  });
});
