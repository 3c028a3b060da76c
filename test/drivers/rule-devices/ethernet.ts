import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { ShapeInterface } from '../../../electron/drivers/shape.ts';
import type { DriverTables } from '../../../modem-db/drivers/index.ts';
import { acm, bytes, call, device, ether, header, longer, mdlm, mdlmDetail, part, shorter, union } from './pieces.ts';

/** cdc_ether, rndis_host and lg-vl600 (Linux drivers/net/usb/cdc_ether.c, rndis_host.c, lg-vl600.c). */

const data = part(1, '0a/00/00');
const whole = bytes(header, union(0, 1), ether());

/** An ECM function of an id that has no row of its own. */
function ecm(
  name: string,
  extra: Uint8Array,
  more: { readonly control?: string; readonly kinds?: string; readonly data?: readonly ShapeInterface[] } = {},
) {
  return device(`cdc_ether: ${name}`, 'fedc:0001', [
    part(0, more.control ?? '02/06/00', more.kinds ?? 'n', extra),
    ...(more.data ?? [data]),
  ]);
}

const cdcEther: readonly NamedDevice[] = [
  ecm('whole', whole),
  ecm('MDLM', bytes(header, union(0, 1), ether(), mdlm(), mdlmDetail), { control: '02/0a/00' }),
  ecm('MDLM of another GUID', bytes(header, union(0, 1), ether(), mdlm(0), mdlmDetail), { control: '02/0a/00' }),
  ecm('MDLM with a short detail', bytes(header, union(0, 1), ether(), mdlm(), [4, 0x24, 0x13, 0]), { control: '02/0a/00' }),
  ecm('MDLM without any', whole, { control: '02/0a/00' }),
  ecm('protocol beside the row', whole, { control: '02/06/01' }),
  ecm('no union', bytes(header, ether())),
  ecm('no header', bytes(union(0, 1), ether())),
  ecm('no ethernet', bytes(header, union(0, 1))),
  ecm('no class descriptors', bytes()),
  ecm('header too short', bytes(shorter(header), union(0, 1), ether())),
  ecm('header too long', bytes(longer(header), union(0, 1), ether())),
  ecm('union too short', bytes(header, shorter(union(0, 1)), ether())),
  ecm('union of three', bytes(header, [6, 0x24, 6, 0, 1, 2], ether())),
  ecm('ethernet too short', bytes(header, union(0, 1), shorter(ether()))),
  ecm('ethernet too long', bytes(header, union(0, 1), longer(ether()))),
  ecm('header twice', bytes(header, header, union(0, 1), ether())),
  ecm('union twice, the second another', bytes(header, union(0, 1), union(3, 4), ether())),
  ecm('ethernet twice', bytes(header, union(0, 1), ether(), ether())),
  ecm('no address', bytes(header, union(0, 1), ether(0))),
  ecm('vendor descriptor before', bytes([3, 0xff, 0], header, union(0, 1), ether())),
  ecm('a length of two within', bytes(header, [2, 0x24], union(0, 1), ether())),
  ecm('union with an interface that is not there', bytes(header, union(0, 7), ether())),
  ecm('union whose master is not there', bytes(header, union(7, 1), ether())),
  ecm('union of two others', bytes(header, union(1, 2), ether()), { data: [data, part(2, 'fe/00/00')] }),
  ecm('union the wrong way round', bytes(header, union(1, 0), ether())),
  ecm('union with itself', bytes(header, union(0, 0), ether()), { kinds: 'nio' }),
  ecm('data of another class', whole, { data: [part(1, 'fe/00/00')] }),
  ecm('data without endpoints', whole, { data: [part(1, '0a/00/00', '')] }),
  ecm('data with one endpoint', whole, { data: [part(1, '0a/00/00', 'i')] }),
  ecm('data in a later setting', whole, { data: [part(1, '0a/00/00', ''), part(1, '0a/00/00', 'io', new Uint8Array(), 1)] }),
  ecm('control without endpoints', whole, { kinds: '' }),
  ecm('control with bulk', whole, { kinds: 'i' }),
  ecm('control with two endpoints', whole, { kinds: 'nn' }),
  device('cdc_ether: device class ff', 'fedc:0001', [part(0, '02/06/00', 'n', whole), data], { class: 0xff }),
  device('cdc_ether: device class ff and a row with a vendor', '19d2:1003', [part(0, '02/06/00', 'n', whole), data], { class: 0xff }),
  device('cdc_ether: two functions', 'fedc:0001', [
    part(0, '02/06/00', 'n', whole),
    data,
    part(2, '02/06/00', 'n', bytes(header, union(2, 3), ether())),
    part(3, '0a/00/00'),
  ]),
  device('cdc_ether: two functions with one data interface', 'fedc:0001', [
    part(0, '02/06/00', 'n', whole),
    data,
    part(2, '02/06/00', 'n', bytes(header, union(2, 1), ether())),
  ]),
  device('cdc_ether: data before control', 'fedc:0001', [
    part(0, '0a/00/00'),
    part(1, '02/06/00', 'n', bytes(header, union(1, 0), ether())),
  ]),
  device('cdc_ether: data that option took before', '2c7c:0296', [
    part(0, '0a/00/00'),
    part(1, '02/06/00', 'n', bytes(header, union(1, 0), ether())),
  ]),
];

