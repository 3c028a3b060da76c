import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import type { ShapeInterface } from '../../../electron/drivers/shape.ts';
import { acm, bytes, call, device, ether, header, mbim, part, union } from './pieces.ts';

/** Which configuration the kernel takes (Linux drivers/usb/core/generic.c), and who is asked where several could have an interface. */

const vendor = [part(0, 'ff/ff/ff', 'nio')];
const storage = [part(0, '08/06/50', 'io')];
const rndis = (triple: string) => [part(0, triple, 'n', bytes(header, call(1), acm(0), union(0, 1))), part(1, '0a/00/00')];
const ecm = [part(0, '02/06/00', 'n', bytes(header, union(0, 1), ether())), part(1, '0a/00/00')];
const mbimFunction = [
  part(0, '02/0e/00', 'n', bytes(header, union(0, 1), mbim)),
  part(1, '0a/00/02', ''),
  part(1, '0a/00/02', 'io', new Uint8Array(), 1),
];

function several(
  name: string,
  configurations: readonly (readonly ShapeInterface[])[],
  more: { readonly class?: number } = {},
): NamedDevice {
  return device(`configuration: ${name}`, 'fedc:0008', [], {
    configurations: configurations.map((interfaces, index) => ({ value: index + 1, interfaces })),
    ...more,
  });
}

const choices: readonly NamedDevice[] = [
  several('vendor, MBIM', [vendor, mbimFunction]),
  several('vendor, vendor', [vendor, vendor]),
  several('ECM, MBIM', [ecm, mbimFunction]),
  several('vendor, MBIM under device class ff', [vendor, mbimFunction], { class: 0xff }),
  several('RNDIS of class 02, ECM', [rndis('02/02/ff'), ecm]),
  several('RNDIS of class 02, vendor', [rndis('02/02/ff'), vendor]),
  several('RNDIS of class e0, ECM', [rndis('e0/01/03'), ecm]),
  several('ActiveSync, ECM', [rndis('ef/01/01'), ecm]),
  several('ActiveSync, vendor', [rndis('ef/01/01'), vendor]),
  several('RNDIS alone', [rndis('02/02/ff')]),
  several('vendor, RNDIS', [vendor, rndis('02/02/ff')]),
  several('vendor, RNDIS, ECM', [vendor, rndis('02/02/ff'), ecm]),
  several('storage, vendor', [storage, vendor]),
  several('vendor, vendor, storage', [vendor, vendor, storage]),
];

const between: readonly NamedDevice[] = [
  device(
    'between: qmi_wwan and option on one id',
    '2c7c:0125',
    [0, 1, 2, 3, 4].map((n) => part(n, 'ff/ff/ff', n === 0 ? 'io' : 'nio')),
  ),
  device(
    'between: sierra and sierra_net',
    '1199:68aa',
    [0, 3, 7].map((n) => part(n, 'ff/ff/ff', 'nio')),
  ),
  device('between: option and cdc_ether', '2c7c:0296', ecm),
  device('between: option and cdc_acm', '2c7c:0296', [part(0, '02/02/01', 'n', bytes(header, union(0, 1))), part(1, '0a/00/00')]),
  device('between: option and rndis_host', '2c7c:0296', rndis('e0/01/03')),
  device('between: option and usb-storage', '2c7c:0296', storage),
  device(
    'between: option and qcserial',
    '1410:a010',
    [0, 1, 2, 3].map((n) => part(n, 'ff/ff/ff', 'nio')),
  ),
  device('between: cdc_ncm and cdc_mbim', 'fedc:0008', mbimFunction),
  device('between: option and storage of no protocol', '2c7c:0296', [part(0, '08/06/42', 'io')]),
];

export function configurationDevices(): NamedDevice[] {
  return [...choices, ...between];
}
