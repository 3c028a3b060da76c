import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, queryOf, setOf } from './commands.ts';
import { dataClassesOf } from './device.ts';
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
    technology: dataClassesOf(fields.u32(12)).at(-1) ?? null,
    providerId: fields.text(20),
    providerName: fields.text(28),
  };
}

const packetStates = ['unknown', 'attaching', 'attached', 'detaching', 'detached'] as const;

export interface PacketService {
  readonly state: (typeof packetStates)[number];
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
  return { state: packetStates[fields.u32(4)] ?? 'unknown', uplink: fields.u64(12), downlink: fields.u64(20) };
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
