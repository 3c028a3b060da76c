import type { Acceptance } from '../../contract/acceptance.ts';
import type { Wishes } from '../../contract/wishes.ts';

/** The wishes as the router gets them. */
export interface WishesForRouter {
  readonly wishes: Wishes;
  /** A PIN was given, and is none of them. */
  readonly pinLeftOut: boolean;
}

/**
 * A PIN that no SIM has taken stays out of the file, unless the technician vouches for it: the router would try it at every start, and
 * a wrong one blocks the SIM.
 */
export function forRouter(wishes: Wishes, untriedPin: boolean, accepts: readonly Acceptance[]): WishesForRouter {
  const pinLeftOut = untriedPin && wishes.pin !== '' && !accepts.includes('untried-pin');
  return { wishes: pinLeftOut ? { ...wishes, pin: '' } : wishes, pinLeftOut };
}
