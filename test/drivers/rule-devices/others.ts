import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { DriverTables } from '../../../modem-db/drivers/index.ts';
import { bytes, device, header, part, union } from './pieces.ts';

/** qmi_wwan, sierra_net, hso, ipheth, kalmia, cdc_wdm, cdc_eem, cdc_subset and usb-storage. */

const none = new Uint8Array();
const second = (number: number, triple: string, first: string, later: string) => [
  part(number, triple, first),
  part(number, triple, later, none, 1),
];

const control = (kinds: string, extra = bytes(header, union(3, 4))) => part(3, 'ff/01/09', kinds, extra);
const data = part(4, 'ff/01/08', 'io');
const qmi: readonly NamedDevice[] = [
  device('qmi_wwan: three endpoints', '2c7c:0125', [part(4, 'ff/ff/ff', 'nio')]),
  device('qmi_wwan: two endpoints', '2c7c:0125', [part(4, 'ff/ff/ff', 'io')]),
  device('qmi_wwan: four endpoints', '2c7c:0125', [part(4, 'ff/ff/ff', 'nioi')]),
  device('qmi_wwan: one endpoint', '2c7c:0125', [part(4, 'ff/ff/ff', 'n')]),
  device('qmi_wwan: bulk for status', '2c7c:0125', [part(4, 'ff/ff/ff', 'ioi')]),
  device('qmi_wwan: status last', '2c7c:0125', [part(4, 'ff/ff/ff', 'ion')]),
  device('qmi_wwan: interrupt out', '2c7c:0125', [part(4, 'ff/ff/ff', 'Nio')]),
  device('qmi_wwan: by number, its number', '1199:68c0', [part(8, 'ff/ff/ff', 'nio')]),
  device('qmi_wwan: by number, the one beside', '1199:68c0', [part(9, 'ff/ff/ff', 'nio')]),
  device('qmi_wwan: by number, another class', '1199:68c0', [part(8, '02/06/00', 'nio')]),
  device('qmi_wwan: by number, two endpoints', '1199:68c0', [part(8, 'ff/ff/ff', 'io')]),
  device('qmi_wwan: device class ff', '2c7c:0125', [part(4, 'ff/ff/ff', 'nio')], { class: 0xff }),
  device('qmi_wwan: control and data by union', '12d1:fedc', [control('n'), data]),
  device('qmi_wwan: control with its data that is not there', '12d1:fedc', [control('n')]),
  device('qmi_wwan: union that names nobody, whole by itself', '12d1:fedc', [control('nio', bytes(header, union(3, 9)))]),
  device('qmi_wwan: union of another master', '12d1:fedc', [control('nio', bytes(header, union(2, 4))), data]),
  device('qmi_wwan: union with itself', '12d1:fedc', [control('nio', bytes(header, union(3, 3)))]),
  device('qmi_wwan: no union, control alone', '12d1:fedc', [control('n', none), data]),
  device('qmi_wwan: header twice', '12d1:fedc', [control('n', bytes(header, header, union(3, 4))), data]),
  device('qmi_wwan: data without endpoints', '12d1:fedc', [control('n'), part(4, 'ff/01/08', '')]),
  device('qmi_wwan: control whose first endpoint is bulk', '12d1:fedc', [control('i'), data]),
  device('qmi_wwan: control with two endpoints', '12d1:fedc', [control('nn'), data]),
  device('qmi_wwan: data before control', '12d1:fedc', [part(2, 'ff/01/08', 'io'), control('n', bytes(header, union(3, 2)))]),
];

const ff = (numbers: readonly number[], kinds = 'nio') => numbers.map((number) => part(number, 'ff/ff/ff', kinds));
const directIp: readonly NamedDevice[] = [
  device('sierra_net: its numbers', '1199:68a3', ff([3, 7, 10, 11])),
  device('sierra_net: two endpoints', '1199:68a3', ff([7], 'io')),
  device('sierra_net: four endpoints', '1199:68a3', ff([7], 'nioi')),
  device('sierra_net: three without bulk out', '1199:68a3', ff([7], 'nii')),
  device('sierra_net: three without an interrupt', '1199:68a3', ff([7], 'ioi')),
  device('sierra_net: id beside', '1199:68a4', ff([7])),
];

/** Says which serial ports the network interface carries (hso.c, hso_get_mux_ports). */
const portMask = bytes([3, 0xff, 0x05]);
const network = (kinds: string, extra = portMask) => part(0, 'ff/ff/ff', kinds, extra);
const hso: readonly NamedDevice[] = [
  device('hso: default layout', '0af0:6711', [network('nio'), ...ff([1, 2, 3])]),
  device('hso: longer layout', '0af0:d013', [network('nio'), ...ff([1, 2, 3, 4])]),
  device('hso: network that names no ports', '0af0:6711', [network('nio', none)]),
  device('hso: network with a longer descriptor', '0af0:6711', [network('nio', bytes([4, 0xff, 5, 0]))]),
  device('hso: network without notifications', '0af0:6711', [network('io')]),
  device('hso: network with bulk in alone', '0af0:6711', [network('ni')]),
  device('hso: serial without notifications', '0af0:6711', ff([0, 1], 'io')),
  device('hso: modem without notifications', '0af0:6711', [...ff([0, 1]), ...ff([2], 'io')]),
  device('hso: serial with bulk in alone', '0af0:6711', [...ff([0]), ...ff([1], 'i')]),
  device('hso: network in the second setting', '0af0:6711', [network(''), part(0, 'ff/ff/ff', 'nio', portMask, 1)]),
  device('hso: network in the second setting, ports named in the first', '0af0:6711', [network(''), part(0, 'ff/ff/ff', 'nio', none, 1)]),
  device('hso: storage', '0af0:6711', [part(0, '08/06/50', 'io')]),
  device('hso: asks the device', '0af0:7301', ff([0, 1, 2])),
  device('hso: asks the device, no bulk', '0af0:7301', ff([0], 'n')),
];

