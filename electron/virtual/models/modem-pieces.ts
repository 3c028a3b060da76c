import { AtPort, MutePort } from '../at-engine/port.ts';
import { type CarrierOptions, carrierNetwork, type Lan, routerNetwork } from '../behind.ts';
import { isCallUp, isRegistered } from '../call.ts';
import { cdc } from '../descriptors.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { ModemBody } from '../modem.ts';
import type { TinyNetwork } from '../network/tiny-network.ts';
import { type Piece, port, type Speaks } from './layout.ts';
import { bulk, interrupt } from './parts.ts';

/** Pieces that several vendors' modems have beside their network. */

/** What lies behind a network interface of a modem that is a router towards the host and calls by itself once it is in the network. */
export const routed =
  (identity: VirtualIdentity, lan?: Lan) =>
  (body: ModemBody): TinyNetwork =>
    routerNetwork(identity, () => isRegistered(body), lan ? { lan } : {});

/** Of a modem whose host is given the operator's own address, by DHCP unless told otherwise: there with the call. */
export const bridged =
  (identity: VirtualIdentity, options: CarrierOptions = {}) =>
  (body: ModemBody): TinyNetwork =>
    carrierNetwork(identity, body, { up: () => isCallUp(body), ...options });

/**
 * Of a modem that is a router towards the host and has to be told to call. `leases`: it gives its host an address, and answers for itself,
 * with the call alone, or always, so that a lease proves nothing.
 */
export const natted =
  (identity: VirtualIdentity, { lan, leases }: { lan?: Lan; leases: 'with-call' | 'always' }) =>
  (body: ModemBody): TinyNetwork => {
    const online = () => isCallUp(body);
    return routerNetwork(identity, leases === 'always' ? () => true : online, { online, ...(lan ? { lan } : {}) });
  };

/** Android's debug bridge, ff/42/01: no driver of the kernel wants it where a table leaves it out. */
export const adb = (driver: string | null = null): Piece => port('mute', { triple: [0xff, 0x42, 1], notifies: false, driver });

/**
 * CDC ACM: control 02/02 and data 0a, with an association; a `ttyACM` under Linux. Descriptors: CDC PSTN 1.2, 5.3. `protocol` is 1
 * where the firmware names V.250, 0 where it names none.
 */
export function acm(speaks: Speaks | 'mute', protocol = 0): Piece {
  return (n) => {
    const control = n.interface();
    const data = n.interface();
    const notify = n.input();
    const input = n.input();
    const output = n.output();
    return {
      interfaces: [
        {
          number: control,
          class: 2,
          subclass: 2,
          protocol,
          endpoints: [interrupt(notify, 64, 4)],
          extra: [cdc.header(), cdc.callManagement(1, data), cdc.acm(2), cdc.union(control, data)],
          association: { count: 2, class: 2, subclass: 2, protocol },
        },
        { number: data, class: 0x0a, subclass: 0, protocol: 0, endpoints: [bulk(input), bulk(output)] },
      ],
      functions: (body) => [
        speaks === 'mute'
          ? new MutePort({ interfaceNumber: control, output })
          : new AtPort({ interfaceNumber: control, input, output, body, ...speaks }),
      ],
      bindings: [
        { interfaceNumber: control, driver: 'cdc_acm', node: 'ttyACM' },
        { interfaceNumber: data, driver: 'cdc_acm' },
      ],
    };
  };
}
