import { type Answer, fail, type Handler, type Handlers, type MbimFirmware, ok, status } from './firmware.ts';
import { type HostInfo, list, structure, u32, u64, uuid } from './wire.ts';

/** MBIM_ACTIVATION_STATE, 10.5.12. */
const ACTIVATED = 1;
const DEACTIVATED = 3;
/** MBIM_CONTEXT_IP_TYPE. */
const IPV4 = 1;
const IPV6 = 2;
/** ESM cause 50, PDN type IPv4 only allowed: TS 24.301, 9.9.4.4. */
const IPV4_ONLY = 50;
/** MBIM_CONTEXT_TYPE_INTERNET. */
const INTERNET = '7e5e2a7e4e6f7272736b656e7e5e2a7e';
/** Characters, 10.5.12 (200 bytes). */
const MAX_APN = 100;

/** Session 0; voice: none; IPv4 or default; internet; the network's cause. */
const connectInfo = (firmware: MbimFirmware, cause = 0) =>
  structure(u32(0, firmware.activated ? ACTIVATED : DEACTIVATED, 0, firmware.activated ? IPV4 : 0), uuid(INTERNET), u32(cause));

function connect(firmware: MbimFirmware, asked: HostInfo): Answer {
  const [session, command, ipType] = [asked.u32(0), asked.u32(4), asked.u32(40)];
  const [apn, user, password] = [asked.text(8), asked.text(16), asked.text(24)];
  const type = asked.hex(44, 16);
  if (session === null || command === null || ipType === null || apn === null || user === null || password === null || type === null)
    return fail(status.invalidParameters);
  if (command === 0) {
    if (session !== 0 || !firmware.activated) return fail(status.contextNotActivated);
    firmware.deactivate();
    return ok(connectInfo(firmware));
  }
  if (command !== 1) return fail(status.invalidParameters);
  const refusal = whyNot(firmware, session, type, apn);
  if (refusal !== null) return fail(refusal);
  if (ipType === IPV6) return fail(status.failure, connectInfo(firmware, IPV4_ONLY));
  firmware.activate();
  return ok(connectInfo(firmware));
}

function whyNot(firmware: MbimFirmware, session: number, type: string, apn: string): number | null {
  if (!firmware.radioOn) return status.radioPowerOff;
  if (firmware.simRefusal !== null) return firmware.simRefusal;
  if (!firmware.attached) return status.packetServiceDetached;
  if (type !== INTERNET) return status.contextNotSupported;
  if (apn.length > MAX_APN) return status.invalidAccessString;
  return session !== 0 || firmware.activated ? status.maxActivatedContexts : null;
}

/** Length of the prefix of a dotted mask. */
const prefixOf = (mask: string) => mask.split('.').reduce((bits, part) => bits + Number(part).toString(2).replaceAll('0', '').length, 0);
const dotted = (...addresses: readonly string[]) => Buffer.from(addresses.flatMap((address) => address.split('.').map(Number)));

/** 10.5.15: address, gateway, DNS and MTU of IPv4 (bits 0 to 3); nothing of IPv6. */
function ipConfiguration({ identity: { ip } }: MbimFirmware): Uint8Array {
  return structure(
    u32(0, 0xf, 0),
    u32(1),
    { offset: Buffer.concat([u32(prefixOf(ip.mask)), dotted(ip.address)]) },
    u32(0, 0),
    { offset: dotted(ip.gateway) },
    u32(0, ip.dns.length),
    { offset: dotted(...ip.dns) },
    u32(0, 0, ip.mtu, 0),
  );
}

/** Data sessions: there is one. Nothing flows here; the network function sees `connected` in the body's memory. */
export const sessionHandlers: Handlers = new Map<number, Handler>([
  [12, { query: (f, asked) => (asked.u32(0) === 0 ? ok(connectInfo(f)) : fail(status.contextNotActivated)), set: connect }],
  // PROVISIONED_CONTEXTS: none
  [13, { query: () => ok(structure(...list([]))) }],
  [
    15,
    {
      query: (f, asked) => {
        const session = asked.u32(0);
        if (session === null) return fail(status.invalidParameters);
        return session === 0 && f.activated ? ok(ipConfiguration(f)) : fail(status.contextNotActivated);
      },
    },
  ],
  // PACKET_STATISTICS: discards and errors in; octets and packets in and out; errors and discards out
  [20, { query: () => ok(structure(u32(0, 0), u64(0, 0, 0, 0), u32(0, 0))) }],
]);