const apple: readonly NamedDevice[] = [
  device('ipheth: alternate 1', '05ac:12a8', second(2, 'ff/fd/01', '', 'io')),
  device('ipheth: no alternate 1', '05ac:12a8', [part(2, 'ff/fd/01', 'io')]),
  device('ipheth: alternate 1 with one endpoint', '05ac:12a8', second(2, 'ff/fd/01', 'io', 'i')),
  device('ipheth: another vendor', '05ad:12a8', second(2, 'ff/fd/01', '', 'io')),
];

const kalmia: readonly NamedDevice[] = [
  device('kalmia: the row that keeps it off', '04e8:689a', ff([0], 'io')),
  device('kalmia: switched, its class', '04e8:6889', ff([0], 'io')),
  device('kalmia: switched, another class', '04e8:6889', [part(0, '0a/00/00', 'io')]),
];

const small: readonly NamedDevice[] = [
  device('cdc_wdm: one interrupt endpoint', 'fedc:0005', [part(0, '02/09/01', 'n')]),
  device('cdc_wdm: with class descriptors', 'fedc:0005', [part(0, '02/09/01', 'n', bytes(header, union(0, 0)))]),
  device('cdc_wdm: two endpoints', 'fedc:0005', [part(0, '02/09/01', 'ni')]),
  device('cdc_wdm: bulk', 'fedc:0005', [part(0, '02/09/01', 'i')]),
  device('cdc_wdm: interrupt out', 'fedc:0005', [part(0, '02/09/01', 'N')]),
  device('cdc_wdm: no endpoint', 'fedc:0005', [part(0, '02/09/01', '')]),
  device('cdc_eem: bulk both ways', 'fedc:0006', [part(0, '02/0c/07', 'io')]),
  device('cdc_eem: bulk one way', 'fedc:0006', [part(0, '02/0c/07', 'i')]),
  device('cdc_eem: no endpoint', 'fedc:0006', [part(0, '02/0c/07', '')]),
  device('cdc_subset: endpoints asked for', '0402:5632', ff([0], 'io')),
  device('cdc_subset: endpoints asked for, none there', '0402:5632', ff([0], '')),
  device('cdc_subset: named endpoints', '0547:2720', ff([0], 'ioio')),
  device('cdc_subset: named endpoints, others there', '0547:2720', ff([0], 'io')),
  device('cdc_subset: other named endpoints', '0525:2888', ff([0], 'ioioioio')),
  device('cdc_subset: class 02', '0525:a4a2', [part(0, '02/06/00', 'io')]),
];

const disc = (name: string, triple: string, kinds = 'io') => device(`usb-storage: ${name}`, 'fedc:0007', [part(0, triple, kinds)]);
const storage: readonly NamedDevice[] = [
  disc('bulk-only SCSI', '08/06/50'),
  disc('bulk-only, out first', '08/06/50', 'oi'),
  disc('one endpoint', '08/06/50', 'i'),
  disc('no endpoint', '08/06/50', ''),
  disc('three endpoints', '08/06/50', 'nio'),
  disc('UFI by control and bulk', '08/04/01', 'io'),
  disc('UFI by control, bulk and interrupt', '08/04/00', 'nio'),
  disc('the same without an interrupt', '08/04/00', 'io'),
  disc('the same with an interrupt out', '08/04/00', 'Nio'),
  ...['01', '02', '03', '04', '05', '06', '07'].map((subclass) => disc(`subclass ${subclass}`, `08/${subclass}/50`)),
  ...['42', '51', '62', '02'].map((protocol) => disc(`protocol ${protocol}`, `08/06/${protocol}`)),
  disc('class ff', 'ff/06/50'),
  device('usb-storage: other classes of an id that it has whole', '0af0:7401', [part(0, 'fe/01/01', 'nio'), part(1, '02/02/01', 'io')], {
    bcdDevice: 0,
  }),
  device('usb-storage: device class ff', 'fedc:0007', [part(0, '08/06/50', 'io')], { class: 0xff }),
];

/** Vendors of modems in the table of storage quirks, whose rows name a device whole. Of Huawei's sixty-six alike rows two. */
const MODEM_VENDORS = [0x05c6, 0x0af0, 0x0fce, 0x1199, 0x19d2];
const HUAWEI = [0x1001, 0x1436];

function storageQuirks(tables: DriverTables): NamedDevice[] {
  const rows = (tables.drivers.get('usb-storage') ?? []).filter(
    ({ vid = 0, pid = 0 }) => MODEM_VENDORS.includes(vid) || (vid === 0x12d1 && HUAWEI.includes(pid)),
  );
  return rows.map(({ vid = 0, pid = 0, bcdLo = 0 }) => {
    const id = `${vid.toString(16).padStart(4, '0')}:${pid.toString(16).padStart(4, '0')}`;
    const interfaces = [part(0, '08/06/50'), part(1, 'ff/ff/ff', 'nio'), part(2, '08/06/42'), part(3, 'ff/06/50')];
    return device(`usb-storage: quirks of ${id}`, id, interfaces, { bcdDevice: bcdLo });
  });
}

export function otherDevices(tables: DriverTables): NamedDevice[] {
  return [...qmi, ...directIp, ...hso, ...apple, ...kalmia, ...small, ...storage, ...storageQuirks(tables)];
}
