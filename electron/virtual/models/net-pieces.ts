import { cdc } from '../descriptors.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { ModemBody } from '../modem.ts';
import { NcmFunction } from '../network/ncm-function.ts';
import { macBytes } from '../network/packets.ts';
import { rndisFunctions } from '../network/rndis-function.ts';
import type { TinyNetwork } from '../network/tiny-network.ts';
import type { Piece } from './layout.ts';
import { type MbimPartOptions, mbimPart } from './mbim-part.ts';
import { bulk, interrupt } from './parts.ts';

/** Network adapters of classes that many makers have: RNDIS, NCM and MBIM. */

type NetworkOf = (body: ModemBody) => TinyNetwork;

/**
 * usbnet's rule for the name of a point-to-point Ethernet (Linux 6.1 usbnet_probe): `usb` where the host's address is a locally
 * administered one, else `eth`. Devices that their driver calls WWAN have their own, `wwan`. `mac`: twelve hex digits.
 */
export function netName(mac: string): 'usb' | 'eth' {
  return ((macBytes(mac)[0] ?? 0) & 0x02) === 0 ? 'eth' : 'usb';
}

export interface RndisPieceOptions {
  /** Class, subclass, protocol: e0/01/03 unless told; others that rndis_host takes are ef/04/01 and 02/02/ff. */
  readonly triple?: readonly [number, number, number];
  /** `usb` unless told; `netName` says which of `usb` and `eth` an address leads to. */
  readonly net?: 'usb' | 'eth' | 'wwan';
  /** What OID_GEN_VENDOR_DESCRIPTION says. */
  readonly vendor?: string;
  /** An association before it; default true. Firmware of the time before them has none. */
  readonly association?: boolean;
}

/**
 * RNDIS: control and data, the bulk endpoints numbered first, as `usb-devices` shows an EC25 with usbnet 3 (forum.gl-inet.com,
 * 28294) and a ZTE MF286R (openwrt/openwrt, pull request 9670). Functional descriptors: Linux' f_rndis.c, which those run.
 */
export function rndis(network: NetworkOf, options: RndisPieceOptions = {}): Piece {
  const { triple = [0xe0, 1, 3], net = 'usb', vendor = 'RNDIS', association = true } = options;
  const [cls, subclass, protocol] = triple;
  return (n) => {
    const control = n.interface();
    const data = n.interface();
    const endpoints = { input: n.input(), output: n.output(), interrupt: n.input() };
    return {
      interfaces: [
        {
          number: control,
          class: cls,
          subclass,
          protocol,
          endpoints: [interrupt(endpoints.interrupt, 8, 9)],
          extra: [cdc.header(), cdc.callManagement(0, data), cdc.acm(0), cdc.union(control, data)],
          ...(association ? { association: { count: 2, class: cls, subclass, protocol } } : {}),
        },
        { number: data, class: 0x0a, subclass: 0, protocol: 0, endpoints: [bulk(endpoints.input), bulk(endpoints.output)] },
      ],
      functions: (body) =>
        rndisFunctions({ controlInterface: control, dataInterface: data, ...endpoints, network: network(body), vendorDescription: vendor }),
      bindings: [
        { interfaceNumber: control, driver: 'rndis_host', net },
        { interfaceNumber: data, driver: 'rndis_host' },
      ],
    };
  };
}

/**
 * CDC NCM: control 02/0d and data 0a/00/01, with an association. The MAC address is a string of the device, number 4 unless told
 * (`moreStrings` begins there); the network's `hostMac` has to be the same. Descriptors: USB CDC NCM 1.0, 5.2, with the capabilities of
 * Linux' f_ncm.c less the CRC, which this one does not make: packet filters.
 */
export function ncm(network: NetworkOf, net: 'usb' | 'eth' | 'wwan' = 'usb', macString = 4): Piece {
  return (n) => {
    const control = n.interface();
    const data = n.interface();
    const endpoints = { interrupt: n.input(), input: n.input(), output: n.output() };
    const second = { number: data, class: 0x0a, subclass: 0, protocol: 1 };
    return {
      interfaces: [
        {
          number: control,
          class: 2,
          subclass: 0x0d,
          protocol: 0,
          endpoints: [interrupt(endpoints.interrupt, 16, 9)],
          extra: [cdc.header(), cdc.union(control, data), cdc.ethernet(macString), cdc.ncm(0x01)],
          association: { count: 2, class: 2, subclass: 0x0d, protocol: 0 },
        },
        { ...second, endpoints: [] },
        { ...second, alternate: 1, endpoints: [bulk(endpoints.input), bulk(endpoints.output)] },
      ],
      functions: (body) => [new NcmFunction({ interfaceNumber: control, dataInterface: data, ...endpoints, network: network(body) })],
      bindings: [
        { interfaceNumber: control, driver: 'cdc_ncm', net },
        { interfaceNumber: data, driver: 'cdc_ncm' },
      ],
    };
  };
}

/** MBIM (`mbimPart`) with the next free numbers. */
export function mbim(identity: VirtualIdentity, options: Pick<MbimPartOptions, 'maxControlMessage' | 'abilities'> = {}): Piece {
  return (n) =>
    mbimPart({
      number: n.interface(),
      data: n.interface(),
      interrupt: n.input(),
      input: n.input(),
      output: n.output(),
      identity,
      ...options,
    });
}