/** Rows that only keep the driver off, one of each vendor, and the id beside each. */
function blacklist(tables: DriverTables): NamedDevice[] {
  const rows = (tables.drivers.get('cdc_ether') ?? []).filter(({ info }) => info === '0');
  const firsts = [...new Map(rows.map((row) => [row.vid, row])).values()];
  return firsts.flatMap(({ vid = 0, pid = 0, number = 0 }) => {
    const id = (n: number) => `${vid.toString(16)}:${n.toString(16)}`;
    const interfaces = [part(number, '02/06/00', 'n', bytes(header, union(number, number + 1), ether())), part(number + 1, '0a/00/00')];
    return [
      device(`cdc_ether: kept off ${id(pid)}`, id(pid), interfaces),
      device(`cdc_ether: beside ${id(pid)}`, id(pid + 0x1000), interfaces),
    ];
  });
}

function rndis(name: string, extra: Uint8Array, more: { readonly triple?: string; readonly kinds?: string; readonly first?: number } = {}) {
  const first = more.first ?? 0;
  const before = Array.from({ length: first }, (_, number) => part(number, 'fe/00/00'));
  return device(`rndis_host: ${name}`, 'fedc:0002', [
    ...before,
    part(first, more.triple ?? 'e0/01/03', more.kinds ?? 'n', extra),
    part(first + 1, '0a/00/00'),
  ]);
}

const wholeRndis = bytes(header, call(1), acm(0), union(0, 1));
const rndisHost: readonly NamedDevice[] = [
  rndis('whole', wholeRndis),
  rndis('ActiveSync without descriptors', bytes(), { triple: 'ef/01/01' }),
  rndis("Novatel's triple", wholeRndis, { triple: 'ef/04/01' }),
  rndis('class 02', wholeRndis, { triple: '02/02/ff' }),
  rndis('class 02 that is a modem', bytes(header, call(1), acm(2), union(0, 1)), { triple: '02/02/ff' }),
  rndis('wireless with capabilities of a modem', bytes(header, acm(2), union(0, 1))),
  rndis('triple beside', wholeRndis, { triple: 'e0/01/02' }),
  rndis('no union', bytes(header)),
  rndis('no header', bytes(union(0, 1))),
  rndis('union that names nobody', bytes(header, union(6, 7))),
  rndis('union with itself', bytes(header, union(0, 0)), { kinds: 'n' }),
  rndis('union of two others', bytes(header, union(1, 1))),
  rndis('no union, on 2 and 3', bytes(header), { first: 2 }),
  rndis('union, on 2 and 3', bytes(header, union(2, 3)), { first: 2 }),
  rndis('header twice', bytes(header, header, union(0, 1))),
  rndis('no status endpoint', wholeRndis, { kinds: '' }),
  rndis('two status endpoints', wholeRndis, { kinds: 'nn' }),
  rndis('bulk for status', wholeRndis, { kinds: 'i' }),
  device('rndis_host: merged function', 'fedc:0002', [part(0, 'e0/01/03', 'nio', bytes(header, union(0, 0)))]),
  device('rndis_host: no data interface', 'fedc:0002', [part(0, 'e0/01/03', 'n', bytes(header))]),
  device('rndis_host: data without endpoints', 'fedc:0002', [part(0, 'e0/01/03', 'n', wholeRndis), part(1, '0a/00/00', '')]),
  device('rndis_host: data of another class', 'fedc:0002', [part(0, 'e0/01/03', 'n', wholeRndis), part(1, 'fe/00/00')]),
];

const lg: readonly NamedDevice[] = [
  device('lg-vl600: whole', '1004:61aa', [part(0, '02/06/00', 'n', whole), data]),
  device('lg-vl600: no ethernet descriptor', '1004:61aa', [part(0, '02/06/00', 'n', bytes(header, union(0, 1))), data]),
];

export function ethernetDevices(tables: DriverTables): NamedDevice[] {
  return [...cdcEther, ...blacklist(tables), ...rndisHost, ...lg];
}
