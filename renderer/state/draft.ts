import type { DongleView } from '../../electron/contract/snapshot.ts';
import type { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { newestFirst, type RouterView } from './routers.ts';

/** The form of one dongle as it stands. It holds the secrets, so it lives in memory only and goes with its dongle. */
export type Draft = Omit<Wishes, 'mode'> & { readonly mode: Mode | null };

/** The form as first shown: from the plan that the bench has, else the usual. */
export function freshDraft(dongle: DongleView, routers: readonly RouterView[]): Draft {
  if (dongle.plan) {
    const { hasPin: _pin, hasPassword: _password, ...wishes } = dongle.plan.wishes;
    return { ...wishes, pin: '', password: '' };
  }
  const possible = dongle.offers.filter((offer) => offer.possible);
  // Dial-up goes nearly everywhere and is slow: it is proposed only where nothing else is.
  const offer = possible.find(({ mode }) => mode === dongle.mode) ?? possible.find(({ mode }) => mode !== 'ppp') ?? possible[0];
  return {
    mode: offer?.mode ?? null,
    router: newestFirst(routers)[0]?.release ?? '',
    apn: '',
    username: '',
    password: '',
    auth: 'none',
    pdpType: 'ipv4',
    pin: '',
    interfaceName: 'wwan',
    networkMode: 'keep',
    packetDomain: 'keep',
    metric: 20,
  };
}

/** The form as an intent carries it; `null` while no mode is chosen. */
export function toWishes(draft: Draft): Wishes | null {
  return draft.mode === null ? null : { ...draft, mode: draft.mode };
}

/** Whether the plan was made with a secret that this page does not have any more, so that it has to be asked for again. */
export function lacksSecret(dongle: DongleView, draft: Draft): boolean {
  const wishes = dongle.plan?.wishes;
  return wishes !== undefined && ((wishes.hasPin && draft.pin === '') || (wishes.hasPassword && draft.password === ''));
}
