import { commonTable } from '../at-engine/common.ts';
import { quectelTable } from '../at-engine/quectel.ts';
import { qmiFunctions } from '../behind.ts';
import { cdc } from '../descriptors.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { EcmFunction } from '../network/ecm-function.ts';
import { layout } from './layout.ts';
import { mbimPart } from './mbim-part.ts';
import { routed } from './modem-pieces.ts';
import { netName, rndis } from './net-pieces.ts';
import { bindingsOf, bulk, compose, interrupt, type Part, serialDescriptors, serialPart } from './parts.ts';

/** A Quectel EC25 in a USB adapter. Revision and serial number as real ones of the EC25-E give them. */
export const quectelEc25Identity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'Quectel',
  model: 'EC25',
  revision: 'EC25EFAR06A08M4G',
  hardware: 'EC25-E',
  imei: '861536030196001',
  imsi: '001010000000033',
  iccid: '8901010000000000033',
  mac: '024ba8c5d1e7',
  ip: { address: '10.64.66.65', mask: '255.255.255.252', gateway: '10.64.66.66', dns: ['10.64.66.66', '192.0.2.53'], mtu: 1500 },
};

/** An EC25 under some maker's name. */
export interface Ec25Make {
  readonly name: string;
  readonly title: string;
  readonly identity: VirtualIdentity;
  readonly vid: number;
  readonly pid: number;
  readonly manufacturer: string;
  readonly product: string;
  /** usbnet of a fresh one: 0 QMI, 1 ECM, 2 MBIM, 3 RNDIS. */
  readonly usbnet: 0 | 1 | 2 | 3;
  /** False: Linux has no row for this id, so that only functions of a standard class get a driver. */
  readonly listed: boolean;
}

const speaksOf = (identity: VirtualIdentity) => ({ identity, tables: [commonTable, quectelTable] });

/**
 * Four interfaces in a row in every composition: diagnosis, NMEA, AT, modem; `first` of them and of their endpoints. Classes,
 * endpoints and descriptors: lsusb of an EC25-E on the Osmocom wiki.
 */
function serialParts(identity: VirtualIdentity, first = { number: 0, input: 0x81, output: 0x01 }): Part[] {
  const { number, input, output } = first;
  const speaks = speaksOf(identity);
  const modemPort = (at: number, from: number, to: number, who: typeof speaks | 'mute') =>
    serialPart({
      number: at,
      triple: [0xff, 0, 0],
      endpoints: { input: from, interrupt: from + 1, output: to },
      extra: serialDescriptors.quectel(),
      speaks: who,
    });
  return [
    serialPart({ number, triple: [0xff, 0xff, 0xff], endpoints: { input, output }, speaks: 'mute' }),
    modemPort(number + 1, input + 1, output + 1, 'mute'),
    modemPort(number + 2, input + 3, output + 2, speaks),
    modemPort(number + 3, input + 5, output + 3, speaks),
  ];
}

const NET = { interrupt: 0x89, input: 0x88, output: 0x05 } as const;

/** usbnet 0: interface 4 is QMI control and data in one. */
function qmiPart(identity: VirtualIdentity): Part {
  return {
    interfaces: [
      {
        number: 4,
        class: 0xff,
        subclass: 0xff,
        protocol: 0xff,
        endpoints: [interrupt(NET.interrupt, 8, 9), bulk(NET.input), bulk(NET.output)],
      },
    ],
    functions: (body) => qmiFunctions({ control: 4, data: 4, ...NET, rawIpOnly: true, identity }, body),
    bindings: [{ interfaceNumber: 4, driver: 'qmi_wwan', node: 'cdc-wdm', net: 'wwan' }],
  };
}

