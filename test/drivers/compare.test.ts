import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareReleases } from '../../electron/drivers/compare.ts';
import { forecast } from '../../electron/drivers/forecast.ts';
import { knownDevices } from '../../electron/drivers/known-shapes.ts';
import { loadDb } from '../../modem-db/db.ts';
import { driverTables, tableReleases } from '../../modem-db/drivers/index.ts';
import { forecastAll } from '../support/forecast-all.ts';
import { face, madeTables, pair, shape, trio } from './shapes.ts';

describe('comparing releases', () => {
  const before = madeTables({ driver: 'option', vid: 1, info: 'RSVD(4)' });
  const after = madeTables({ driver: 'qmi_wwan', vid: 1, number: 4 }, { driver: 'option', vid: 1, info: 'RSVD(4)' });
  const devices = [
    { name: 'one', shape: shape('1:1', [face(0, 'ff/ff/ff'), face(4, 'ff/ff/ff', { endpoints: trio(4) })]) },
    { name: 'other', shape: shape('2:1', [face(4, 'ff/ff/ff')]) },
  ];

  it('names each interface that changes, and no other', () => {
    expect(compareReleases(before, after, devices)).toMatchObject([
      { name: 'one', vid: 1, pid: 1, number: 4, before: { driver: null, rule: 'reserved' }, after: { driver: 'qmi_wwan' } },
    ]);
    expect(compareReleases(after, after, devices)).toEqual([]);
  });

  it('shows over the whole database what a later point release brought', () => {
    const known = knownDevices(loadDb().vendors.flatMap((v) => v.compositions));
    const changes = compareReleases(driverTables('23.05.0'), driverTables('24.10.8'), known);
    const gained = changes.filter(({ before: was, after: is }) => was.driver === null && is.driver !== null);
    expect(gained.length).toBeGreaterThan(0);
    // New rows come, and none goes.
    expect(changes.filter(({ after: is }) => is.driver === null)).toEqual([]);
  });
});

describe('the compositions of the database', () => {
  const known = knownDevices(loadDb().vendors.flatMap((v) => v.compositions));
  const tables = driverTables('25.12.5');

  it.each([
    ['qmi', '2c7c:0125', 'qmi'],
    ['mbim', '2c7c:0620', 'mbim'],
    ['ecm', '12d1:14dc', 'dhcp'],
    ['rndis', '2c7c:0512', 'dhcp'],
  ])('of mode %s, %s, are used by proto %s', (mode, id, proto) => {
    const all = loadDb().vendors.flatMap((v) => v.compositions);
    const ways = all
      .flatMap((c, i) => (c.id === id && c.mode === mode ? [known[i]] : []))
      .map((one) => one && forecast(one.shape, tables).way?.proto);
    expect(ways.length).toBeGreaterThan(0);
    expect(new Set(ways)).toEqual(new Set([proto]));
  });

  it('have a verdict for each interface at every release', () => {
    const numbers = known.map(({ shape: one }) => {
      const all = new Set(one.configurations[0]?.interfaces.map(({ number }) => number));
      return [...all].sort((a, b) => a - b);
    });
    const releases = tableReleases();
    const forecasts = forecastAll(known, releases.map(driverTables));
    expect(forecasts).toHaveLength(releases.length);
    for (const list of new Set(forecasts)) expect(list.map((f) => f.interfaces.map(({ number }) => number))).toEqual(numbers);
  });

  it('are judged for each release by its own tables', () => {
    const [old, late] = forecastAll(known, [driverTables('21.02.0'), driverTables('25.12.5')]);
    expect(old).toEqual(known.map(({ shape: one }) => forecast(one, driverTables('21.02.0'))));
    expect(late).not.toEqual(old);
  });
});

describe('any device', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const cdcPart = fc.oneof(
    fc
      .tuple(fc.constantFrom(0, 1, 2, 6, 0x0f, 0x12, 0x13, 0x1a, 0x1b), fc.uint8Array({ maxLength: 18 }))
      .map(([type, rest]) => [rest.length + 3, 0x24, type, ...rest]),
    fc.uint8Array({ maxLength: 5 }).map((junk) => [...junk]),
  );
  const endpoints = fc.constantFrom([], pair(1), trio(2), [...trio(1), ...pair(3)]);
  const triple = fc.constantFrom(
    'ff/ff/ff',
    '02/02/01',
    '02/06/00',
    '02/0d/00',
    '02/0e/00',
    '0a/00/00',
    'e0/01/03',
    '08/06/50',
    'ff/02/16',
  );
  const setting = fc
    .tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 2 }),
      triple,
      endpoints,
      fc.option(fc.array(cdcPart, { maxLength: 5 })),
    )
    .map(([number, alternate, kind, list, parts]) =>
      face(number, kind, { alternate, endpoints: list, extra: parts === null ? null : Uint8Array.from(parts.flat()) }),
    );
  const vendors = fc.constantFrom('2c7c:0125', '12d1:1506', '05c6:9215', '1199:9071', '0af0:6711', '19d2:1403', '05ac:12a8', '1234:5678');
  const device = fc.tuple(vendors, fc.array(setting, { maxLength: 10 }), byte).map(([id, list, c]) => shape(id, list, { class: c }));

  it('gets one verdict an interface, and each node belongs to an interface that is taken', () => {
    const tables = driverTables('24.10.8');
    fc.assert(
      fc.property(device, (one) => {
        const { interfaces, nodes } = forecast(one, tables);
        const numbers = [...new Set(one.configurations[0]?.interfaces.map(({ number }) => number))].sort((a, b) => a - b);
        expect(interfaces.map(({ number }) => number)).toEqual(numbers);
        const drivers = new Map(interfaces.map(({ number, driver }) => [number, driver]));
        for (const node of nodes) expect(drivers.get(node.interfaceNumber)).toBe(node.driver);
        for (const { driver, row, kmod } of interfaces) expect([driver, kmod !== null]).toEqual([row?.driver ?? null, row !== null]);
      }),
      { numRuns: 500 },
    );
  });
});
