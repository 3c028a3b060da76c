import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf } from './commands.ts';
import { getDeviceCaps } from './device.ts';
import { unlessRefused } from './failures.ts';
import { getSubscriberReady } from './subscriber.ts';

export interface MbimModemIdentity {
  readonly revision?: string;
  readonly imei?: string;
  readonly imsi?: string;
  readonly iccid?: string;
}

/** What `readIdentity` sends, in order. */
export const identityRequests: readonly CommandRequest[] = [queryOf(basicConnect.deviceCaps), queryOf(basicConnect.subscriberReady)];

/**
 * Who the modem and its SIM are, as far as MBIM 1.0 tells: it has no words for the maker, and what firmwares write into the
 * hardware's field is anything from a model to a platform. What it refuses (MBIM_ERROR) is left out; silence and noise are thrown.
 */
export async function readIdentity(client: MbimClient, options?: RequestOptions): Promise<MbimModemIdentity> {
  const caps = await unlessRefused(() => getDeviceCaps(client, options), undefined);
  const subscriber = await unlessRefused(() => getSubscriberReady(client, options), undefined);
  const digits = (text: string | undefined, form: RegExp) => (text !== undefined && form.test(text) ? text : undefined);
  const imei = digits(caps?.deviceId, /^\d{14,16}$/);
  const imsi = digits(subscriber?.subscriberId, /^\d{6,15}$/);
  const iccid = digits(subscriber?.iccid, /^\d{18,20}$/);
  return {
    ...(caps?.firmware ? { revision: caps.firmware } : {}),
    ...(imei ? { imei } : {}),
    ...(imsi ? { imsi } : {}),
    ...(iccid ? { iccid } : {}),
  };
}
