import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf, setOf } from './commands.ts';
import { technologyOf } from './data-class.ts';
import { unlessRefused } from './failures.ts';
import { InfoReader, InfoWriter } from './info.ts';

/** MBIM_REGISTER_STATE by number, MBIM 1.0, table 10-46; a partner's network is abroad or not, it costs as its contract says. */
const registerStates = ['unknown', 'none', 'searching', 'home', 'roaming', 'roaming', 'denied'] as const;

export interface Registration {
  readonly state: (typeof registerStates)[number];
  /** Best data class that the network has here; `null` where it tells none. */
  readonly technology: string | null;
  /** Digits of MCC and MNC; empty while not registered. */
  readonly providerId: string;
  readonly providerName: string;
}

/** MBIM 1.0, 10.5.9. */
export const getRegistration = (client: MbimClient, options?: RequestOptions): Promise<Registration> =>
  client.ask(queryOf(basicConnect.registerState), readRegistration, options);

function readRegistration(info: Uint8Array): Registration {
  const fields = new InfoReader(info);
  return {
    state: registerStates[fields.u32(4)] ?? 'unknown',
    technology: technologyOf(fields.u32(12)),
    providerId: fields.text(20),
    providerName: fields.text(28),
  };
}

/**
 * MBIMEx 3.0, MBIM_PACKET_SERVICE_INFO_V3: bytes of it; one bit for 5G of any kind, and a mask that tells which (MbimDataClassV3 and
 * MbimDataSubclass in libmbim's mbim-enums.h). Nobody here asks for 3.0, but a function may announce it in its descriptors.
 */
const EXTENDED_3 = 44;
const CLASS_5G = 0x40;
const SUBCLASS_NR = 0x02;
const SUBCLASS_LTE = 0x08;

const packetStates = ['unknown', 'attaching', 'attached', 'detaching', 'detached'] as const;

export interface PacketService {
  readonly state: (typeof packetStates)[number];
  /** Data class in the cell: with the extensions the present one, in MBIM 1.0 the highest it has. `null` while detached. */
  readonly technology: string | null;
  /** Bit/s, 0 where the function does not tell. */
  readonly uplink: bigint;
  readonly downlink: bigint;
}

/** MBIM 1.0, 10.5.10. */
export const getPacketService = (client: MbimClient, options?: RequestOptions): Promise<PacketService> =>
  client.ask(queryOf(basicConnect.packetService), readPacketService, options);

export const attachRequest = setOf(basicConnect.packetService, new InfoWriter().u32(0).done());

/** Attaches to the packet domain, which some firmwares do only when told; one that is attached stays so. */
export async function attachPacketService(client: MbimClient, options?: RequestOptions): Promise<void> {
  const { command, kind, info } = attachRequest;
  await client.request(command, kind, info, options);
}

function readPacketService(info: Uint8Array): PacketService {
  const fields = new InfoReader(info);
  const mask = fields.u32(8);
  const subclass = info.length >= EXTENDED_3 && mask & CLASS_5G ? fields.u32(32) : null;
  return {
    state: packetStates[fields.u32(4)] ?? 'unknown',
    technology: subclass === null ? technologyOf(mask) : subclass & SUBCLASS_NR ? '5G' : subclass & SUBCLASS_LTE ? 'LTE' : '5G NSA',
    uplink: fields.u64(12),
    downlink: fields.u64(20),
  };
}

/** What `readNetwork` sends, in order. */
export const networkRequests: readonly CommandRequest[] = [queryOf(basicConnect.registerState), queryOf(basicConnect.packetService)];

export interface Network {
  readonly registration: Registration['state'];
  /** Name, else the digits of MCC and MNC; `null` while there is none. */
  readonly operator: string | null;
  readonly technology: string | null;
}

/** Whether, where and by what it is registered. While no data class is told in use, it is the best that the network has here. */
export async function readNetwork(client: MbimClient, options?: RequestOptions): Promise<Network> {
  const { state, providerId, providerName, technology } = await getRegistration(client, options);
  const packets = await unlessRefused(() => getPacketService(client, options), null);
  return { registration: state, operator: providerName || providerId || null, technology: packets?.technology ?? technology };
}

export interface Signal {
  readonly dbm: number;
  readonly percent: number;
}

/** MBIM 1.0, 10.5.11: RSSI in the steps of TS 27.007, 8.5 (0 is -113 dBm, 31 is -51 dBm); `null` where it is not known. */
export const getSignal = (client: MbimClient, options?: RequestOptions): Promise<Signal | null> =>
  client.ask(
    queryOf(basicConnect.signalState),
    (info) => {
      const rssi = new InfoReader(info).u32(0);
      return rssi > 31 ? null : { dbm: -113 + 2 * rssi, percent: Math.round((rssi * 100) / 31) };
    },
    options,
  );
