import { type ApnProposal, likeliestProposal } from '../../electron/contract/proposals.ts';
import type { Draft } from './draft.ts';

/** The part of the form that a proposal fills in. */
export type SignIn = Pick<Draft, 'apn' | 'username' | 'password' | 'auth'>;

export function signInOf({ apn, username, password, auth }: SignIn): SignIn {
  return { apn, username, password, auth };
}

export function sameSignIn(a: SignIn, b: SignIn): boolean {
  return a.apn === b.apn && a.username === b.username && a.password === b.password && a.auth === b.auth;
}

export const emptySignIn: SignIn = { apn: '', username: '', password: '', auth: 'none' };

export const isEmpty = (signIn: SignIn) => signIn.apn === '' && signIn.username === '' && signIn.password === '';

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

/** Whose access point and sign-in the form holds: nobody's yet, the SIM's suggestion, or the technician's own, which nothing overwrites. */
export type SignInOrigin =
  | { readonly by: 'nobody' }
  | { readonly by: 'sim'; readonly proposal: ApnProposal }
  | { readonly by: 'technician' };

export const byNobody: SignInOrigin = { by: 'nobody' };
export const byTechnician: SignInOrigin = { by: 'technician' };

/** The suggestion that the form holds just as it was filled in; `null`: it holds none. */
export function suggestedIn(signIn: SignIn, origin: SignInOrigin): ApnProposal | null {
  return origin.by === 'sim' && sameSignIn(origin.proposal, signIn) ? origin.proposal : null;
}

/**
 * The SIM's likeliest proposal, where the form may take it: nobody has touched it, or it holds an earlier suggestion as it was (an ICCID
 * suggests before the IMSI does). `null`: the form stays as it is.
 */
export function suggestionFor(proposals: readonly ApnProposal[], signIn: SignIn, origin: SignInOrigin): ApnProposal | null {
  const isUntouched = origin.by === 'nobody' ? isEmpty(signIn) : suggestedIn(signIn, origin) !== null;
  const likeliest = isUntouched ? likeliestProposal(proposals) : null;
  return likeliest === null || sameSignIn(likeliest, signIn) ? null : likeliest;
}
