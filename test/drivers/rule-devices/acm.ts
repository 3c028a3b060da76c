import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { ShapeInterface } from '../../../electron/drivers/shape.ts';
import { acm, bytes, call, device, header, part, shorter, union } from './pieces.ts';

/** cdc_acm (Linux drivers/usb/class/cdc-acm.c). */

const none = new Uint8Array();
const control = (extra: Uint8Array, kinds = 'n') => part(0, '02/02/01', kinds, extra);
const data = part(1, '0a/00/00');
const whole = bytes(header, call(1), acm(2), union(0, 1));
const of = (name: string, ...interfaces: readonly ShapeInterface[]) => device(`cdc_acm: ${name}`, 'fedc:0004', interfaces);
const under = (name: string, id: string, ...interfaces: readonly ShapeInterface[]) => device(`cdc_acm: ${name}`, id, interfaces);

const devices: readonly NamedDevice[] = [
  of('whole', control(whole), data),
  of('protocol 6', part(0, '02/02/06', 'n', whole), data),
  of('protocol 7, of no row', part(0, '02/02/07', 'n', whole), data),
  of('no header', control(bytes(call(1), acm(2), union(0, 1))), data),
  of('union alone', control(bytes(union(0, 1))), data),
  of('union too short', control(bytes(header, shorter(union(0, 1)))), data),
  of('no union, call management names data', control(bytes(header, call(1))), data),
  of('no union, call management names 0', control(bytes(header, call(0))), data),
  of('no union, call management names nobody', control(bytes(header, call(9))), data),
  of('no union and no call management', control(bytes(header)), data),
  of('no class descriptors', control(none), data),
  of('no class descriptors, three endpoints', control(none, 'nio')),
  of('no union, three endpoints in one', control(bytes(header), 'nio')),
  of('no union, three endpoints none of them an interrupt', control(bytes(header), 'ioi')),
  of('no union, four endpoints in one', control(bytes(header), 'nioi')),
  of('header twice', control(bytes(header, header, call(1), union(0, 1))), data),
  of('union with itself, three endpoints', control(bytes(header, union(0, 0)), 'nio')),
  of('union with itself, two endpoints', control(bytes(header, union(0, 0)), 'io')),
  of('union with an interface that is not there', control(bytes(header, union(0, 9))), data),
  of('union whose master is not there', control(bytes(header, union(9, 1))), data),
  of('union whose master is not there, three endpoints', control(bytes(header, union(9, 1)), 'nio'), data),
  of('union whose master is of class ff', control(bytes(header, union(2, 1))), data, part(2, 'ff/00/00', 'n')),
  of('union whose master is another', control(bytes(header, union(2, 1))), data, part(2, '02/02/01', 'n', none)),
  of('union the wrong way round', control(bytes(header, union(1, 0))), data),
  of('data of another class', control(whole), part(1, 'fe/00/00')),
  of('data with one endpoint', control(whole), part(1, '0a/00/00', 'i')),
  of('data without endpoints', control(whole), part(1, '0a/00/00', '')),
  of('data with three endpoints', control(whole), part(1, '0a/00/00', 'ion')),
  of('data both ways in', control(whole), part(1, '0a/00/00', 'ii')),
  of('data out first', control(whole), part(1, '0a/00/00', 'oi')),
  of('control without endpoints', control(whole, ''), data),
  of('control with bulk', control(whole, 'i'), data),
  of('control with three endpoints', control(whole, 'nio'), data),
  of('data before control', part(0, '0a/00/00'), part(1, '02/02/01', 'n', bytes(header, union(1, 0)))),
  of('two functions', control(whole), data, part(2, '02/02/01', 'n', bytes(header, union(2, 3))), part(3, '0a/00/00')),
  of('two functions with one data interface', control(whole), data, part(2, '02/02/01', 'n', bytes(header, union(2, 1)))),
  device('cdc_acm: device class ff', 'fedc:0004', [control(whole), data], { class: 0xff }),
  device('cdc_acm: device class 02', 'fedc:0004', [control(whole), data], { class: 0x02 }),
  under('ignored', '04e8:685d', control(whole), data),
  under('beside an ignored one', '04e8:685e', control(whole), data),
  under('NO_UNION_12', '04b8:0d12', part(0, 'fe/00/00'), part(1, '02/02/01', 'n'), part(2, '0a/00/00')),
  under('NO_UNION_12 without 2', '04b8:0d12', part(0, 'fe/00/00'), part(1, '02/02/01', 'n')),
  under('a vendor class for data where the row says so', '17ef:6161', control(whole), part(1, 'ff/00/00')),
  under('the same without that row', '17ef:6162', control(whole), part(1, 'fe/00/00')),
  under('a row of the id alone, on every interface', '1bc7:0021', control(whole), data, part(2, 'ff/ff/ff', 'nio', none)),
];

/** Rows whose devices have no union: control on 0, data on 1. 0421 is Nokia, whose rows are plain. */
const withoutUnion: readonly NamedDevice[] = [
  ['0572:1340', 'NO_UNION_NORMAL'],
  ['0421:042d', 'no quirk'],
].flatMap(([id = '', what]) => [
  under(`${what}, nothing but interfaces`, id, part(0, '02/02/ff', 'n', none), data),
  under(`${what}, control and data the wrong way round`, id, part(0, '0a/00/00', 'io', none), part(1, '02/02/ff', 'n', none)),
  under(`${what}, one interface`, id, part(0, '02/02/ff', 'nio', none)),
  under(`${what}, data of another class`, id, part(0, '02/02/ff', 'n', none), part(1, 'fe/00/00')),
]);

export function acmDevices(): NamedDevice[] {
  return [...devices, ...withoutUnion];
}
