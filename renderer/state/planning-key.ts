import type { DongleView } from '../../electron/contract/snapshot.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';

/** What a plan is made from, as far as this page knows: where it changes, the plan is another. Holds secrets, and stays in memory. */
export function planningKey(wishes: Wishes, { vid, pid, identity, look }: DongleView): string {
  return JSON.stringify([wishes, vid, pid, look.state === 'reading', identity.model ?? '', identity.revision ?? '']);
}
