import { describe, expect, it } from 'vitest';
import { matchingRows, rowMatches } from '../../electron/drivers/match.ts';
import { type DriverRow, driverTables, kernelTables } from '../../modem-db/drivers/index.ts';
import { madeTables } from './shapes.ts';

const device = { vid: 0x12d1, pid: 0x1506, bcdDevice: 0x0102, class: 1, subclass: 2, protocol: 3 };
const setting = { number: 7, class: 0xff, subclass: 2, protocol: 0x16 };
const row = (fields: Partial<DriverRow>): DriverRow => ({ driver: 'x', order: 0, info: '', ...fields });

describe('a row', () => {
  it('that compares nothing fits everything', () => {
    expect(rowMatches(row({}), device, setting)).toBe(true);
  });

  it.each([
    ['vid', 0x12d1],
    ['pid', 0x1506],
    ['deviceClass', 1],
    ['deviceSubclass', 2],
    ['deviceProtocol', 3],
    ['class', 0xff],
    ['subclass', 2],
    ['protocol', 0x16],
    ['number', 7],
  ] as const)('that names %s fits that value and no other', (field, value) => {
    expect(rowMatches(row({ [field]: value }), device, setting)).toBe(true);
    expect(rowMatches(row({ [field]: value + 1 }), device, setting)).toBe(false);
    expect(rowMatches(row({ [field]: 0 }), device, setting)).toBe(false);
  });

  it('with a range of releases fits from its first to its last', () => {
    const fits = (bcdDevice: number) => rowMatches(row({ bcdLo: 0x0101, bcdHi: 0x0103 }), { ...device, bcdDevice }, setting);
    expect([0x0100, 0x0101, 0x0103, 0x0104].map(fits)).toEqual([false, true, true, false]);
  });

  it("names no interface of a device that is a vendor's as a whole, unless it names the vendor", () => {
    const vendors = { ...device, class: 0xff };
    for (const fields of [{ class: 0xff }, { subclass: 2 }, { protocol: 0x16 }, { number: 7 }]) {
      expect(rowMatches(row(fields), vendors, setting)).toBe(false);
      expect(rowMatches(row({ ...fields, vid: 0x12d1 }), vendors, setting)).toBe(true);
    }
    expect(rowMatches(row({ deviceClass: 0xff }), vendors, setting)).toBe(true);
  });
});

describe('the rows that count', () => {
  it('are the first of each driver, whether it names the vendor or not', () => {
    const tables = madeTables(
      { driver: 'b', class: 0xff, info: 'any' },
      { driver: 'b', vid: 0x12d1, info: 'own' },
      { driver: 'a', vid: 0x12d1, info: 'own' },
      { driver: 'a', class: 0xff, info: 'any' },
      { driver: 'c', vid: 0x2c7c, info: 'other' },
    );
    expect(matchingRows(tables, device, setting).map(({ driver, info }) => `${driver} ${info}`)).toEqual(['b any', 'a own']);
  });

  it.each([
    // Huawei E3372: NCM; and its serial port.
    ['12d1:1506', 'ff/02/16', 3, ['huawei_cdc_ncm']],
    ['12d1:1506', 'ff/02/01', 0, ['option']],
    ['12d1:14dc', '02/06/00', 0, ['cdc_ether']],
    ['19d2:1403', 'e0/01/03', 0, ['rndis_host']],
    // EC25: its row in option has the network interface too, and RSVD keeps option off.
    ['2c7c:0125', 'ff/ff/ff', 4, ['qmi_wwan', 'option']],
    ['1199:9071', 'ff/ff/ff', 8, ['qmi_wwan', 'qcserial']],
    // TD Tech: no NCM driver has its vendor id.
    ['3466:3301', 'ff/02/16', 3, ['option']],
    ['1e0e:9018', 'ff/ff/ff', 2, []],
  ])('for %s, %s as interface %i are those of %j', (id, triple, number, drivers) => {
    const [vid = 0, pid = 0] = id.split(':').map((part) => Number.parseInt(part, 16));
    const [c = 0, subclass = 0, protocol = 0] = triple.split('/').map((part) => Number.parseInt(part, 16));
    const is = { vid, pid, bcdDevice: 0x0100, class: 0, subclass: 0, protocol: 0 };
    expect(matchingRows(kernelTables('6.1.192'), is, { number, class: c, subclass, protocol }).map((r) => r.driver)).toEqual(drivers);
  });

  it('change with the release', () => {
    const is = { vid: 0x3466, pid: 0x3301, bcdDevice: 0x0100, class: 0, subclass: 0, protocol: 0 };
    expect(matchingRows(driverTables('24.10.8'), is, { number: 3, class: 0xff, subclass: 2, protocol: 0x16 })).toEqual([]);
  });
});
