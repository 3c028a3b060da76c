import type { ApnProposal } from '../../electron/contract/proposals.ts';
import type { Draft } from './draft.ts';

/** The part of the form that a proposal fills in. */
export type SignIn = Pick<Draft, 'apn' | 'username' | 'password' | 'auth'>;

export function signInOf({ apn, username, password, auth }: SignIn): SignIn {
  return { apn, username, password, auth };
}

export function sameSignIn(a: SignIn, b: SignIn): boolean {
  return a.apn === b.apn && a.username === b.username && a.password === b.password && a.auth === b.auth;
}

export const isEmpty = (signIn: SignIn) => signIn.apn === '' && signIn.username === '' && signIn.password === '';

/** `Telekom, Default dualstack`; only one of the two where it says the other as well (`MTS internet`). */
export function titleOf({ provider, plan }: ApnProposal): string {
  if (plan === null) return provider;
  return plan.toLowerCase().startsWith(provider.toLowerCase()) ? plan : `${provider}, ${plan}`;
}

/** What was taken over, and what stood in its place before. */
export interface Taken {
  readonly proposal: ApnProposal;
  readonly before: SignIn;
}

/** Going from one proposal to the next keeps what the technician had before the first. */
export function take(proposal: ApnProposal, draft: SignIn, last: Taken | null): Taken {
  const kept = last !== null && sameSignIn(last.proposal, draft);
  return { proposal, before: kept ? last.before : signInOf(draft) };
}
