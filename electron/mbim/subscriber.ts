import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, queryOf } from './commands.ts';
import { InfoReader } from './info.ts';

/** MBIM_SUBSCRIBER_READY_STATE by number, MBIM 1.0, table 10-19; the last is of MBIMEx 3.0 (libmbim, mbim-enums.h): an eSIM without a profile. */
const readyStates = ['not-initialized', 'initialized', 'missing', 'bad', 'failure', 'not-activated', 'locked', 'no-profile'] as const;
export type ReadyState = (typeof readyStates)[number] | 'unknown';

export interface SubscriberReady {
  readonly state: ReadyState;
  /** IMSI; empty while the SIM is locked. */
  readonly subscriberId: string;
  readonly iccid: string;
}

/** MBIM 1.0, 10.5.2. Telephone numbers are left alone: nobody here needs them. */
export const getSubscriberReady = (client: MbimClient, options?: RequestOptions): Promise<SubscriberReady> =>
  client.ask(
    queryOf(basicConnect.subscriberReady),
    (info) => {
      const fields = new InfoReader(info);
      return { state: readyStates[fields.u32(0)] ?? 'unknown', subscriberId: fields.text(4), iccid: fields.text(12) };
    },
    options,
  );

export interface Provider {
  /** Digits of MCC and MNC. */
  readonly id: string;
  readonly name: string;
}

/** The operator that issued the SIM: MBIM 1.0, 10.5.6. */
export const getHomeProvider = (client: MbimClient, options?: RequestOptions): Promise<Provider> =>
  client.ask(
    queryOf(basicConnect.homeProvider),
    (info) => {
      const fields = new InfoReader(info);
      return { id: fields.text(0), name: fields.text(12) };
    },
    options,
  );
