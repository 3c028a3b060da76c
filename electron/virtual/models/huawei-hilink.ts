import { commonTable } from '../at-engine/common.ts';
import { balongTable, bothKindsTable, huaweiTable } from '../at-engine/huawei.ts';
import { carrierNetwork, hilinkNetwork } from '../behind.ts';
import { cdc } from '../descriptors.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemBody, ModemModel } from '../modem.ts';
import { EcmFunction } from '../network/ecm-function.ts';
import type { TinyNetwork } from '../network/tiny-network.ts';
import { Sim } from '../sim.ts';
import { cardPart, cdPart } from './huawei-disc.ts';
import { diag, layout, port } from './layout.ts';
import { ncm } from './net-pieces.ts';
import { bindingsOf, bulk, compose, interrupt, type Part } from './parts.ts';

/** A Huawei stick with HiLink firmware: a router in a stick, with no port for AT unless HuaweiAltMode switches it. MAC address: that of the listing below. */
export const huaweiHilinkIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'huawei',
  model: 'E3372h',
  revision: '22.315.01.00.00',
  hardware: 'CL2E3372HM',
  imei: '860123031234576',
  imsi: '001010000000041',
  iccid: '8901010000000000041',
  mac: '0c5b8f279a64',
  ip: { address: '10.64.67.65', mask: '255.255.255.252', gateway: '10.64.67.66', dns: ['10.64.67.66', '192.0.2.53'], mtu: 1500 },
};

/**
 * 12d1:14dc: Ethernet and a card reader, `lsusb -v` in mvp/uhubctl, issue 255; its 94 bytes leave no room for an alternate setting of
 * the data interface. The addresses of the bulk endpoints are not in it, but for the interrupt's number, 3.
 */
export function hilinkParts(network: (body: ModemBody) => TinyNetwork): Part[] {
  const endpoints = { interrupt: 0x83, input: 0x81, output: 0x01 };
  return [
    {
      interfaces: [
        {
          number: 0,
          class: 2,
          subclass: 6,
          protocol: 0,
          endpoints: [interrupt(endpoints.interrupt, 16, 5)],
          extra: [cdc.header(), cdc.union(0, 1), cdc.ethernet(4)],
          name: 'CDC Ethernet Control Model (ECM)',
        },
        { number: 1, class: 0x0a, subclass: 6, protocol: 0, endpoints: [bulk(endpoints.input), bulk(endpoints.output)] },
      ],
      functions: (body) => [
        new EcmFunction({ controlInterface: 0, dataInterface: 1, ...endpoints, alternates: false, network: network(body) }),
      ],
      bindings: [
        { interfaceNumber: 0, driver: 'cdc_ether', net: 'eth' },
        { interfaceNumber: 1, driver: 'cdc_ether' },
      ],
    },
    cardPart({ number: 2, input: 0x82, output: 0x02 }),
  ];
}

/** The disc state, 12d1:1f01: a CD-ROM drive alone (kernel log of an E3372 in L. Poulain's notes on it for Android, linaro.org). */
const discParts = () => [cdPart({ number: 0, input: 0x81, output: 0x01, switchesTo: 'hilink', alternative: 'modem' })];

/** It dials by itself. */
const online = (body: ModemBody) => new Sim(body).state === 'ready';

const serial = [0xff, 0xff, 0xff] as const;
const speaks = { identity: huaweiHilinkIdentity, tables: [commonTable, huaweiTable, balongTable, bothKindsTable] };

/**
 * 12d1:155e: modem, diagnosis, AT and NCM, as an E3372h-153 with firmware 22.329 shows them (trackIT-Systems/modemmanager-e3372,
 * docs/E3372h-153.md).
 */
const modemParts = () =>
  layout([
    port(speaks, { triple: serial }),
    diag(),
    port(speaks, { triple: serial, notifies: false }),
    ncm((body) => carrierNetwork(huaweiHilinkIdentity, body), 'wwan'),
  ]);

function partsOf(composition: string): Part[] {
  if (composition === 'disc') return discParts();
  if (composition === 'modem') return modemParts();
  return hilinkParts((body) => hilinkNetwork(huaweiHilinkIdentity, () => online(body)));
}

const pids: Readonly<Record<string, number>> = { disc: 0x1f01, hilink: 0x14dc, modem: 0x155e };

/** Compositions: `disc` (12d1:1f01), `hilink` (12d1:14dc) and, by HuaweiAltMode, `modem` (12d1:155e). */
export const huaweiHilink: ModemModel = {
  name: 'huawei-hilink',
  title: 'Huawei E3372h stick (HiLink)',
  compositions: ['disc', 'hilink', 'modem'],
  factory: () => ({}),
  powerUp: () => 'disc',
  compose: (composition, body) => {
    const disc = composition === 'disc';
    if (disc) body.memory.delete('switching');
    const spec = {
      vid: 0x12d1,
      pid: pids[composition] ?? 0x14dc,
      bcdUsb: 0x0210,
      bcdDevice: 0x0102,
      // USB 2.0 extension with link power management, as an E3372s has it (morfikov's blog).
      bos: Uint8Array.from([5, 15, 12, 0, 1, 7, 16, 2, 2, 0, 0, 0]),
      class: composition === 'hilink' ? 2 : 0,
      manufacturer: 'HUAWEI_MOBILE',
      product: 'HUAWEI_MOBILE',
      ...(disc ? { serial: '0123456789ABCDEF' } : { moreStrings: [huaweiHilinkIdentity.mac.toUpperCase()] }),
      attributes: 0x80,
      maxPower: 2,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
