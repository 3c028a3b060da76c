import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { ShapeInterface } from '../../../electron/drivers/shape.ts';
import type { DriverRow, DriverTables } from '../../../modem-db/drivers/index.ts';
import { device, part } from './pieces.ts';

/** Serial drivers: option with each of its flags, qcserial's layouts, sierra and the others (Linux drivers/usb/serial). */

const hex = (n: number | undefined, digits: number) => (n ?? 0xff).toString(16).padStart(digits, '0');
const idOf = ({ vid, pid }: DriverRow) => `${hex(vid, 4)}:${hex(pid, 4)}`;
const tripleOf = (row: DriverRow) => `${hex(row.class, 2)}/${hex(row.subclass, 2)}/${hex(row.protocol, 2)}`;

/** For each driver_info of option one device of ten interfaces, so that those it reserves and their neighbours are there. */
function optionFlags(tables: DriverTables): NamedDevice[] {
  const firsts = new Map<string, DriverRow>();
  for (const row of tables.drivers.get('option') ?? [])
    if (row.pid !== undefined && row.number === undefined && !firsts.has(row.info)) firsts.set(row.info, row);
  return [...firsts].map(([info, row]) => {
    const interfaces = Array.from({ length: 7 }, (_, number) => part(number, tripleOf(row), 'io'));
    return device(`option: flags ${info === '' ? 'none' : info}`, idOf(row), interfaces);
  });
}

const ports = (count: number, kinds = 'nio') => Array.from({ length: count }, (_, number) => part(number, 'ff/ff/ff', kinds));
/** Alternate settings of interface 0 beside the other ports. */
const withSecond = (count: number): ShapeInterface[] => [
  part(0, 'ff/ff/ff', ''),
  part(0, 'ff/ff/ff', 'nio', new Uint8Array(), 1),
  ...ports(count).slice(1),
];

const option: readonly NamedDevice[] = [
  device('option: two endpoints under NUMEP2', '2c7c:0191', [part(0, 'ff/ff/ff', 'io')]),
  device('option: three endpoints under NUMEP2', '2c7c:0191', [part(0, 'ff/ff/ff', 'nio')]),
  device('option: one endpoint under NUMEP2', '2c7c:0191', [part(0, 'ff/ff/ff', 'i')]),
  device('option: a storage interface of an id that it has whole', '12d1:1001', [part(0, 'ff/ff/ff'), part(1, '08/06/50')]),
  device('option: id beside a row', '2c7c:7002', [part(0, 'ff/00/00')]),
  device('option: no endpoint', '2c7c:0900', [part(0, 'ff/00/00', '')]),
  device('option: bulk to the host alone', '2c7c:0900', [part(0, 'ff/00/00', 'i')]),
  device('option: bulk from the host alone', '2c7c:0900', [part(0, 'ff/00/00', 'o')]),
  device('option: interrupt alone', '2c7c:0900', [part(0, 'ff/00/00', 'n')]),
  device('option: six endpoints', '2c7c:0900', [part(0, 'ff/00/00', 'nioio')]),
  device('option: device class ff and a row of class and id', '2c7c:0900', [part(0, 'ff/00/00')], { class: 0xff }),
];

