import { describe, expect, it } from 'vitest';
import { probes } from '../../electron/drivers/rules/index.ts';
import { driverTables, kernelTables, tableKernels, tableReleases } from '../../modem-db/drivers/index.ts';
import { readRow } from '../../modem-db/drivers/rows.ts';
import tablesText from '../../modem-db/drivers/tables.json?raw';
import { listReleases } from '../../modem-db/openwrt/index.ts';

const rowsOf = (release: string, driver: string) => driverTables(release).drivers.get(driver) ?? [];
const has = (release: string, driver: string, vid: number, pid: number) =>
  rowsOf(release, driver).some((r) => r.vid === vid && r.pid === pid);

describe('driver tables', () => {
  it('know every point release that the router model knows', () => {
    expect(tableReleases()).toEqual(expect.arrayContaining(listReleases().map(({ version }) => version)));
  });

  it('are small', () => {
    expect(Buffer.byteLength(tablesText)).toBeLessThan(1 << 20);
  });

  /** Counted in the sources of those kernels; the rows of OpenWrt's own patches come on top. */
  it.each([
    ['21.02.0', '5.4.143', 396, 1297],
    ['21.02.7', '5.4.238', 404, 1360],
    ['23.05.6', '5.15.189', 427, 1524],
    ['24.10.0', '6.6.73', 432, 1496],
    ['24.10.8', '6.6.144', 438, 1577],
  ])('hold of %s, kernel %s, %i rows of qmi_wwan and %i of option', (release, kernel, qmi, option) => {
    expect(driverTables(release)).toMatchObject({ kernel, release, judgedBy: release });
    expect([rowsOf(release, 'qmi_wwan').length, rowsOf(release, 'option').length]).toEqual([qmi, option]);
  });

  it('have the rows in the order of the source, each with its driver_info', () => {
    expect(rowsOf('24.10.8', 'cdc_mbim')[0]).toEqual({
      driver: 'cdc_mbim',
      order: 0,
      class: 2,
      subclass: 0x0d,
      protocol: 0,
      info: 'cdc_mbim_info',
    });
    const rows = rowsOf('24.10.8', 'option');
    expect(rows.map(({ order }) => order)).toEqual(rows.map((_, index) => index));
    expect(rows.find(({ vid, pid }) => vid === 0x0489 && pid === 0xe0b4)?.info).toBe('RSVD(0) | RSVD(1) | RSVD(6)');
  });

  it("have OpenWrt's own rows from the release on that has the patch", () => {
    // hack 780, MeigLink SLM750; hack 781, Quectel EC200A's RNDIS; backport 630, Quectel RG255C.
    const from = (driver: string, vid: number, pid: number) => tableReleases().find((release) => has(release, driver, vid, pid));
    expect(from('qmi_wwan', 0x05c6, 0xf601)).toBe('22.03.0');
    expect(from('option', 0x2dee, 0x4d49)).toBe('22.03.0');
    expect(has('23.05.0', 'rndis_host', 0x2c7c, 0x6005)).toBe(false);
    expect(has('23.05.6', 'rndis_host', 0x2c7c, 0x6005)).toBe(true);
    expect(has('25.12.0', 'qmi_wwan', 0x2c7c, 0x0316)).toBe(true);
  });

  it('say by whom a release between two known ones was judged', () => {
    // 5.15.150 lies nearer to 5.15.134 than to 5.15.189, 5.15.167 does not.
    expect(driverTables('23.05.3')).toMatchObject({ release: '23.05.3', judgedBy: '23.05.0', kernel: '5.15.134' });
    expect(driverTables('v23.05.5')).toMatchObject({ release: '23.05.5', judgedBy: '23.05.6' });
    // The same kernel as 21.02.7.
    expect(driverTables('21.02.6')).toMatchObject({ judgedBy: '21.02.6', kernel: '5.4.238' });
    expect(driverTables('24.10.99')).toMatchObject({ release: '24.10.99', judgedBy: '24.10.8' });
    expect(driverTables('SNAPSHOT')).toMatchObject({ judgedBy: '25.12.5' });
  });

  it('of a release hold only what OpenWrt packages; of a kernel all', () => {
    for (const release of tableReleases()) {
      const { drivers, kmodOf } = driverTables(release);
      expect([...drivers.keys()].filter((driver) => kmodOf(driver) === null)).toEqual([]);
    }
    expect(driverTables('24.10.8').kmodOf('qmi_wwan')).toBe('kmod-usb-net-qmi-wwan');
    expect(driverTables('24.10.8').kmodOf('nobody')).toBeNull();
    expect(driverTables('24.10.8').drivers.has('lg-vl600')).toBe(false);
    expect(kernelTables('6.1.192').drivers.has('lg-vl600')).toBe(true);
    expect(() => kernelTables('2.6.39')).toThrow(RangeError);
  });

  it('ask storage first, and what a driver is built on before it', () => {
    const { registration } = driverTables('24.10.8');
    expect(registration[0]).toBe('usb-storage');
    expect(registration.indexOf('cdc_ncm')).toBeLessThan(registration.indexOf('cdc_mbim'));
    expect(registration.indexOf('qmi_wwan')).toBeLessThan(registration.indexOf('option'));
  });

  it('know the probe of every driver', () => {
    for (const kernel of tableKernels()) for (const driver of kernelTables(kernel).drivers.keys()) expect(probes).toHaveProperty(driver);
  });
});

describe('a row of the file', () => {
  it('is read field by field', () => {
    expect(readRow('v12D1 p1506 dlo0102 dhi9999 dc01 dsc02 dp03 icFF isc0A ip16 in07;RSVD(4);3f')).toEqual({
      fields: {
        vid: 0x12d1,
        pid: 0x1506,
        bcdLo: 0x0102,
        bcdHi: 0x9999,
        deviceClass: 1,
        deviceSubclass: 2,
        deviceProtocol: 3,
        class: 0xff,
        subclass: 0x0a,
        protocol: 0x16,
        number: 7,
      },
      info: 'RSVD(4)',
      kernels: 0x3f,
    });
  });

  it.each(['', 'v12D1', 'v12D1;x', 'w12D1;;1', 'v12d1;;1'])('%o is refused', (text) => {
    expect(() => readRow(text)).toThrow('driver table');
  });
});
