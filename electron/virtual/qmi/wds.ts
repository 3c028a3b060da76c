import { type Answer, type Asked, accept, errors, type Firmware, fail, type Handler, type Handlers, ok, WDS } from './firmware.ts';
import { defaultIpSettings } from './identity.ts';
import { bytesOf, numberOf, sized8, tlv, u8, u16, u32 } from './wire.ts';

const text = (value: Uint8Array | undefined) => Buffer.from(value ?? new Uint8Array()).toString('utf8');

/** Dotted to a number whose most significant byte is the first. */
const ipv4 = (dotted: string) => u32(dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));

/** The one profile, 3GPP number 1: kept in flash. */
const PROFILE = u8(0, 1);
const profileApn = (f: Firmware) => {
  const apn = f.body.flash['qmiApn'];
  return typeof apn === 'string' ? apn : '';
};

const CONNECTED = 2;
const DISCONNECTED = 1;
/** `QmiWdsCallEndReason`: no service; the verbose type that goes with it is the call manager's (3), reason no service (2001). */
const noService = [tlv(0x10, u16(3)), tlv(0x11, u16(3), u16(2001))];
/** Only IPv4 allowed: ESM cause 50 of TS 24.301, 9.9.4.4, as verbose type 3GPP (6). */
const ipv4Only = [tlv(0x10, u16(1)), tlv(0x11, u16(6), u16(50))];

/** Status, reconfiguration required, IPv4. */
function announce(f: Firmware, client: number, status: number): void {
  const ended = status === DISCONNECTED ? [tlv(0x10, u16(2))] : [];
  f.indicate(WDS, client, 0x0022, [tlv(0x01, u8(status, 0)), ...ended, tlv(0x12, u8(4))]);
}

/** The radio went off or the SIM is locked: every connection ends. */
export function endConnections(f: Firmware): void {
  for (const client of f.connectedClients) if (f.disconnect(client)) announce(f, client, DISCONNECTED);
}

function start(asked: Asked, f: Firmware): Answer {
  if (f.connectionOf(asked.client)) return fail(errors.noEffect);
  if (!f.registered) return fail(errors.callFailed, ...noService);
  if (asked.tlv(0x19)?.[0] === 6) return fail(errors.callFailed, ...ipv4Only);
  const apn = asked.tlv(0x14);
  const { handle } = f.connect(asked.client, apn ? text(apn) : profileApn(f));
  announce(f, asked.client, CONNECTED);
  return ok(tlv(0x01, u32(handle)));
}

function stop(asked: Asked, f: Firmware): Answer {
  const connection = f.connectionOf(asked.client);
  const handle = numberOf(asked.tlv(0x01));
  // All ones: whatever there is, as ModemManager and uqmi ask to end an automatic connection.
  if (!connection) return fail(handle === 0xffff_ffff ? errors.noEffect : errors.invalidHandle);
  if (handle !== connection.handle && handle !== 0xffff_ffff) return fail(errors.invalidHandle);
  f.disconnect(asked.client);
  announce(f, asked.client, DISCONNECTED);
  return ok();
}

/** Groups of `QmiWdsRequestedSettings`; without a mask a firmware sends what it has. */
function settings(asked: Asked, f: Firmware): Answer {
  const connection = f.connectionOf(asked.client);
  if (!connection) return fail(errors.outOfCall);
  const mask = asked.tlv(0x10);
  const wants = (bit: number) => mask === undefined || ((numberOf(mask) >> bit) & 1) === 1;
  const ip = f.identity.ip ?? defaultIpSettings;
  return ok(
    ...(wants(2) ? [tlv(0x11, u8(0))] : []),
    ...(wants(3) ? [tlv(0x14, connection.apn)] : []),
    ...(wants(4) ? [tlv(0x15, ipv4(ip.dns[0])), tlv(0x16, ipv4(ip.dns[1]))] : []),
    ...(wants(8) ? [tlv(0x1e, ipv4(ip.address))] : []),
    ...(wants(9) ? [tlv(0x20, ipv4(ip.gateway)), tlv(0x21, ipv4(ip.mask))] : []),
    ...(wants(13) ? [tlv(0x29, u32(ip.mtu))] : []),
    ...(wants(15) ? [tlv(0x2b, u8(4))] : []),
  );
}

