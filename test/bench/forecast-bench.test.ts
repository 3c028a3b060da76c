import { afterEach, describe, expect, it } from 'vitest';
import { probeDrivers } from '../../electron/bench/steps/drivers.ts';
import { routerDriversCheck } from '../../electron/bench/steps/router-drivers.ts';
import type { StepContext } from '../../electron/bench/steps/step-context.ts';
import { Check, DongleView } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Host, InterfaceBinding } from '../../electron/seams/host.ts';
import { activeInterfaces } from '../../electron/seams/usb-bus.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { loadDb } from '../../modem-db/db.ts';
import { face, interruptIn, shape } from '../drivers/shapes.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';

/** What the router will bind, on the way from the box to the bundle. */

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

describe('a dongle on the bench', () => {
  it('has a forecast for the router of its plan, and for what is plugged in now', async () => {
    world = await practiceWorld();
    const port = await world.plug('huawei-ncm');
    expect(world.dongle(port).forecast).toBeNull();
    const { forecast: disc, draft: plan } = await world.plan(port, { mode: 'ncm', router: '23.05.3' });
    expect(disc).toMatchObject({ release: '23.05.3', way: null, routerSwitch: { outcome: 'switches', needless: false } });
    expect(plan?.notes.map(({ key }) => key)).toContain('router-switch.as-reference');
    const verified = await world.prepare(port, { mode: 'ncm', router: '24.10.8' });
    expect(verified.forecast).toMatchObject({
      release: '24.10.8',
      judgedBy: '24.10.8',
      way: { proto: 'ncm', device: '/dev/cdc-wdm0', net: 'wwan0' },
      routerSwitch: null,
    });
    const foretold = new Map(verified.forecast?.interfaces.map((i) => [i.number, i.driver]));
    // Drivers are looked at again for some seconds.
    await world.clock.advance(10_000);
    const { interfaces } = world.dongle(port);
    expect(interfaces.length).toBeGreaterThan(2);
    for (const { number, driver } of interfaces) expect([number, foretold.get(number)]).toEqual([number, driver]);
    expect(verified.checks.find(({ id }) => id === 'drivers-on-router')?.state).toBe('passed');
    const shown = world.dongle(port);
    expect(DongleView.parse(shown)).toEqual(shown);
  });

  it('is told what the router has where this system does not tell its drivers', async () => {
    world = await practiceWorld({ seesDrivers: false });
    const port = await world.plug('quectel-ec25');
    const { checks, forecast } = await world.prepare(port, { mode: 'qmi' });
    expect(checks.find(({ id }) => id === 'drivers')?.state).toBe('unknown');
    expect(checks.find(({ id }) => id === 'drivers-on-router')).toMatchObject({
      state: 'passed',
      code: null,
      seen: '4: qmi_wwan (kmod-usb-net-qmi-wwan)',
    });
    expect(forecast?.interfaces.map(({ driver }) => driver)).toEqual(['option', 'option', 'option', 'option', 'qmi_wwan']);
  });
});

/** The drivers step on an EC25 of which this computer binds only what `bound` says. */
async function probe(bound: (binding: InterfaceBinding) => InterfaceBinding, router: string): Promise<Check[]> {
  const clock = new ManualClock();
  const practice = new PracticeBench({ clock, stateFile: null });
  const portPath = await practice.plug('quectel-ec25', 'qmi');
  await clock.advance(1000);
  const [sighting] = await practice.bus.list();
  if (!sighting) throw new Error('nothing there');
  const bindings = (await practice.host.bindings(portPath)).map(bound);
  const host: Host = Object.create(practice.host, { bindings: { value: async () => bindings } });
  const checks = new Map<string, Check>();
  const recognised = loadDb().recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  const run: Pick<StepContext, 'access' | 'wishes' | 'signal' | 'check' | 'replied'> = {
    wishes: Wishes.parse({ mode: 'qmi', router, apn: 'internet' }),
    access: accessTo({
      backend: { origin: 'practice', bus: practice.bus, serial: practice.serial, host },
      sighting,
      recognised,
      clock,
    }),
    signal: new AbortController().signal,
    check: (check) => checks.set(check.id, check),
    replied: () => undefined,
  };
  const work = probeDrivers(run);
  await clock.advance(60_000);
  await work;
  await practice.bus.close();
  return [...checks.values()];
}

describe('a driver that this computer lacks', () => {
  const without = (driver: string) => (b: InterfaceBinding) =>
    b.driver === driver ? { ...b, driver: null, nodes: [], netDevices: [] } : b;

  it('is said to be on the router, with its package', async () => {
    const checks = await probe(without('qmi_wwan'), '24.10.8');
    expect(checks.find(({ id }) => id === 'drivers')).toMatchObject({ state: 'failed', code: 'DRIVER_MISSING' });
    expect(checks.find(({ id }) => id === 'drivers-on-router')).toMatchObject({
      state: 'passed',
      title: { values: { release: '24.10.8' } },
      seen: '4: qmi_wwan (kmod-usb-net-qmi-wwan)',
    });
    for (const check of checks) Check.parse(check);
  });

  it('is asked of the router where none is lacking as well: that is what counts', async () => {
    const checks = await probe((binding) => binding, '24.10.8');
    expect(checks.find(({ id }) => id === 'drivers-on-router')).toMatchObject({
      state: 'passed',
      seen: '4: qmi_wwan (kmod-usb-net-qmi-wwan)',
    });
  });

  it('is missed where the router binds another one than the mode needs', () => {
    const card = shape('dead:beef', [face(0, '02/06/00', { endpoints: [interruptIn(3)], extra: null }), face(1, '0a/00/00')]);
    expect(routerDriversCheck(card, '24.10.8', 'qmi', new Map([[0, 'control' as const]]))).toMatchObject({
      state: 'failed',
      seen: '0: cdc_ether (kmod-usb-net-cdc-ether)',
    });
    expect(routerDriversCheck(card, '24.10.8', 'ecm', new Map([[0, 'net' as const]]))).toMatchObject({ state: 'passed', code: null });
  });

  it('is missed where the router has none either', () => {
    const odd = shape('dead:beef', [face(0, 'ff/ff/ff'), face(1, '02/02/01')]);
    expect(routerDriversCheck(odd, '24.10.8', 'qmi', new Map()).state).toBe('unknown');
    const check = routerDriversCheck(odd, '24.10.8', 'qmi', new Map([[0, 'control' as const]]));
    expect(check).toMatchObject({ state: 'failed', code: 'DRIVER_NOT_ON_ROUTER', seen: '0: -' });
    for (const language of ['en', 'ru'] as const) {
      const text = createText(language);
      expect(text.phrase(check.title)).toContain('24.10.8');
      expect(text.remedy({ code: 'DRIVER_NOT_ON_ROUTER', detail: {} })).not.toContain('errors.');
    }
  });
});
