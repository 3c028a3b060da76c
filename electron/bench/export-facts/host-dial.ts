import { type Dial, type DialSubject, knownDial } from '../../../modem-db/dials/index.ts';

/** The family whose call the router has to make before a network card connects anybody; `null`: none, or nobody knows which. */
export function hostDial(subject: DialSubject): Dial | null {
  const dial = knownDial(subject);
  return dial?.call ? dial : null;
}
