import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { toEntry } from '../../electron/bench/capture/entry.ts';
import { portsToAsk } from '../../electron/bench/capture/ports.ts';
import { createBench } from '../../electron/bench/create.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { exitCodeOf } from '../../electron/contract/exit-code.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { PracticeHolders } from '../../electron/virtual/practice/practice-holders.ts';
import { PracticeHost } from '../../electron/virtual/practice/practice-host.ts';
import { PracticeKernel } from '../../electron/virtual/practice/practice-kernel.ts';
import { accessTo } from '../support/access.ts';
import { bootDevices } from '../support/boot-devices.ts';
import { FakeBus } from '../support/fake-bus.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { huaweiDisc, huaweiNcm } from '../support/sightings.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { captureOf, db } from './capture-support.ts';

/** A dongle that shows boot code and no modem. */

const PORT = '1-1';
const benches: Bench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

async function room() {
  const clock = new ManualClock();
  const bus = new FakeBus();
  const opened: string[] = [];
  const open = bus.open.bind(bus);
  bus.open = (sighting) => {
    opened.push(`${sighting.vid.toString(16)}:${sighting.pid.toString(16)}`);
    return open(sighting);
  };
  const serial = {
    list: async () => [],
    open: (path: string) => {
      opened.push(path);
      return Promise.reject(new Error('no ports'));
    },
  };
  const host = new PracticeHost(new PracticeKernel(clock, false), new PracticeHolders(clock), false);
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const backends = [{ origin: 'usb' as const, bus, serial, host }];
  const bench = await createBench({ backends, practice, clock, dataFolder: temporaryFolder(), version: '0.0.0', look: true });
  benches.push(bench);
  const view = () => bench.snapshot().dongles.find((d) => d.portPath === PORT);
  const plan = (mode: Wishes['mode']) =>
    bench.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode, router: '24.10.8', apn: 'internet' }) });
  return { clock, bus, bench, opened, view, plan };
}

describe.each(Object.entries(bootDevices))('boot code of the kind %s', (kind, device) => {
  it('is shown as that, offers nothing, takes no plan, and is not touched', async () => {
    const { clock, bus, opened, view, plan } = await room();
    bus.attach(PORT, device);
    await clock.advance(60_000);
    expect(view()).toMatchObject({ state: 'no-modem', bootState: kind, listed: true, mode: null, offers: [], settings: [] });
    expect(view()?.look.state).toBe('none');
    for (const mode of ['qmi', 'ppp'] as const) await expect(plan(mode)).rejects.toMatchObject({ code: 'MODEM_NOT_RUNNING' });
    await clock.advance(60_000);
    expect(opened).toEqual([]);
  });
});

it('a plan is refused in words of the state, and a script gets the code for what is refused', async () => {
  const { bus, plan } = await room();
  bus.attach(PORT, bootDevices['emergency-download']);
  const refused: unknown = await plan('qmi').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(BenchError);
  expect(refused).toMatchObject({ detail: { id: '05c6:9008', name: 'Qualcomm emergency download (EDL)' } });
  expect(exitCodeOf('MODEM_NOT_RUNNING')).toBe(4);
});

/** The switch message makes it leave; what comes back after a second is said by the test. */
async function returning(device: Sighting, disc = huaweiDisc) {
  const r = await room();
  r.bus.attach(PORT, disc);
  await r.plan('ncm');
  r.bus.onMessage = (port) => {
    r.bus.onMessage = () => undefined;
    r.clock.setTimeout(() => {
      r.bus.detach(port);
      r.clock.setTimeout(() => r.bus.attach(port, device), 1000);
    }, 3);
  };
  await r.bench.handle({ type: 'prepare', portPath: PORT, planId: r.view()?.draft?.id ?? '' });
  await r.clock.until(() => r.view()?.bootState !== null, 60_000, 100);
  return r;
}

describe('while a job waits for its dongle', () => {
  it('a crash dump in its place ends the job as that, and is not touched', async () => {
    const { clock, opened, view } = await returning(bootDevices['crash-dump']);
    expect(view()?.state).toBe('returnedAsOther');
    await clock.until(() => view()?.state === 'failed', 60_000, 100);
    expect(view()?.job?.failure).toEqual({ code: 'RETURNED_WITHOUT_MODEM', detail: { id: '05c6:900e', name: 'Qualcomm RAM dump' } });
    expect(view()).toMatchObject({ bootState: 'crash-dump', offers: [] });
    expect(opened).not.toContain('5c6:900e');
  });

  it('boot code under its own id is no other dongle, whatever serial number it has', async () => {
    const bulk = { ...bootDevices.download, vid: huaweiDisc.vid, pid: huaweiDisc.pid, product: 'QUSB_BULK', serial: '00000000' };
    const { clock, bus, view } = await returning(bulk, { ...huaweiDisc, serial: 'A1B2' });
    expect(view()?.state).toBe('returnedAsOther');
    bus.detach(PORT);
    bus.attach(PORT, { ...huaweiDisc, serial: 'A1B2' });
    expect(view()).toMatchObject({ state: 'returnedAsOther', bootState: null });
    await clock.until(() => view()?.state === 'failed', 60_000, 100);
    expect(view()?.job?.failure?.code).toBe('RETURNED_AS_OTHER');
  });

  it('a preloader in its place is waited out', async () => {
    const { clock, bus, opened, view } = await returning(bootDevices.preloader);
    await clock.advance(10_000);
    expect(view()?.state).toBe('returnedAsOther');
    bus.detach(PORT);
    bus.attach(PORT, huaweiNcm);
    await clock.advance(100);
    expect(view()?.job?.progress.find((p) => p.id === 'return')?.state).toBe('done');
    expect(opened).not.toContain('e8d:2000');
  });

  it('a preloader that stays ends the job at the limit of the wait', async () => {
    const { clock, view } = await returning(bootDevices.preloader);
    await clock.until(() => view()?.state === 'failed', 120_000, 500);
    expect(view()?.job?.failure?.code).toBe('RETURNED_WITHOUT_MODEM');
  });
});

describe('a capture of boot code', () => {
  it.each(Object.entries(bootDevices))('asks nothing of it, whatever a list says of its interfaces (%s)', (_, sighting) => {
    const { backend } = new VirtualWorld(new ManualClock());
    const roles = new Map([
      [0, 'at' as const],
      [1, 'control' as const],
    ]);
    const recognised = { listed: true, name: 'Any', mode: 'ncm' as const, control: 'at' as const, roles, router: null, source: 'a test' };
    expect(portsToAsk(accessTo({ backend, sighting, recognised, clock: new ManualClock() }), [])).toEqual([]);
  });

  it('becomes no composition without a word on where it belongs', async () => {
    const ec25 = findModel('quectel-ec25');
    if (!ec25) throw new Error('no EC25');
    const modem = await captureOf(ec25);
    const found = (capture: typeof modem) => toEntry(capture, db).findings.filter((text) => text.includes('boot-states.json'));
    expect(found(modem)).toEqual([]);
    // The ids in the device descriptor, low byte first.
    const device = `${modem.device.slice(0, 16)}c6050890${modem.device.slice(24)}`;
    expect(found({ ...modem, vid: '05c6', pid: '9008', device }).length).toBe(1);
  });
});
