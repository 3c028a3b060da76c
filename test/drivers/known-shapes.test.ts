import { describe, expect, it } from 'vitest';
import { forecast } from '../../electron/drivers/forecast.ts';
import { knownDevices } from '../../electron/drivers/known-shapes.ts';
import { loadDb } from '../../modem-db/db.ts';
import { driverTables, rowsOfAnyKernel, tableReleases } from '../../modem-db/drivers/index.ts';
import { Composition } from '../../modem-db/schema.ts';

const all = loadDb().vendors.flatMap((v) => v.compositions);
const tables = driverTables('24.10.8');

function known(id: string, interfaces: readonly object[]) {
  const composition = Composition.parse({ id, name: 'x', mode: null, control: 'none', source: 'a test of ours', interfaces });
  const [device] = knownDevices([composition]);
  if (!device) throw new Error('no device');
  return device;
}
const driversOf = (device: ReturnType<typeof known>, release = tables) =>
  forecast(device.shape, release).interfaces.map(({ number, driver }) => [number, driver]);

describe('a composition of the database as a device', () => {
  it('has the data interface of its network function, whatever is listed beside it', () => {
    const ecm = known('2c7c:0900', [
      { class: '02', subclass: '06', protocol: '00', role: 'net' },
      { class: 'ff', role: 'other', optional: true },
    ]);
    expect(driversOf(ecm).slice(0, 2)).toEqual([
      [0, 'cdc_ether'],
      [1, 'cdc_ether'],
    ]);
  });

  it.each(all.filter(({ id }) => id === '2c7c:0900').map((c) => [c.mode, c] as const))(
    'binds the network of the RM500U as %s on every release',
    (mode, composition) => {
      const [device] = knownDevices([composition]);
      const drivers = { ecm: 'cdc_ether', ncm: 'cdc_ncm', mbim: 'cdc_mbim', rndis: 'rndis_host' } as const;
      for (const release of tableReleases()) {
        if (!device) throw new Error('no device');
        const { interfaces } = forecast(device.shape, driverTables(release));
        expect(
          interfaces.some(({ driver }) => driver === Object.entries(drivers).find(([key]) => key === mode)?.[1]),
          release,
        ).toBe(true);
      }
    },
  );

  it('has its serial ports beside NCM or MBIM, whose data interface alone is idle at first', () => {
    const l850 = known('8087:095a', [
      { number: 0, class: '02', subclass: '0d', protocol: '00', role: 'net' },
      { number: 1, class: '0a', subclass: '00', protocol: '01', role: 'net' },
      { number: 2, class: '02', subclass: '02', protocol: '01', role: 'at' },
    ]);
    expect(driversOf(l850)).toEqual([
      [0, 'cdc_ncm'],
      [1, 'cdc_ncm'],
      [2, 'cdc_acm'],
      [3, 'cdc_acm'],
    ]);
  });

  it('has the codes of its ports from the drivers’ rows for its id', () => {
    const fn990b = known('1bc7:10d0', [
      { number: 0, class: 'ff', role: 'control' },
      { number: 1, role: 'gps', optional: true },
      { number: 2, role: 'at', optional: true },
      { number: 5, role: 'diag', optional: true },
    ]);
    expect(fn990b.untold).toEqual([]);
    expect([...fn990b.open]).toEqual([0, 1, 2, 5]);
    expect(driversOf(fn990b, driverTables('25.12.5'))).toEqual([
      [0, 'qmi_wwan'],
      [1, 'option'],
      [2, 'option'],
      [5, 'option'],
    ]);
    // Older kernels have no row: none binds, and that is no guess.
    expect(driversOf(fn990b, driverTables('21.02.0')).every(([, driver]) => driver === null)).toBe(true);
  });

  it('leaves out what neither the database nor the rows of its id tell', () => {
    const device = known('1bc7:10d0', [{ number: 4, role: 'other', optional: true }]);
    expect(device.untold).toEqual([4]);
    expect(device.shape.configurations[0]?.interfaces).toEqual([]);
  });

  it('is bound by nobody where no row may be about it, whatever its codes are', () => {
    const device = known('1234:5678', [{ number: 0, class: 'ff', role: 'at' }]);
    expect(rowsOfAnyKernel(0x1234, 0x5678)).toEqual([]);
    expect([device.untold, driversOf(device)]).toEqual([[], [[0, null]]]);
  });

  it('has no port without a driver that a row of its id is written for', () => {
    const ports = new Set(['at', 'modem', 'gps', 'diag']);
    const newest = driverTables(tableReleases().at(-1) ?? '');
    const wrong = all.flatMap((composition) => {
      const [device] = knownDevices([composition]);
      if (!device) return [];
      const { vid, pid } = device.shape;
      const rows = [...newest.drivers.values()].flat().filter((row) => row.vid === vid && row.pid === pid && row.driver === 'option');
      return forecast(device.shape, newest).interfaces.flatMap(({ number, driver, rule }) => {
        const pattern = composition.interfaces.find((p) => p.number === number);
        const isOpenPort = pattern !== undefined && ports.has(pattern.role) && device.open.has(number);
        return isOpenPort && driver === null && rows.length > 0 && rule === 'no-row' ? [`${device.name} ${number}`] : [];
      });
    });
    expect(wrong).toEqual([]);
  });
});
