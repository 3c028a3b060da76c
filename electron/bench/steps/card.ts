import type { Dial } from '../../../modem-db/dials/index.ts';
import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Check } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { dialLimitMs } from '../../modem/dial/commands.ts';
import { type Dialled, tryDial } from '../../modem/dial/try-dial.ts';
import { connectionMessages } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { once } from '../../modem/planned.ts';
import type { CardResult, CardTrial } from '../../seams/host.ts';
import { hostLines } from '../journal/recording.ts';
import { refusalOf } from './connection.ts';
import { contextsWritten } from './context.ts';
import { canBeTried, dialSources, dialsOf } from './dial-of.ts';
import { atOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type ActionOf, type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

/** An address and a request, and a password that somebody types: as long as `host/card-trial.ts` waits. */
const TRIAL_MS = 420_000;
/** Answers echoes everywhere; what is measured is the card, not this host. */
const ECHO_TO = '1.1.1.1';

export const card = {
  kind: 'card',
  schema: stepActions.card,
  /** `known`: the dials of the modems that may be there by then. `isRouter`: a stick whose own page answers. */
  plan: (known: readonly Dial[], wishes: Wishes, isRouter: boolean): Step => {
    const dials = isRouter ? [] : known.filter((dial) => canBeTried([dial]));
    const messages = connectionMessages(dials, wishes);
    return stepOf(
      card,
      'card',
      { kind: 'card', dials: dials.map(({ id }) => id), page: isRouter },
      {
        source: ['ip-netns(8): a network namespace has routes of its own', dialSources(dials)]
          .filter((text) => text !== '')
          .join('; ')
          .slice(0, 300),
        risk: 'reversible',
        timeoutMs: OPENING_MS + TRIAL_MS + dialLimitMs(dials),
        sends: [
          ...(messages ? [...atOpening, ...messages] : []),
          once(
            hostLines.tryCard({ net: '?', address: null, arp: true, request: isRouter ? { kind: 'page' } : { kind: 'echo', to: ECHO_TO } }),
          ),
        ],
      },
    );
  },
  run: tryTheCard,
  leaves: () => false,
  needs: 'nothing',
  stage: 'verifying',
  limit: OPENING_MS + TRIAL_MS,
  // The card is given back, and the call ended, also where the step was stopped.
  letGo: 30_000,
  back: null,
} as const satisfies StepKind<'card'> & { plan(...args: never[]): unknown };

/** The card that the dongle shows, with an address and one request through it, while its call stands. What cannot be tried says nothing against it. */
async function tryTheCard(run: StepContext, { dials: planned, page }: ActionOf<'card'>): Promise<StepOutcome> {
  const id = page ? 'card-page' : 'card';
  const check = (state: Check['state'], seen: string, code: Check['code'] = null) => {
    run.check({ id, title: { key: `checks.${id}`, values: {} }, state, seen, code: state === 'failed' ? (code ?? 'CARD_SILENT') : null });
    run.replied(seen === '' ? '-' : seen);
    return { kind: state === 'unknown' ? ('skipped' as const) : ('done' as const) };
  };
  const { host } = run.access.backend;
  const net = (await host.bindings(run.access.sighting.portPath)).flatMap(({ netDevices }) => netDevices)[0];
  const dials = dialsOf(run, planned);
  // The script asks for IPv4.
  if (net === undefined || (!page && (!run.registered() || !canBeTried(dials) || run.wishes.pdpType === 'ipv6')))
    return check('unknown', '');
  const isAssumed = dials[0]?.proof === 'assumed';
  const claims = (state: Check['state']) => (state === 'failed' && isAssumed ? 'unknown' : state);
  try {
    const { result, isWished } = page
      ? { result: await host.tryCard(pageTrial(net), run.signal), isWished: true }
      : await whileDialled(run, dials, net);
    const [state, seen] = verdictOf(result, page);
    // What goes through a call of another access point says nothing of the wished one.
    return check(state === 'passed' && !page && (!isWished || contextsWritten(run)) ? 'unknown' : claims(state), seen);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== null) return check(claims('failed'), refusal, 'CONNECTION_REFUSED');
    // Of this computer, not of the dongle.
    if (error instanceof BenchError && error.code === 'CARD_TRIAL_FAILED') return check('unknown', String(error.detail.message ?? ''));
    throw error;
  }
}

/** `result` null: none of the dials is its own, or the modem told nothing that the card could be given. Throws what the modem says no with. */
async function whileDialled(
  run: StepContext,
  dials: readonly Dial[],
  net: string,
): Promise<{ readonly result: CardResult | null; readonly isWished: boolean }> {
  const { clock, backend } = run.access;
  const results: CardResult[] = [];
  const former = (command: string) => run.replied(command, command);
  const whileUp = async (dialled: Dialled) => {
    const trial = trialOf(net, dialled);
    if (trial !== null) results.push(await backend.host.tryCard(trial, run.signal));
  };
  const dialled = await withModem(run.access, run.signal, async (modem) =>
    tryDial((await modem.at()).session, dials, run.wishes, { clock, signal: run.signal, whileUp, former }),
  );
  return { result: results[0] ?? null, isWished: dialled?.isWished === true };
}

const pageTrial = (net: string): CardTrial => ({ net, address: null, arp: true, request: { kind: 'page' } });

/** Where nobody serves an address, the one that the modem told; `null`: it told none that can be set. */
function trialOf(net: string, { dial, told }: Dialled): CardTrial | null {
  const { from, card: needs } = dial.call?.address ?? {};
  const own = from === 'modem' ? told.ipv4 : null;
  if (from === 'modem' && own === null) return null;
  const address = own === null || needs?.onLink !== true ? own : { address: own.address, prefix: null, gateway: null };
  return { net, address, arp: needs?.arp !== false, request: { kind: 'echo', to: ECHO_TO } };
}

/** A card that was given an address and had no echo may be in a network that answers none: that is not known. */
function verdictOf(result: CardResult | null, page: boolean): readonly [Check['state'], string] {
  if (result === null) return ['unknown', ''];
  if (result.kind === 'impossible') return ['unknown', [result.why, result.missing].filter((word) => word !== '').join(': ')];
  const seen = [result.address ?? '-', ...(result.gateway === null ? [] : [result.gateway])].join(', ');
  if (result.answered) return ['passed', seen];
  return [result.address === null || page ? 'failed' : 'unknown', seen];
}
