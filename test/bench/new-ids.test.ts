import { afterEach, describe, expect, it } from 'vitest';
import { databaseModel } from '../../electron/bench/export-facts/database-model.ts';
import { stateFor } from '../../electron/bench/export-facts/known-model.ts';
import { readDump } from '../../electron/bench/forecast/dumps.ts';
import { newIdForecast } from '../../electron/bench/forecast/new-ids.ts';
import { driverVerdict } from '../../electron/bench/forecast/view.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { routerDriversCheck } from '../../electron/bench/steps/router-drivers.ts';
import { DriverForecast } from '../../electron/contract/drivers.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { languages, type Mode, type PortRole } from '../../electron/contract/words.ts';
import { forecast } from '../../electron/drivers/forecast.ts';
import type { DeviceShape } from '../../electron/drivers/shape.ts';
import { loadDb } from '../../modem-db/db.ts';
import { driverTables, tableReleases } from '../../modem-db/drivers/index.ts';
import { face, pair, shape, trio } from '../drivers/shapes.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { interfaces, quectelEcm, quectelQmi, sighting } from '../support/sightings.ts';

const db = loadDb();
const words = languages.map((language) => createText(language));
const five = new Map<number, PortRole>([
  [0, 'diag'],
  [1, 'gps'],
  [2, 'at'],
  [3, 'modem'],
  [4, 'control'],
]);
const port = (number: number, triple: string) => face(number, triple, { endpoints: trio(number) });
const em060k = shape('2c7c:030b', [
  face(0, 'ff/ff/30', { endpoints: pair(1) }),
  port(1, 'ff/00/40'),
  port(2, 'ff/ff/40'),
  port(3, 'ff/ff/40'),
  port(4, 'ff/ff/ff'),
]);
const idsOf = (device: DeviceShape, release: string, mode: Mode | null, roles: ReadonlyMap<number, PortRole> = five, assumed = false) =>
  newIdForecast(device, driverTables(release), { mode, roles }, null, assumed).ids.map(({ driver, text }) => `${driver} ${text}`);

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

