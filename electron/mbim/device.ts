import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, queryOf } from './commands.ts';
import { dataClassesOf } from './data-class.ts';
import { InfoReader } from './info.ts';

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
