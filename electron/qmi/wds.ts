import type { QmiClient, RequestOptions } from './client.ts';
import { type RefusalDetail, readOf, refused } from './failures.ts';
import { messagesOf, type QmiRequest, requestOf } from './services.ts';
import { type Tlv, type Tlvs, value } from './tlv.ts';

/** WDS, the wireless data service. A connection lasts as long as the client id that started it. */
export const wdsMessages = messagesOf('WDS', {
  start: [0x0020, 'Start Network'],
  stop: [0x0021, 'Stop Network'],
  status: [0x0022, 'Get Packet Service Status'],
  settings: [0x002d, 'Get Current Settings'],
});

export interface StartNetwork {
  /** Empty: the modem's default. */
  readonly apn: string;
  readonly username?: string;
  readonly password?: string;
  readonly auth?: 'none' | 'pap' | 'chap' | 'both';
  readonly ipFamily?: 4 | 6;
}

const authBits = { none: 0, pap: 1, chap: 2, both: 3 } as const;
/** Networks take seconds; libqmi's tools wait this long as well. */
const CONNECT_TIMEOUT_MS = 120_000;

/** Secret where it has a password. */
export function startNetworkRequest(wish: StartNetwork): QmiRequest {
  const tlvs: Tlv[] = [];
  if (wish.apn !== '') tlvs.push([0x14, value.text(wish.apn)]);
  if (wish.auth !== undefined) tlvs.push([0x16, value.u8(authBits[wish.auth])]);
  if (wish.username) tlvs.push([0x17, value.text(wish.username)]);
  if (wish.password) tlvs.push([0x18, value.text(wish.password)]);
  if (wish.ipFamily !== undefined) tlvs.push([0x19, value.u8(wish.ipFamily)]);
  return requestOf(wdsMessages.start, tlvs);
}

/**
 * Connects. Resolves to the packet data handle that `stopNetwork` wants. Throws QMI_ERROR (details `callEndReason`,
 * `verboseType`, `verboseReason` where the modem says why; TS 24.008 10.5.6.6 for verbose type 6).
 */
export async function startNetwork(client: QmiClient, wish: StartNetwork, options: RequestOptions = {}): Promise<number> {
  const { message, tlvs } = startNetworkRequest(wish);
  const reply = await client.exchange(message, tlvs, { timeoutMs: CONNECT_TIMEOUT_MS, ...options });
  if (reply.error === 0) return readOf(message, reply.tlvs, (read) => read.need(0x01).u32());
  throw refused(message, reply.error, readOf(message, reply.tlvs, readEndReason));
}

function readEndReason(tlvs: Tlvs): RefusalDetail {
  const reason = tlvs.get(0x10)?.u16();
  const verbose = tlvs.get(0x11);
  return {
    ...(reason === undefined ? {} : { callEndReason: reason }),
    ...(verbose ? { verboseType: verbose.u16(), verboseReason: verbose.i16() } : {}),
  };
}

/** `handle`: of the connection, as `startNetwork` gave it. */
export const stopNetworkRequest = (handle: number): QmiRequest => requestOf(wdsMessages.stop, [[0x01, value.u32(handle)]]);

export async function stopNetwork(client: QmiClient, handle: number, options: RequestOptions = {}): Promise<void> {
  const { message, tlvs } = stopNetworkRequest(handle);
  await client.request(message, tlvs, { timeoutMs: CONNECT_TIMEOUT_MS, ...options });
}

const connectionStates = ['unknown', 'disconnected', 'connected', 'suspended', 'authenticating'] as const;
export type ConnectionState = (typeof connectionStates)[number];

export const getPacketServiceStatus = (client: QmiClient, options?: RequestOptions): Promise<ConnectionState> =>
  client.ask(requestOf(wdsMessages.status), (tlvs) => connectionStates[tlvs.need(0x01).u8()] ?? 'unknown', options);

/** IPv4 of a connection, dotted; `null` where the network gave none. */
export interface CurrentSettings {
  readonly address: string | null;
  readonly mask: string | null;
  readonly gateway: string | null;
  readonly dns: readonly string[];
  /** Bytes. */
  readonly mtu: number | null;
  readonly apn: string | null;
}

/** APN, DNS, address, gateway and MTU, in libqmi's `QmiWdsRequestedSettings`. */
const REQUESTED = (1 << 3) | (1 << 4) | (1 << 8) | (1 << 9) | (1 << 13);

export const currentSettingsRequest = requestOf(wdsMessages.settings, [[0x10, value.u32(REQUESTED)]]);

/** Throws QMI_ERROR OutOfCall without a connection. */
export const getCurrentSettings = (client: QmiClient, options?: RequestOptions): Promise<CurrentSettings> =>
  client.ask(currentSettingsRequest, readSettings, options);

function readSettings(tlvs: Tlvs): CurrentSettings {
  const address = (type: number) => {
    const number = tlvs.get(type)?.u32();
    return number ? [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.') : null;
  };
  return {
    address: address(0x1e),
    mask: address(0x21),
    gateway: address(0x20),
    dns: [address(0x15), address(0x16)].filter((dns) => dns !== null),
    mtu: tlvs.get(0x29)?.u32() ?? null,
    apn: tlvs.get(0x14)?.text() ?? null,
  };
}
