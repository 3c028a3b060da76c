import { describe, expect, it } from 'vitest';
import { type DeviceForecast, forecast, type Given } from '../../electron/drivers/forecast.ts';
import type { GivenId } from '../../electron/drivers/given-id.ts';
import type { DeviceShape } from '../../electron/drivers/shape.ts';
import type { DriverTables } from '../../modem-db/drivers/index.ts';
import { face, madeTables, pair, shape, trio } from './shapes.ts';

/** What the lab's kernel did with each of these: `test/lab/cases/new-id.ts`. */

const serial = (number: number, triple = 'ff/00/00') => face(number, triple, { endpoints: trio(1) });
const quectel = shape('2c7c:030b', [
  face(0, 'ff/ff/30', { endpoints: pair(1) }),
  serial(1),
  serial(2),
  serial(3),
  serial(4, 'ff/ff/ff'),
  face(5, '08/06/50'),
]);
const given = (driver: string, info: string, more: Partial<GivenId> = {}): GivenId => ({
  ...{ driver, vid: 0x2c7c, pid: 0x030b, class: 0xff, info },
  ...more,
});
const qmi = given('qmi_wwan', 'qmi_wwan_info');
const option = given('option', 'RSVD(4)');

/** In the order in which OpenWrt loads them. */
const none = madeTables({ driver: 'qmi_wwan', vid: 1 }, { driver: 'option', vid: 1 }, { driver: 'qcserial', vid: 1 });

function drivers(ids: readonly GivenId[], more: Partial<Given> = {}, tables: DriverTables = none, device: DeviceShape = quectel): string {
  return shown(forecast(device, tables, null, { ids, ...more }));
}
/** `o*` is option by an id that it was given. */
const shown = ({ interfaces }: DeviceForecast) =>
  interfaces.map(({ driver, given: isGiven }) => `${driver === null ? '-' : driver.slice(0, 2)}${isGiven ? '*' : ''}`).join(' ');

describe('an id that a driver is given', () => {
  it('fits every interface of its class, and no other', () => {
    expect(drivers([])).toBe('- - - - - -');
    expect(drivers([given('option', '')])).toBe('op* op* op* op* op* -');
    expect(drivers([given('option', '', { class: 8 })])).toBe('- - - - - -');
    expect(drivers([given('option', '', { pid: 0x030c })])).toBe('- - - - - -');
  });

  it('leaves what the flags of its reference reserve', () => {
    expect(drivers([option])).toBe('op* op* op* op* - -');
    expect(drivers([given('option', 'NUMEP2')])).toBe('op* - - - - -');
  });

  it('of qmi_wwan takes all ports that look like QMI, unless they have a driver by then', () => {
    expect(drivers([qmi])).toBe('- qm* qm* qm* qm* -');
    expect(drivers([qmi, option])).toBe('op* qm* qm* qm* qm* -');
    expect(drivers([option, qmi])).toBe('op* op* op* op* qm* -');
  });

  it('stays with a serial driver, which has it at the next attach before any other is given', () => {
    expect(drivers([option, qmi], { again: true })).toBe('op* op* op* op* qm* -');
    // What is kept is asked for in the order of loading: option before qcserial, whichever was given first.
    const both = [given('qcserial', 'QCSERIAL_SWI'), given('option', '')];
    expect(drivers(both)).toBe('qc* op* qc* qc* op* -');
    expect(drivers(both, { again: true })).toBe('op* op* op* op* op* -');
  });

  it('of a serial driver comes after its own table, which has its word on what it refuses too', () => {
    const row = { driver: 'option', vid: 0x2c7c, pid: 0x030b, class: 0xff, subclass: 0, protocol: 0 };
    const reserving = madeTables({ ...row, info: 'RSVD(2)' });
    expect(drivers([given('option', '')], {}, reserving)).toBe('op* op - op op* -');
    expect(drivers([given('option', '')], { again: true }, reserving)).toBe('op* op - op op* -');
  });

  it('of qmi_wwan comes before its own table', () => {
    const two = { driver: 'qmi_wwan', vid: 0x2c7c, pid: 0x030b, number: 5 };
    const storage = { ...quectel, configurations: [{ value: 1, interfaces: [face(5, 'ff/ff/ff', { endpoints: trio(1) })] }] };
    expect(drivers([qmi], {}, madeTables(two), storage)).toBe('qm');
    // Refused by number and class in the table, and taken by the id, which asks for neither.
    const other = { ...storage, configurations: [{ value: 1, interfaces: [face(5, 'fe/ff/ff', { endpoints: trio(1) })] }] };
    expect(drivers([], {}, madeTables(two), other)).toBe('-');
    expect(drivers([{ ...qmi, class: 0xfe }], {}, madeTables(two), other)).toBe('qm*');
  });

  it('gives its nodes the numbers that are left, and takes none away', () => {
    const ports = { driver: 'option', vid: 0x2c7c, pid: 0x030b, protocol: 0x30 };
    const nodes = (ids: readonly GivenId[]) =>
      forecast(quectel, madeTables(ports), null, { ids }).nodes.map(
        ({ interfaceNumber, node, net }) => `${interfaceNumber} ${node ?? net}`,
      );
    expect(nodes([])).toEqual(['0 /dev/ttyUSB0']);
    expect(nodes([option, qmi])).toEqual([
      '0 /dev/ttyUSB0',
      '1 /dev/ttyUSB1',
      '2 /dev/ttyUSB2',
      '3 /dev/ttyUSB3',
      '4 /dev/cdc-wdm0',
      '4 wwan0',
    ]);
  });
});