describe('drivers that lack a modem', () => {
  it('are given its id where its roles tell which of them it needs', () => {
    expect(idsOf(em060k, '24.10.8', 'qmi')).toEqual(['qmi_wwan 2c7c 030b ff 2c7c 0125']);
    expect(idsOf(em060k, '24.10.8', 'qmi', five, true)).toEqual(['option1 2c7c 030b ff 2c7c 0296', 'qmi_wwan 2c7c 030b ff 2c7c 0125']);
    // Nobody knows the mode, or what an interface is for.
    expect(idsOf(em060k, '21.02.0', null)).toEqual([]);
    expect(idsOf(em060k, '24.10.8', 'qmi', new Map())).toEqual([]);
    expect(idsOf(quectelQmi, '24.10.8', 'qmi')).toEqual([]);
  });

  it('leave the control channel of another mode alone', () => {
    const ports = shape('dead:beef', [
      port(0, 'ff/00/00'),
      port(1, 'ff/00/00'),
      port(2, 'ff/00/00'),
      port(3, 'ff/ff/ff'),
      port(4, 'ff/00/00'),
    ]);
    const roles = new Map<number, PortRole>([...five, [3, 'control'], [4, 'modem']]);
    expect(idsOf(ports, '24.10.8', 'mbim', roles)).toEqual(['option1 dead beef ff 05c6 6001']);
    expect(idsOf(ports, '24.10.8', 'qmi', roles)).toEqual(['option1 dead beef ff 05c6 6001', 'qmi_wwan dead beef ff 2c7c 0125']);
  });

  it('are those of the kernel that knows the modem, where another one does', () => {
    const sierra = shape('1199:c081', [face(0, 'ff/ff/ff'), port(2, 'ff/00/00'), port(3, 'ff/00/00'), port(8, 'ff/ff/ff')]);
    const roles = new Map<number, PortRole>([
      [0, 'diag'],
      [2, 'gps'],
      [3, 'modem'],
      [8, 'control'],
    ]);
    expect(idsOf(sierra, '21.02.0', 'qmi', roles)).toEqual(['qcserial 1199 c081 ff 1199 68a2', 'qmi_wwan 1199 c081 ff 1199 68c0']);
  });

  it('have no id that helps where a driver’s own table keeps the interface', () => {
    // option's table of 21.02 takes each interface of it, QMI too.
    const { shape: device, recognised, assumed } = stateFor(databaseModel('19d2:0189', db), 'qmi');
    const { ids, foretold } = newIdForecast(device, driverTables('21.02.0'), { mode: 'qmi', roles: recognised.roles }, null, assumed);
    expect([ids, foretold.interfaces.some(({ driver }) => driver === 'qmi_wwan')]).toEqual([[], false]);
  });

  it('know the modem and refuse an interface, which no id changes', () => {
    // qcserial wants alternate setting 1 of it, which the database does not tell of.
    const { shape: device, recognised, assumed } = stateFor(databaseModel('413c:8172', db), 'qmi');
    expect(forecast(device, driverTables('24.10.8')).interfaces[0]?.driver).toBeNull();
    expect(idsOf(device, '24.10.8', 'qmi', recognised.roles, assumed)).toEqual([]);
  });

  it('serve every composition of the database so that nothing else changes, at the first attach and the next', () => {
    let given = 0;
    for (const release of new Set(['21.02.0', '23.05.6', tableReleases().at(-1) ?? ''])) {
      const tables = driverTables(release);
      for (const id of new Set(db.vendors.flatMap(({ compositions }) => compositions.flatMap((c) => (c.mode === null ? [] : [c.id]))))) {
        const { states } = databaseModel(id, db);
        for (const [mode, { shape: device, recognised, assumed }] of states) {
          const { ids, foretold } = newIdForecast(device, tables, { mode, roles: recognised.roles }, null, assumed);
          if (ids.length === 0) continue;
          given++;
          const where = `${id} ${mode} ${release}: ${ids.map(({ text }) => text).join(', ')}`;
          const before = new Map(forecast(device, tables).interfaces.map((i) => [i.number, i.driver]));
          const again = forecast(device, tables, null, { ids: ids.map((one) => one.given), again: true });
          for (const { interfaces } of [foretold, again]) {
            for (const { number, driver, given: isGiven } of interfaces) {
              const had = before.get(number) ?? null;
              expect(had === null || (had === driver && !isGiven), `${where}, interface ${number}`).toBe(true);
              if (isGiven && driver === 'qmi_wwan') expect([where, recognised.roles.get(number), mode]).toEqual([where, 'control', 'qmi']);
              if (driver === 'option') expect(recognised.roles.get(number), `${where}, interface ${number}`).not.toBe('control');
            }
            expect(
              interfaces.map((i) => i.driver),
              where,
            ).toEqual(foretold.interfaces.map((i) => i.driver));
          }
          // Each is for something: without the last one, something has no driver.
          const fewer = forecast(device, tables, null, { ids: ids.slice(0, -1).map((one) => one.given) });
          expect(
            fewer.interfaces.map((i) => i.driver),
            where,
          ).not.toEqual(foretold.interfaces.map((i) => i.driver));
        }
      }
    }
    expect(given).toBeGreaterThan(100);
  });
});