/** usbnet 1: interfaces 4 and 5 are an Ethernet adapter with an association, as Quectel's EC200A shows it in usb-devices (forums.quectel.com, 21726). */
function ecmPart(identity: VirtualIdentity): Part {
  const data = { number: 5, class: 0x0a, subclass: 0, protocol: 0 };
  return {
    interfaces: [
      {
        number: 4,
        class: 2,
        subclass: 6,
        protocol: 0,
        endpoints: [interrupt(NET.interrupt, 16, 9)],
        extra: [cdc.header(), cdc.union(4, 5), cdc.ethernet(4)],
        association: { count: 2, class: 2, subclass: 6, protocol: 0 },
      },
      { ...data, endpoints: [] },
      { ...data, alternate: 1, endpoints: [bulk(NET.input), bulk(NET.output)] },
    ],
    functions: (body) => [new EcmFunction({ controlInterface: 4, dataInterface: 5, ...NET, network: routed(identity)(body) })],
    bindings: [
      { interfaceNumber: 4, driver: 'cdc_ether', net: 'usb' },
      { interfaceNumber: 5, driver: 'cdc_ether' },
    ],
  };
}

/**
 * usbnet 3: RNDIS in interfaces 0 and 1, the four serial ones behind it, as /sys/kernel/debug/usb/devices shows an EC25 in a
 * GL-X750 (forum.gl-inet.com, 28294). As in ECM the module calls by itself as soon as it is in the network.
 */
function rndisParts(identity: VirtualIdentity): Part[] {
  return [
    ...layout([rndis(routed(identity), { net: netName(identity.mac) })]),
    ...serialParts(identity, { number: 2, input: 0x83, output: 0x02 }),
  ];
}

/** By `usbnet`. 2: interfaces 4 and 5 are MBIM, numbers and endpoints as an EG25-G shows them (Godles-lab/usb-modem-sms, issue 1). */
const networks: Readonly<Record<string, (identity: VirtualIdentity) => Part>> = {
  qmi: qmiPart,
  ecm: ecmPart,
  mbim: (identity) => mbimPart({ number: 4, data: 5, ...NET, identity }),
};
const names = ['qmi', 'ecm', 'mbim', 'rndis'] as const;

function partsOf({ identity }: Ec25Make, composition: string): Part[] {
  return composition === 'rndis' ? rndisParts(identity) : [...serialParts(identity), (networks[composition] ?? ecmPart)(identity)];
}

/** Drivers that take these interfaces by a row of the device's own; the others go by class. */
const byId = ['option', 'qmi_wwan'];

/** Compositions `qmi`, `ecm`, `mbim` and `rndis`, all under one id. */
export function ec25Model(make: Ec25Make): ModemModel {
  const { name, title, identity, vid, pid, manufacturer, product, usbnet, listed } = make;
  return {
    name,
    title,
    compositions: names,
    factory: () => ({ usbnet, servicedomain: 2 }),
    powerUp: (flash) => names[Number(flash['usbnet'])] ?? 'ecm',
    compose: (composition, body) => {
      const associated = composition !== 'qmi';
      const spec = {
        vid,
        pid,
        bcdDevice: 0x0318,
        // An interface association needs the class triple that announces it (USB ECN, Interface Association Descriptors).
        ...(associated ? { class: 0xef, subclass: 2, protocol: 1 } : {}),
        // With RNDIS it is called as the listing has it, and has no serial number.
        ...(composition === 'rndis'
          ? { manufacturer: 'Android', product: 'Android' }
          : { manufacturer, product, serial: '0123456789ABCDEF' }),
        moreStrings: [identity.mac.toUpperCase()],
        attributes: 0xa0,
        maxPower: 500,
      };
      return compose(spec, partsOf(make, composition), body);
    },
    bindings: (composition) =>
      bindingsOf(partsOf(make, composition)).map((binding) =>
        listed || binding.driver === null || !byId.includes(binding.driver)
          ? binding
          : { interfaceNumber: binding.interfaceNumber, driver: null },
      ),
  };
}

/** As shipped it shows `ecm`; the id is 2c7c:0125 in each. */
export const quectelEc25: ModemModel = ec25Model({
  name: 'quectel-ec25',
  title: 'Quectel EC25 module (USB adapter)',
  identity: quectelEc25Identity,
  vid: 0x2c7c,
  pid: 0x0125,
  manufacturer: 'Quectel',
  product: 'EC25-EUX',
  usbnet: 1,
  listed: true,
});
