import type { NetworkView } from '../contract/snapshot.ts';
import type { MbimClient, RequestOptions } from './client.ts';
import { basicConnect, type CommandRequest, queryOf } from './commands.ts';
import { getPinStatus } from './pin.ts';
import { getSubscriberReady, type ReadyState } from './subscriber.ts';

export interface Sim {
  readonly state: NetworkView['sim'];
  /** Tries left of what it asks for; `null` where it asks for nothing, or the modem does not tell. */
  readonly triesLeft: number | null;
}

/** What `readSim` may send, in order; the second while the SIM is locked. */
export const simRequests: readonly CommandRequest[] = [queryOf(basicConnect.subscriberReady), queryOf(basicConnect.pin)];

const states: Readonly<Record<Exclude<ReadyState, 'locked'>, Sim['state']>> = {
  'not-initialized': 'unknown',
  initialized: 'ready',
  missing: 'missing',
  'no-profile': 'missing',
  bad: 'failed',
  failure: 'failed',
  'not-activated': 'failed',
  unknown: 'unknown',
};

/** The SIM in the house's words. A lock that is not its own (the network's, the device's) is a failure: no PIN of its opens that. */
export async function readSim(client: MbimClient, options?: RequestOptions): Promise<Sim> {
  const { state } = await getSubscriberReady(client, options);
  if (state !== 'locked') return { state: states[state], triesLeft: null };
  const { asksFor, triesLeft } = await getPinStatus(client, options);
  if (asksFor === 'pin' || asksFor === 'puk') return { state: asksFor, triesLeft };
  // Opened in between, by another program.
  return { state: asksFor === 'nothing' ? 'ready' : 'failed', triesLeft: null };
}
