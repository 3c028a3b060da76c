/**
 * What can be asked: services by UUID (16 bytes in the order in which they are printed, MBIM 1.0, 9.4.1) and commands by number.
 */

/** Basic Connect, MBIM 1.0, 10.3: a289cc33-bcbb-8b4f-b6b0-133ec2aae6df. */
export const BASIC_CONNECT = 'a289cc33bcbb8b4fb6b0133ec2aae6df';

/** Microsoft's extensions: 3d01dcc5-fef5-4d05-0d3a-bef7058e9aaf (MBIMEx 2.0, MBIM_CID_VERSION; mbim-uuid.c of libmbim). */
export const BASIC_CONNECT_EXTENSIONS = '3d01dcc5fef54d050d3abef7058e9aaf';

/** One command of one service; the name is for errors and journals. `service`: 32 hex digits. */
export interface MbimCommand {
  readonly service: string;
  readonly id: number;
  readonly name: string;
}

/** A command with what it asks or sets: all that the host decides of a message before its transaction is known. */
export interface CommandRequest {
  readonly command: MbimCommand;
  readonly kind: 'query' | 'set';
  readonly info: Uint8Array;
}

export const queryOf = (command: MbimCommand, info: Uint8Array = new Uint8Array()): CommandRequest => ({ command, kind: 'query', info });
export const setOf = (command: MbimCommand, info: Uint8Array): CommandRequest => ({ command, kind: 'set', info });

/** MBIM 1.0, table 10-3. */
export const basicConnect = commandsOf(BASIC_CONNECT, {
  deviceCaps: [1, 'DEVICE_CAPS'],
  subscriberReady: [2, 'SUBSCRIBER_READY_STATUS'],
  radioState: [3, 'RADIO_STATE'],
  pin: [4, 'PIN'],
  pinList: [5, 'PIN_LIST'],
  homeProvider: [6, 'HOME_PROVIDER'],
  registerState: [9, 'REGISTER_STATE'],
  packetService: [10, 'PACKET_SERVICE'],
  signalState: [11, 'SIGNAL_STATE'],
  connect: [12, 'CONNECT'],
  ipConfiguration: [15, 'IP_CONFIGURATION'],
  deviceServices: [16, 'DEVICE_SERVICES'],
  subscribeList: [19, 'DEVICE_SERVICE_SUBSCRIBE_LIST'],
});

/** MBIMEx 2.0, MBIM_CID_VERSION. */
export const extensions = commandsOf(BASIC_CONNECT_EXTENSIONS, { version: [15, 'VERSION'] });

/** Writes a service's commands down as `[number, name]`. */
export function commandsOf<K extends string>(service: string, list: Readonly<Record<K, readonly [id: number, name: string]>>) {
  const entries = Object.entries<readonly [number, string]>(list).map(([key, [id, name]]) => [key, { service, id, name }]);
  return Object.fromEntries(entries) as Readonly<Record<K, MbimCommand>>;
}
