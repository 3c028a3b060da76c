import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf, setOf } from './commands.ts';
import { garbled, readOf, refused } from './failures.ts';
import { InfoReader, InfoWriter } from './info.ts';

export interface ConnectWish {
  /** Empty: the network's default. */
  readonly apn: string;
  readonly username?: string;
  readonly password?: string;
  /** MBIM names one protocol; where either will do, CHAP is taken. */
  readonly auth?: 'none' | 'pap' | 'chap' | 'both';
  readonly ipType?: IpType;
  readonly session?: number;
}

export type IpType = 'ipv4' | 'ipv6' | 'ipv4v6';

/** MBIM_AUTH_PROTOCOL and MBIM_CONTEXT_IP_TYPE, MBIM 1.0, 10.5.12. */
export const authNumbers = { none: 0, pap: 1, chap: 2, both: 2 } as const;
export const ipNumbers = { ipv4: 1, ipv6: 2, ipv4v6: 3 } as const;
/** MBIM_ACTIVATION_STATE. */
const activationStates = ['unknown', 'activated', 'activating', 'deactivated', 'deactivating'] as const;
export type ActivationState = (typeof activationStates)[number];

/** MBIM_CONTEXT_TYPE_INTERNET. */
export const INTERNET = '7e5e2a7e4e6f7272736b656e7e5e2a7e';
/** Networks take seconds; this is as long as a technician should have to wait for one that never answers. */
const CONNECT_TIMEOUT_MS = 120_000;

export interface Connection {
  readonly state: ActivationState;
  /** What the network said when it refused: the cause of TS 24.008, 10.5.6.6 or TS 24.301, 9.9.4.4; 0 for none. */
  readonly networkError: number;
}

/** Secret where it has a password. */
export function connectRequest(wish: ConnectWish): CommandRequest {
  const { apn, username = '', password = '', auth = 'none', ipType = 'ipv4', session = 0 } = wish;
  const info = new InfoWriter()
    .u32(session, 1)
    .text(apn)
    .text(username)
    .text(password)
    .u32(0, authNumbers[auth], ipNumbers[ipType])
    .uuid(INTERNET);
  return setOf(basicConnect.connect, info.done());
}

export function disconnectRequest(session = 0): CommandRequest {
  const info = new InfoWriter().u32(session, 0).text('').text('').text('').u32(0, 0, 0).uuid(INTERNET);
  return setOf(basicConnect.connect, info.done());
}

/** Throws MBIM_ERROR (detail `networkError`: the network's cause, where it gave one). */
export async function connect(client: MbimClient, wish: ConnectWish, options: RequestOptions = {}): Promise<void> {
  await activate(client, connectRequest(wish), 'activated', options);
}

export async function disconnect(client: MbimClient, options: RequestOptions & { session?: number } = {}): Promise<void> {
  const { session = 0, ...limits } = options;
  await activate(client, disconnectRequest(session), 'deactivated', limits);
}

async function activate(client: MbimClient, request: CommandRequest, wanted: ActivationState, options: RequestOptions): Promise<void> {
  const { command, kind, info } = request;
  const reply = await client.exchange(command, kind, info, { timeoutMs: CONNECT_TIMEOUT_MS, ...options });
  const told = reply.info.length > 0 ? readOf(command, reply.info, readConnection) : null;
  if (reply.status !== 0)
    throw refused(command.name, reply.status, told && told.networkError > 0 ? { networkError: told.networkError } : {});
  if (told?.state !== wanted) throw garbled(`connection is ${told?.state ?? 'not told'}`);
}

export const connectionRequest = (session = 0): CommandRequest =>
  queryOf(basicConnect.connect, new InfoWriter().u32(session, 0, 0, 0).uuid(INTERNET).u32(0).done());

/** Whether a session is connected. */
export const getConnection = (client: MbimClient, options: RequestOptions & { session?: number } = {}): Promise<Connection> => {
  const { session = 0, ...limits } = options;
  return client.ask(connectionRequest(session), readConnection, limits);
};

function readConnection(info: Uint8Array): Connection {
  const fields = new InfoReader(info);
  return { state: activationStates[fields.u32(4)] ?? 'unknown', networkError: fields.u32(32) };
}

/** What the network gave to a session. */
export interface IpConfiguration {
  /** Dotted, with the length of the prefix; `null` where there is none. */
  readonly ipv4: { readonly address: string; readonly prefix: number } | null;
  readonly ipv4Gateway: string | null;
  readonly ipv4Dns: readonly string[];
  readonly ipv6: { readonly address: string; readonly prefix: number } | null;
  /** Bytes; `null` where it is not told. */
  readonly mtu: number | null;
}

/** A function may give more than one of each; so many are read at most. */
const MAX_ADDRESSES = 4;
/** Bits of IPv4ConfigurationAvailable. */
const has = { address: 1, gateway: 2, dns: 4, mtu: 8 } as const;

export const ipConfigurationRequest = (session = 0): CommandRequest =>
  queryOf(basicConnect.ipConfiguration, new InfoWriter().u32(session, ...Array<number>(14).fill(0)).done());

/** MBIM 1.0, 10.5.15. Throws MBIM_ERROR ContextNotActivated without a connection. */
export const getIpConfiguration = (client: MbimClient, options: RequestOptions & { session?: number } = {}): Promise<IpConfiguration> => {
  const { session = 0, ...limits } = options;
  return client.ask(ipConfigurationRequest(session), readIpConfiguration, limits);
};

function readIpConfiguration(info: Uint8Array): IpConfiguration {
  const fields = new InfoReader(info);
  const available = fields.u32(4);
  const count = (at: number) => Math.min(fields.u32(at), MAX_ADDRESSES);
  const dotted = (at: number) => fields.bytes(at, 4).join('.');
  const element = (at: number) => ({ prefix: fields.u32(at), address: at + 4 });
  const v4 = available & has.address && count(12) > 0 ? element(fields.u32(16)) : null;
  const v6 = fields.u32(8) & has.address && count(20) > 0 ? element(fields.u32(24)) : null;
  const dns = available & has.dns ? fields.u32(40) : 0;
  return {
    ipv4: v4 && { address: dotted(v4.address), prefix: v4.prefix },
    ipv4Gateway: available & has.gateway ? dotted(fields.u32(28)) : null,
    ipv4Dns: available & has.dns ? Array.from({ length: count(36) }, (_, i) => dotted(dns + 4 * i)) : [],
    ipv6: v6 && { address: grouped(fields.bytes(v6.address, 16)), prefix: v6.prefix },
    mtu: available & has.mtu ? fields.u32(52) : null,
  };
}

/** Eight groups of hex, without the shortening of RFC 5952. */
function grouped(bytes: Uint8Array): string {
  return Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)).join(':');
}
