import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { ShapeInterface } from '../../../electron/drivers/shape.ts';
import { bytes, device, ether, header, longer, mbim, ncm, part, shorter, union } from './pieces.ts';

/** cdc_ncm, cdc_mbim and huawei_cdc_ncm (Linux drivers/net/usb/cdc_ncm.c, cdc_mbim.c, huawei_cdc_ncm.c). */

const none = new Uint8Array();
const settings = (number: number, ...kinds: readonly string[]) =>
  kinds.map((kind, alternate) => part(number, '0a/00/01', kind, none, alternate));
const data = settings(1, '', 'io');

const ncmControl = (extra: Uint8Array, kinds = 'n', alternate = 0) => part(0, '02/0d/00', kinds, extra, alternate);
const mbimControl = (extra: Uint8Array, kinds = 'n', alternate = 0) => part(0, '02/0e/00', kinds, extra, alternate);
const wholeNcm = bytes(header, union(0, 1), ether(), ncm);
const wholeMbim = bytes(header, union(0, 1), mbim);

const made =
  (driver: string) =>
  (name: string, ...interfaces: readonly ShapeInterface[]) =>
    device(`${driver}: ${name}`, 'fedc:0003', interfaces);
const n = made('cdc_ncm');
const m = made('cdc_mbim');
const huawei = (name: string, ...interfaces: readonly ShapeInterface[]) => device(`huawei_cdc_ncm: ${name}`, '12d1:fedc', interfaces);

const cdcNcm: readonly NamedDevice[] = [
  n('whole', ncmControl(wholeNcm), ...data),
  n('no header', ncmControl(bytes(union(0, 1), ether(), ncm)), ...data),
  n('no union', ncmControl(bytes(header, ether(), ncm)), ...data),
  n('no ethernet', ncmControl(bytes(header, union(0, 1), ncm)), ...data),
  n('no NCM', ncmControl(bytes(header, union(0, 1), ether())), ...data),
  n('no class descriptors', ncmControl(none), ...data),
  n('NCM too short', ncmControl(bytes(header, union(0, 1), ether(), shorter(ncm))), ...data),
  n('NCM longer', ncmControl(bytes(header, union(0, 1), ether(), longer(ncm))), ...data),
  n('header twice', ncmControl(bytes(header, header, union(0, 1), ether(), ncm)), ...data),
  n('NCM before a second header', ncmControl(bytes(ncm, header, union(0, 1), ether(), header)), ...data),
  n('no address', ncmControl(bytes(header, union(0, 1), ether(0), ncm)), ...data),
  n('union with an interface that is not there', ncmControl(bytes(header, union(0, 5), ether(), ncm)), ...data),
  n('union of two others', ncmControl(bytes(header, union(4, 1), ether(), ncm)), ...data),
  n('union with itself', ncmControl(bytes(header, union(0, 0), ether(), ncm)), ncmControl(none, 'nio', 1)),
  n('no alternate 1 of data', ncmControl(wholeNcm), part(1, '0a/00/01', 'io')),
  n('no alternate 0 of data', ncmControl(wholeNcm), part(1, '0a/00/01', 'io', none, 1)),
  n('data without endpoints', ncmControl(wholeNcm), ...settings(1, '', '')),
  n('data with one endpoint', ncmControl(wholeNcm), ...settings(1, '', 'i')),
  n('data endpoints in both settings', ncmControl(wholeNcm), ...settings(1, 'io', 'io')),
  n('data of another class', ncmControl(wholeNcm), part(1, 'fe/00/00', '', none), part(1, 'fe/00/00', 'io', none, 1)),
  n('no notifications', ncmControl(wholeNcm, ''), ...data),
  n('notifications on data', ncmControl(wholeNcm, ''), ...settings(1, '', 'nio')),
  n('data endpoints on control', ncmControl(wholeNcm, 'nio'), ...settings(1, '', '')),
  n(
    'data taken before',
    part(1, '02/06/00', 'n', bytes(header, union(1, 2), ether())),
    part(2, '0a/00/00', 'io'),
    part(3, '02/0d/00', 'n', bytes(header, union(3, 2), ether(), ncm)),
  ),
  n('two alternates of control, both NCM', ncmControl(wholeNcm), ncmControl(wholeNcm, 'n', 1), ...data),
  n('protocol beside the row', part(0, '02/0d/01', 'n', wholeNcm), ...data),
];

