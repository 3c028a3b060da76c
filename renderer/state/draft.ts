import { BenchError, type Failure } from '../../electron/contract/errors.ts';
import { proposedMode } from '../../electron/contract/proposed-mode.ts';
import { RouterOptions } from '../../electron/contract/router-options.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { planOf } from './plan-of.ts';
import { rememberedRouter } from './remembered.ts';
import { newestFirst, type RouterView } from './routers.ts';

/** The form of one dongle as it stands. It holds the secrets, so it lives in memory only and goes with its dongle. */
export type Draft = Omit<Wishes, 'mode'> & { readonly mode: Mode | null };

/** The form as first shown: from the plan that the bench has, or from a job that was cut off, else the usual. */
export function freshDraft(dongle: DongleView, routers: readonly RouterView[]): Draft {
  const wished = planOf(dongle)?.wishes ?? dongle.interrupted?.wishes;
  if (wished) {
    const { hasPin: _pin, hasPassword: _password, ...wishes } = wished;
    return { ...wishes, pin: '', password: '' };
  }
  const usual = usualDraft(proposedMode(dongle), newestFirst(routers)[0]?.release ?? '');
  // Nobody chose the mode: one that it comes back in by itself does as well.
  return asRemembered({ ...usual, otherMode: 'go-on' }, routers);
}

/** With what was chosen for the router of the last dongle. */
function asRemembered(draft: Draft, routers: readonly RouterView[]): Draft {
  const kept = rememberedRouter();
  if (kept === null) return draft;
  const router = routers.some(({ release }) => release === kept.router) ? kept.router : draft.router;
  return { ...draft, router, metric: kept.metric, onRouter: { ...draft.onRouter, ...kept.onRouter } };
}

/** The usual, for a mode and a release. */
export function usualDraft(mode: Mode | null, router: string): Draft {
  return {
    mode,
    otherMode: 'stop',
    router,
    apn: '',
    username: '',
    password: '',
    auth: 'none',
    pdpType: 'ipv4',
    pin: '',
    pinLock: 'keep',
    tryCard: false,
    interfaceName: 'wwan',
    networkMode: 'keep',
    packetDomain: 'keep',
    metric: 20,
    customer: '',
    onRouter: RouterOptions.parse({}),
  };
}

/** The form as an intent carries it; `null` while no mode is chosen. */
export function toWishes(draft: Draft): Wishes | null {
  return draft.mode === null ? null : { ...draft, mode: draft.mode };
}

/** Paths of the wishes whose values are shown nowhere. */
const secret = ['password', 'pin'];

/** Why the contract itself would not take these wishes (a list that is too long or empty), at the field that it is about; `null`: it does. */
export function refusedShape(wishes: Wishes): Failure | null {
  const issue = Wishes.safeParse(wishes).error?.issues[0];
  if (issue === undefined) return null;
  const field = issue.path.map(String).join('.');
  const value = issue.path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : null),
    wishes,
  );
  const shown = secret.includes(field) ? '****' : Array.isArray(value) ? `[${value.length}]` : String(value).slice(0, 60);
  return new BenchError('WISH_INVALID', { field, value: shown }).toFailure();
}

/** Whether the plan was made with a secret that this page does not have any more, so that it has to be asked for again. */
export function lacksSecret(dongle: DongleView, draft: Draft): boolean {
  const wishes = planOf(dongle)?.wishes;
  return wishes !== undefined && ((wishes.hasPin && draft.pin === '') || (wishes.hasPassword && draft.password === ''));
}