const gobi1 = '05c6:9212';
const gobi2 = '05c6:9208';
const sierraLayout = '1199:9071';
const qcserial: readonly NamedDevice[] = [
  ...[1, 2, 3, 4, 5, 6].map((count) => device(`qcserial: Gobi 1000 of ${count}`, gobi1, ports(count))),
  ...[2, 3, 4, 5].map((count) => device(`qcserial: Gobi 1000 of ${count} with alternate 1 of 0`, gobi1, withSecond(count))),
  ...[1, 2, 3, 4, 5, 6].map((count) => device(`qcserial: Gobi 2000 of ${count}`, gobi2, ports(count))),
  ...[4, 5, 6].map((count) => device(`qcserial: Quectel EC20 as Gobi 2000, of ${count}`, '05c6:9215', ports(count))),
  ...[1, 2, 4, 9, 12].map((count) => device(`qcserial: Sierra layout of ${count}`, sierraLayout, ports(count, 'io'))),
  device('qcserial: another class than ff', sierraLayout, [part(0, '02/02/01'), part(2, 'ff/ff/ff'), part(3, 'fe/00/00')]),
  device('qcserial: download mode', '05c6:9008', [part(0, 'ff/ff/ff', 'io')]),
  device('qcserial: download mode, out before in', '05c6:9008', [part(0, 'ff/ff/ff', 'oi')]),
  device('qcserial: download mode, three endpoints', '05c6:9008', [part(0, 'ff/ff/ff', 'ion')]),
  device('qcserial: download mode, one endpoint', '05c6:9008', [part(0, 'ff/ff/ff', 'i')]),
  device('qcserial: download mode in alternate 1', '05c6:9008', [part(0, 'ff/ff/ff', ''), part(0, 'ff/ff/ff', 'io', new Uint8Array(), 1)]),
  device('qcserial: download mode with three alternates', '05c6:9008', [
    part(0, 'ff/ff/ff', 'io'),
    part(0, 'ff/ff/ff', 'io', new Uint8Array(), 1),
    part(0, 'ff/ff/ff', 'io', new Uint8Array(), 2),
  ]),
  device('qcserial: download mode, class 08', '05c6:9008', [part(0, '08/06/50', 'io')]),
];

/** Protocols of Huawei's composition under qcserial's row: ports, and those that are none. */
function huaweiLayout(tables: DriverTables): NamedDevice[] {
  const row = tables.drivers.get('qcserial')?.find(({ info }) => info === 'QCSERIAL_HWI');
  if (!row) return [];
  const protocols = ['01', '12', '07', '37', '67', '08', '09', '16', '46', '76'];
  const of = (list: readonly string[]) => list.map((protocol, number) => part(number, `ff/01/${protocol}`, 'io'));
  return [device('qcserial: Huawei layout', idOf(row), of(protocols)), device('qcserial: Huawei layout of one', idOf(row), of(['12']))];
}

const others: readonly NamedDevice[] = [
  device(
    'sierra: numbers that are DirectIP network',
    '1199:68a3',
    [0, 1, 3, 4, 7, 8, 9, 10, 11, 12].map((n) => part(n, 'ff/ff/ff', 'io')),
  ),
  device(
    'sierra: the same numbers of another',
    '1199:6880',
    [0, 7, 8, 10, 11].map((n) => part(n, 'ff/ff/ff', 'nio')),
  ),
  device(
    'sierra: numbers 19 and 20',
    '0f3d:68aa',
    [18, 19, 20, 21].map((n) => part(n, 'ff/ff/ff', 'io')),
  ),
  device('sierra: class beside its row', '1199:6880', [part(0, 'ff/00/00')]),
  device('sierra: two alternate settings', '1199:6880', [part(0, 'ff/ff/ff', ''), part(0, 'ff/ff/ff', 'nio', new Uint8Array(), 1)]),
  device('sierra: no endpoint', '1199:6880', [part(0, 'ff/ff/ff', '')]),
  device('sierra: seven endpoints', '1199:6880', [part(0, 'ff/ff/ff', 'nioioio')]),
  device('sierra: storage under a row of the id alone', '1199:0017', [part(0, '08/06/50'), part(1, 'ff/ff/ff', 'nio')]),
  device('ipw: as it is', '0bc3:0001', [part(0, 'ff/ff/ff', 'nio')]),
  device('ipw: no bulk', '0bc3:0001', [part(0, 'ff/ff/ff', 'n')]),
  device('ipw: id beside it', '0bc3:0002', [part(0, 'ff/ff/ff', 'nio')]),
];

/** Every driver under usb_serial_simple by one row, with endpoints and without. */
function simple(tables: DriverTables): NamedDevice[] {
  return (tables.drivers.get('usb_serial_simple') ?? []).slice(0, 27).flatMap((row, index) => {
    if (index % 4 !== 0) return [];
    const triple = tripleOf(row);
    return [
      device(`usb_serial_simple: ${idOf(row)}`, idOf(row), [part(0, triple, 'nio')]),
      device(`usb_serial_simple: ${idOf(row)} without endpoints`, idOf(row), [part(0, triple, '')]),
    ];
  });
}

export function serialDevices(tables: DriverTables): NamedDevice[] {
  return [...optionFlags(tables), ...option, ...qcserial, ...huaweiLayout(tables), ...others, ...simple(tables)];
}