/** No union: an association of two names the data interface. */
const associated = (name: string, first: number, count: number): NamedDevice =>
  device(`cdc_ncm: ${name}`, 'fedc:0003', [], {
    configurations: [{ value: 1, interfaces: [ncmControl(bytes(header, ether(), ncm)), ...data], associations: [{ first, count }] }],
  });

const cdcMbim: readonly NamedDevice[] = [
  m('whole', mbimControl(wholeMbim), ...data),
  m('no MBIM', mbimControl(bytes(header, union(0, 1))), ...data),
  m('MBIM too short', mbimControl(bytes(header, union(0, 1), shorter(mbim))), ...data),
  m('no union', mbimControl(bytes(header, mbim)), ...data),
  m('no header', mbimControl(bytes(union(0, 1), mbim)), ...data),
  m('no notifications', mbimControl(wholeMbim, ''), ...data),
  m('no alternate 1 of data', mbimControl(wholeMbim), part(1, '0a/00/02', 'io')),
  m('data without endpoints', mbimControl(wholeMbim), ...settings(1, '', '')),
  m('with an ethernet descriptor', mbimControl(bytes(header, union(0, 1), mbim, ether())), ...data),
  m('with an ethernet descriptor without address', mbimControl(bytes(header, union(0, 1), mbim, ether(0))), ...data),
  m('NCM first, MBIM as alternate 1', ncmControl(wholeNcm), mbimControl(wholeMbim, 'n', 1), ...settings(1, '', 'io', 'io')),
  m('NCM first, without alternate 2 of data', ncmControl(wholeNcm), mbimControl(wholeMbim, 'n', 1), ...settings(1, '', 'io')),
  m(
    'NCM first, the second of another protocol',
    ncmControl(wholeNcm),
    part(0, '02/0e/01', 'n', wholeMbim, 1),
    ...settings(1, '', 'io', 'io'),
  ),
  m(
    'NCM first, MBIM without its descriptor',
    ncmControl(wholeNcm),
    mbimControl(bytes(header, union(0, 1)), 'n', 1),
    ...settings(1, '', 'io', 'io'),
  ),
  m('MBIM in both alternates', mbimControl(wholeMbim), mbimControl(wholeMbim, 'n', 1), ...settings(1, '', 'io', 'io')),
  m('MBIM first, NCM as alternate 1', mbimControl(wholeMbim), ncmControl(wholeNcm, 'n', 1), ...settings(1, '', 'io', 'io')),
  m('device class ff', mbimControl(wholeMbim), ...data),
  device('cdc_mbim: a vendor row under device class ff', '12d1:fedc', [mbimControl(wholeMbim), ...data], { class: 0xff }),
  device('cdc_mbim: no vendor row under device class ff', 'fedc:0003', [mbimControl(wholeMbim), ...data], { class: 0xff }),
];

const wholeHuawei = bytes(header, union(2, 2), ether(), ncm);
const one = (extra: Uint8Array, idle: string, active: string, triple = 'ff/02/16') => [
  part(2, triple, idle, extra),
  part(2, triple, active, none, 1),
];
const huaweiNcm: readonly NamedDevice[] = [
  huawei('whole', ...one(wholeHuawei, 'n', 'nio')),
  huawei('no union', ...one(bytes(header, ether(), ncm), 'n', 'nio')),
  huawei('no ethernet', ...one(bytes(header, union(2, 2), ncm), 'n', 'nio')),
  huawei('no NCM', ...one(bytes(header, union(2, 2), ether()), 'n', 'nio')),
  huawei('no header', ...one(bytes(union(2, 2), ether(), ncm), 'n', 'nio')),
  huawei('no address', ...one(bytes(header, union(2, 2), ether(0), ncm), 'n', 'nio')),
  huawei('no class descriptors', ...one(none, 'n', 'nio')),
  huawei('no endpoints for data', ...one(wholeHuawei, 'n', 'n')),
  huawei('no notifications', ...one(wholeHuawei, 'n', 'io')),
  huawei('no second setting', part(2, 'ff/02/16', 'nio', wholeHuawei)),
  huawei('third row', ...one(wholeHuawei, 'n', 'nio', 'ff/02/76')),
  huawei('protocol beside the rows', ...one(wholeHuawei, 'n', 'nio', 'ff/02/17')),
  huawei('data in the next interface', part(2, 'ff/02/16', 'n', bytes(header, union(2, 3), ether(), ncm)), ...settings(3, '', 'io')),
];

export function ncmDevices(): NamedDevice[] {
  return [...cdcNcm, associated('association of two', 0, 2), associated('association of three', 0, 3), ...cdcMbim, ...huaweiNcm];
}
