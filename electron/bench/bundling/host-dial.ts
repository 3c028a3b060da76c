import { type DialSubject, knownDial, startOf } from '../../../modem-db/dials/index.ts';
import type { BundleDongle } from '../../openwrt/index.ts';

/** The call that has to be made by AT before a network card connects anybody; `null`: none, or nobody knows which, or nobody has written so. */
export function hostDial(subject: DialSubject): NonNullable<BundleDongle['dial']> | null {
  const dial = knownDial(subject);
  if (!dial?.call || dial.proof === 'assumed') return null;
  return { commands: startOf(dial.call), servesDhcp: dial.call.address.from !== 'modem' };
}
