import { commonTable } from '../at-engine/common.ts';
import { balongTable, huaweiTable } from '../at-engine/huawei.ts';
import { atControl, carrierNetwork } from '../behind.ts';
import { cdc } from '../descriptors.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { NcmFunction } from '../network/ncm-function.ts';
import { cardPart, cdPart, discComposition, discParts } from './huawei-disc.ts';
import { hilinkParts } from './huawei-hilink.ts';
import { bindingsOf, bulk, compose, interrupt, type Part, serialDescriptors, serialPart } from './parts.ts';

/** A Huawei stick on a Balong chip. Revision: an E3276 in a ModemManager listing on github.com. */
export const huaweiNcmIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'huawei',
  model: 'E3276',
  revision: '21.260.05.00.618',
  hardware: 'CH2E3276SM',
  imei: '860123021234561',
  imsi: '001010000000017',
  iccid: '8901010000000000017',
  mac: '001e101f0000',
  ip: { address: '10.64.64.65', mask: '255.255.255.252', gateway: '10.64.64.66', dns: ['10.64.64.66', '192.0.2.53'], mtu: 1500 },
};

const tables = [commonTable, huaweiTable, balongTable];

/** What `^SETPORT` is on a fresh stick: right of the semicolon stands the composition of the listing below. */
const FACTORY_PORTS = 'A1,A2;10,12,16,A1,A2';

/** Compositions other than that one carry their port codes in their name. */
const PORTS = 'ports:';

/**
 * The modem composition, one interface for each port code, in the order of `^SETPORT`. Interfaces and descriptors: listing of
 * a 12d1:1506 with Linux' usb-devices (`Cls=ff Sub=03 Prot=10`, `12`, `16`, storage), and `lsusb -vvv` of an E3372s on
 * morfikov's blog for endpoints and functional descriptors.
 */
function portParts(codes: readonly string[]): Part[] {
  let inputs = 0x80;
  let outputs = 0x00;
  return codes.map((code, number) => {
    const input = ++inputs;
    const output = ++outputs;
    switch (code) {
      case '16':
        return ncmPart(number, input, ++inputs, output);
      case 'A1':
        return cdPart({ number, input, output, name: 'Mass Storage' });
      case 'A2':
        return cardPart({ number, input, output, name: 'Mass Storage' });
      case '10':
      case '1': {
        const endpoints = { input, interrupt: ++inputs, output };
        return serialPart({ ...serial(number, code), endpoints, speaks: { identity: huaweiNcmIdentity, tables } });
      }
      case '12':
        return serialPart({ ...serial(number, code), endpoints: { input, output }, speaks: { identity: huaweiNcmIdentity, tables } });
      default:
        return serialPart({ ...serial(number, code), endpoints: { input, output }, speaks: 'mute' });
    }
  });
}

/** The interface protocol is the port code read as hex: 10, 12 and 16 as listed, 1 as in option's table (12d1 ff/03/01). */
function serial(number: number, code: string) {
  return { number, triple: [0xff, 3, Number.parseInt(code, 16)] as const, extra: serialDescriptors.huawei(number) };
}

function ncmPart(number: number, input: number, notify: number, output: number): Part {
  const extra = [cdc.header(), cdc.ncm(0x1f), ncmEthernet(), cdc.union(number, number)];
  const control = interrupt(notify, 16, 5);
  const shared = { number, class: 0xff, subclass: 3, protocol: 0x16 };
  return {
    interfaces: [
      { ...shared, alternate: 0, endpoints: [control], extra, name: 'NCM Network Control Model' },
      { ...shared, alternate: 1, endpoints: [control, bulk(input), bulk(output)], name: 'CDC Network Data' },
    ],
    functions: (body) => [
      atControl({ interfaceNumber: number, interrupt: notify, identity: huaweiNcmIdentity, tables }, body),
      new NcmFunction({
        interfaceNumber: number,
        input,
        output,
        network: carrierNetwork(huaweiNcmIdentity, body),
      }),
    ],
    bindings: [{ interfaceNumber: number, driver: 'huawei_cdc_ncm', node: 'cdc-wdm', net: 'wwan' }],
  };
}

/** `0d 24 0f 09 0f 00 00 00 ea 05 03 00 01` of the dump, with the string index of this device: the MAC is its fourth string. */
function ncmEthernet(): Uint8Array {
  return Uint8Array.from([13, 0x24, 0x0f, 4, 0x0f, 0, 0, 0, 0xea, 0x05, 3, 0, 1]);
}

/** `^SETPORT` as the two compositions that it names: before the switch (`null`: none) and after it. */
function ports(setport: unknown): { disc: boolean; modem: string } {
  const [before = 'A1,A2', after = ''] = (typeof setport === 'string' ? setport : FACTORY_PORTS).split(';');
  const factory = FACTORY_PORTS.split(';')[1] ?? '';
  return { disc: before !== 'FF', modem: after === factory || after === '' ? 'ncm' : `${PORTS}${after}` };
}

function partsOf(composition: string, switchesTo: string): Part[] {
  if (composition === 'disc') return discParts(switchesTo);
  // What a stick with HiLink firmware comes back as: for the fault of a dongle that returns as another.
  if (composition === 'hilink') return hilinkParts((body) => carrierNetwork(huaweiNcmIdentity, body));
  const codes = composition.startsWith(PORTS) ? composition.slice(PORTS.length) : (FACTORY_PORTS.split(';')[1] ?? '');
  return portParts(codes.split(','));
}

/** Compositions: `disc` (12d1:1446), `ncm` (12d1:1506), `ports:<codes>` after ^SETPORT, and `hilink` (12d1:14dc) for a fault. */
export const huaweiNcm: ModemModel = {
  name: 'huawei-ncm',
  title: 'Huawei E3276 stick (NCM)',
  compositions: ['disc', 'ncm', 'hilink', `${PORTS}10,12,16`, `${PORTS}3,10,1,12,13,5,14,A,16,A1,A2`],
  factory: () => ({ setport: FACTORY_PORTS }),
  powerUp: (flash) => {
    const { disc, modem } = ports(flash['setport']);
    return disc ? 'disc' : modem;
  },
  compose: (composition, body) => {
    const { modem } = ports(body.flash['setport']);
    if (composition === 'disc') return discComposition(0x1446, body, modem);
    const hilink = composition === 'hilink';
    const spec = {
      vid: 0x12d1,
      pid: hilink ? 0x14dc : 0x1506,
      bcdUsb: 0x0210,
      bcdDevice: 0x0102,
      // USB 2.0 extension with link power management, as dumped; the SuperSpeed capability of the dump is left out: the port is not one.
      bos: Uint8Array.from([5, 15, 12, 0, 1, 7, 16, 2, 2, 0, 0, 0]),
      class: hilink ? 2 : 0,
      manufacturer: 'HUAWEI_MOBILE',
      product: 'HUAWEI_MOBILE',
      moreStrings: [huaweiNcmIdentity.mac.toUpperCase()],
      attributes: 0x80,
      maxPower: 2,
    };
    return compose(spec, partsOf(composition, modem), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition, 'ncm')),
};