const profileSettings: Handler = (asked, f) => {
  const [type, index] = asked.tlv(0x01) ?? [];
  if (type !== 0 || index !== 1) return fail(errors.invalidProfile);
  // Name, IPv4, APN, user, password, no authentication, APN not disabled.
  return ok(
    tlv(0x10, 'profile1'),
    tlv(0x11, u8(0)),
    tlv(0x14, profileApn(f)),
    tlv(0x1b, ''),
    tlv(0x1c, ''),
    tlv(0x1d, u8(0)),
    tlv(0x2f, u8(0)),
  );
};

const modifyProfile: Handler = (asked, f) => {
  const [type, index] = asked.tlv(0x01) ?? [];
  if (type !== 0 || index !== 1) return fail(errors.invalidProfile);
  const apn = asked.tlv(0x14);
  if (apn) {
    f.body.flash['qmiApn'] = text(apn);
    f.body.saveFlash();
  }
  return ok();
};

/** WDS: data connections. Nothing flows; the network function of a model sees `connected` in the body's memory. */
export const wdsHandlers: Handlers = new Map<number, Handler>([
  [0x0000, accept],
  // Set Event Report; Indication Register
  [0x0001, accept],
  [0x0003, accept],
  [0x0020, start],
  [0x0021, stop],
  // Get Packet Service Status
  [0x0022, (asked, f) => ok(tlv(0x01, u8(f.connectionOf(asked.client) ? CONNECTED : DISCONNECTED)))],
  // Get Channel Rates: now and at most, up and down, bit/s
  [
    0x0023,
    (asked, f) =>
      f.connectionOf(asked.client)
        ? ok(tlv(0x01, u32(50_000_000), u32(150_000_000), u32(50_000_000), u32(150_000_000)))
        : fail(errors.outOfCall),
  ],
  // Get Packet Statistics: packets sent and received, errors and overflows of each; then bytes
  [
    0x0024,
    (asked, f) => {
      if (!f.connectionOf(asked.client)) return fail(errors.outOfCall);
      const zero = u32(0);
      return ok(...[0x10, 0x11, 0x12, 0x13, 0x14, 0x15].map((type) => tlv(type, zero)), tlv(0x19, zero, zero), tlv(0x1a, zero, zero));
    },
  ],
  [0x0028, modifyProfile],
  // Get Profile List
  [0x002a, () => ok(tlv(0x01, u8(1), PROFILE, sized8('profile1')))],
  [0x002b, profileSettings],
  [0x002d, settings],
  // Get Autoconnect Settings: off
  [0x0034, () => ok(tlv(0x01, u8(0)))],
  // Get Data Bearer Technology: LTE (10)
  [0x0037, (asked, f) => (f.connectionOf(asked.client) ? ok(tlv(0x01, u8(10))) : fail(errors.outOfCall))],
  // Get Current Data Bearer Technology: 3GPP, LTE
  [0x0044, (asked, f) => (f.connectionOf(asked.client) ? ok(tlv(0x01, bytesOf(u8(2), u32(1 << 5), u32(0)))) : fail(errors.outOfCall))],
  // Get Default Profile Number
  [0x0049, () => ok(tlv(0x01, u8(1)))],
  // Set IP Family: IPv4 only
  [0x004d, (asked) => (asked.tlv(0x01)?.[0] === 6 ? fail(errors.invalidArgument) : ok())],
  // Get LTE Attach Parameters: APN, IPv4, attach performed
  [0x0085, (_, f) => (f.registered ? ok(tlv(0x10, profileApn(f)), tlv(0x11, u8(0)), tlv(0x12, u8(1))) : fail(errors.deviceNotReady))],
  // Get Max LTE Attach PDN Number; Get LTE Attach PDN List: profile 1 now, nothing pending
  [0x0092, () => ok(tlv(0x10, u8(1)))],
  [0x0094, () => ok(tlv(0x10, u8(1), u16(1)), tlv(0x11, u8(0)))],
]);