describe('that drivers are given an id', () => {
  it('is said of the interface, in words, with the nodes that come of it', () => {
    const verdict = driverVerdict(em060k, '24.10.8', { use: { mode: 'qmi', roles: five } });
    DriverForecast.parse({ ...verdict, routerSwitch: null });
    expect(verdict.newIds).toEqual(['qmi_wwan: 2c7c 030b ff 2c7c 0125']);
    expect(verdict.way).toEqual({ proto: 'qmi', device: '/dev/cdc-wdm0', net: 'wwan0', dial: null });
    const last = verdict.interfaces.at(-1);
    expect(last).toMatchObject({
      driver: 'qmi_wwan',
      kmod: 'kmod-usb-net-qmi-wwan',
      newId: true,
      row: null,
      nodes: ['/dev/cdc-wdm0', 'wwan0'],
    });
    expect(verdict.interfaces.filter(({ newId }) => newId)).toHaveLength(1);
    for (const text of words) expect(last && text.phrase(last.why)).toContain('new_id');
  });

  it('makes the router’s drivers serve what the mode needs', () => {
    expect(routerDriversCheck(em060k, '24.10.8', 'qmi', five)).toMatchObject({
      state: 'passed',
      code: null,
      seen: '4: qmi_wwan (kmod-usb-net-qmi-wwan, new_id)',
    });
  });

  it('is said of a device in a text, and contradicts no text of a router without the file', () => {
    const lines = [0, 1, 2, 3].map(
      (n) => `I:* If#= ${n} Alt= 0 #EPs= ${n === 0 ? 2 : 3} Cls=ff(vend.) Sub=ff Prot=${n === 0 ? '30' : '40'} Driver=option`,
    );
    const text = (last: string) =>
      [
        'T:  Bus=01 Lev=01 Prnt=01 Port=00 Cnt=01 Dev#=  3 Spd=480  MxCh= 0',
        'D:  Ver= 2.00 Cls=00(>ifc ) Sub=00 Prot=00 MxPS=64 #Cfgs=  1',
        'P:  Vendor=2c7c ProdID=030b Rev= 5.04',
        'C:* #Ifs= 5 Cfg#= 1 Atr=a0 MxPwr=500mA',
        ...lines,
        `I:* If#= 4 Alt= 0 #EPs= 3 Cls=ff(vend.) Sub=ff Prot=ff Driver=${last}`,
      ].join('\n');
    const read = (last: string) => readDump(text(last), '24.10.8', 'en', db).devices[0];
    expect(read('(none)')?.interfaces.map(({ driver, newId, agrees }) => [driver, newId, agrees])).toEqual([
      ...Array(4).fill(['option', false, true]),
      ['qmi_wwan', true, null],
    ]);
    expect(read('qmi_wwan')?.interfaces[4]?.agrees).toBe(true);
    expect(read('option')?.interfaces[4]?.agrees).toBe(false);
    expect(read('(none)')).toMatchObject({
      mode: 'qmi',
      way: { proto: 'qmi', device: '/dev/cdc-wdm0' },
      assumed: [{ key: 'drivers.assumed.endpoints-counted' }],
    });
    expect(read('(none)')?.newIds).toHaveLength(2);
  });

  it('is said in a plan, of the dongle as it is or as it will be', () => {
    const notes = (...[dongle, mode, router]: [Parameters<typeof makePlan>[0], Mode, string]) =>
      makePlan(dongle, Wishes.parse({ mode, router, apn: 'internet' }), db).notes.flatMap(({ key, values }) =>
        key === 'drivers.notes.new-id' ? [values['ids']] : [],
      );
    const rm520n = { ...quectelEcm, pid: 0x0801 };
    expect(notes(rm520n, 'qmi', '24.10.8')).toEqual([]);
    expect(notes(rm520n, 'qmi', '21.02.0')).toEqual(['option1: 2c7c 0801 ff 2c7c 0296; qmi_wwan: 2c7c 0801 ff 2c7c 0125']);
    // Of one that is there, each interface is known.
    const there = sighting(
      0x2c7c,
      0x030b,
      interfaces(
        [0, 0xff, 0xff, 0x30, 0x81, 0x01],
        ...[1, 2, 3].map((n) => [n, 0xff, n === 1 ? 0 : 0xff, 0x40, 0x8a + n, 0x81 + n, 1 + n]),
        [4, 0xff, 0xff, 0xff, 0x8e, 0x85, 0x05],
      ),
    );
    expect(notes(there, 'qmi', '24.10.8')).toEqual(['qmi_wwan: 2c7c 030b ff 2c7c 0125']);
    expect(notes(quectelQmi, 'qmi', '24.10.8')).toEqual([]);
  });

  it('is in the forecast of a dongle on the bench, and in what was checked', async () => {
    world = await practiceWorld();
    const portPath = await world.plug('gosuncn-gm800');
    const verified = await world.prepare(portPath, { mode: 'qmi', router: '24.10.8' });
    const given = ['option1: 305a 1421 ff 05c6 6001', 'qmi_wwan: 305a 1421 ff 2c7c 0125'];
    expect(verified.forecast).toMatchObject({ newIds: given, notes: [{ key: 'drivers.notes.new-id' }], way: { proto: 'qmi' } });
    for (const text of words) for (const note of verified.forecast?.notes ?? []) expect(text.phrase(note)).toContain(given[1] ?? '');
    expect(verified.checks.find(({ id }) => id === 'drivers-on-router')).toMatchObject({
      state: 'passed',
      seen: expect.stringContaining('qmi_wwan (kmod-usb-net-qmi-wwan, new_id)'),
    });
  });
});
