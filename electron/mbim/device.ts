import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, queryOf } from './commands.ts';
import { InfoReader } from './info.ts';

/** MBIM_DATA_CLASS bits (MBIM 1.0, table 10-11; the 5G ones are of Microsoft's extensions), the best last. */
const dataClasses: readonly (readonly [bit: number, name: string])[] = [
  [0, 'GPRS'],
  [1, 'EDGE'],
  [2, 'UMTS'],
  [3, 'HSDPA'],
  [4, 'HSUPA'],
  [5, 'LTE'],
  [6, '5G NSA'],
  [7, '5G SA'],
];

/** Names of the 3GPP classes in a mask. */
export function dataClassesOf(mask: number): string[] {
  return dataClasses.filter(([bit]) => (mask >>> bit) & 1).map(([, name]) => name);
}

export interface DeviceCaps {
  readonly dataClasses: readonly string[];
  readonly maxSessions: number;
  /** 15 digits where it is a 3GPP device. */
  readonly deviceId: string;
  readonly firmware: string;
  readonly hardware: string;
}

/** MBIM 1.0, 10.5.1. */
export const getDeviceCaps = (client: MbimClient, options?: RequestOptions): Promise<DeviceCaps> =>
  client.ask(queryOf(basicConnect.deviceCaps), readDeviceCaps, options);

function readDeviceCaps(info: Uint8Array): DeviceCaps {
  const fields = new InfoReader(info);
  return {
    dataClasses: dataClassesOf(fields.u32(16)),
    maxSessions: fields.u32(28),
    deviceId: fields.text(40),
    firmware: fields.text(48),
    hardware: fields.text(56),
  };
}
