import type { Dial } from '../../../modem-db/dials/index.ts';
import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Check } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { tryConnection } from '../../modem/connection.ts';
import { dialLimitMs } from '../../modem/dial/commands.ts';
import { type Dialled, tryDial } from '../../modem/dial/try-dial.ts';
import { connectionMessages } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { contextsWritten } from './context.ts';
import { canBeTried, dialSources, dialsOf } from './dial-of.ts';
import { atOpening, controlOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type ActionOf, type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

/** Over a control channel. */
const CONNECT_MS = 120_000;
const MAX_NAMES = 300;

export const connection = {
  kind: 'connection',
  schema: stepActions.connection,
  /** `known`: the dials of the modems that may be there by then, where they show a network card. `null`: this dongle has nothing that would connect it here. */
  plan: (known: readonly Dial[], wishes: Wishes): Step | null => {
    const dials = known.filter((dial) => canBeTried([dial]));
    const messages = connectionMessages(dials, wishes);
    if (messages === null) return null;
    if (!isCard(wishes)) {
      const source = 'QMI WDS start and stop network; MBIM 1.0, 10.5.12';
      return stepOf(
        connection,
        'connection',
        { kind: 'connection', dials: [] },
        { source, risk: 'reversible', sends: [...controlOpening, ...messages] },
      );
    }
    const dial = dials.map(({ name }) => name).join('; ');
    return stepOf(
      connection,
      'connection',
      { kind: 'connection', dials: dials.map(({ id }) => id) },
      {
        source: dialSources(dials),
        text: dials.every(({ call }) => call === undefined) ? 'connection-itself' : 'connection-card',
        ...lasting(dials),
        sends: [...atOpening, ...messages],
        values: { dial: dial.slice(0, MAX_NAMES) },
        timeoutMs: OPENING_MS + dialLimitMs(dials),
      },
    );
  },
  run: probeConnection,
  leaves: () => false,
  needs: 'control',
  stage: 'verifying',
  limit: OPENING_MS + CONNECT_MS,
  // A call that was made is ended, and its context set back, also where the step was stopped.
  letGo: 20_000,
  back: null,
} as const satisfies StepKind<'connection'> & { plan(...args: never[]): unknown };

/** Commands that write a context beside the one that is set back. */
const WRITES = /^AT(?:\+CGDCONT=|\*CGDFLT=|\+ZGDCONT=)/;

/** What a family writes into other contexts stays there. */
function lasting(dials: readonly Dial[]): Pick<Step, 'risk' | 'wayBack'> {
  const lines = dials.flatMap(({ call }) => (call?.ways ?? []).flatMap(({ before, start }) => [...before, ...start]));
  return lines.some(({ send }) => WRITES.test(send))
    ? { risk: 'persistent', wayBack: { key: 'steps.connection-card.way-back', values: {} } }
    : { risk: 'reversible', wayBack: null };
}

const isCard = ({ mode }: Wishes) => mode !== 'qmi' && mode !== 'mbim';

type Seen = Pick<Check, 'state' | 'seen' | 'code'>;

/**
 * Connects with the APN and the login that the router will use, reads the address that the network gives, and disconnects. A
 * wrong APN shows here and not on the router. It may be the bench's coverage that is at fault, so a refusal is a failed
 * check, not a failed dongle.
 */
async function probeConnection(run: StepContext, action: ActionOf<'connection'>): Promise<StepOutcome> {
  const check = (seen: Seen) => run.check({ id: 'connection', title: { key: 'checks.connection', values: {} }, ...seen });
  try {
    const seen = run.registered() ? await (isCard(run.wishes) ? seenOfDial(run, action) : seenOfChannel(run)) : null;
    check(seen ?? { state: 'unknown', seen: '', code: null });
    run.replied(seen?.seen ?? '-');
    return { kind: seen === null ? 'skipped' : 'done' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    check({ state: 'failed', seen: refusal, code: 'CONNECTION_REFUSED' });
    return { kind: 'done' };
  }
}

async function seenOfChannel(run: StepContext): Promise<Seen> {
  const address = await withModem(run.access, run.signal, (modem) => tryConnection(modem, run.wishes, run.signal));
  return { state: 'passed', seen: named(run.wishes.apn, address), code: null };
}

/** `null`: not tried. */
async function seenOfDial(run: StepContext, { dials: planned }: ActionOf<'connection'>): Promise<Seen | null> {
  const dials = dialsOf(run, planned);
  if (!canBeTried(dials)) return null;
  const { clock } = run.access;
  const former = (command: string) => run.replied(command, command);
  try {
    const dialled = await withModem(run.access, run.signal, async (modem) =>
      tryDial((await modem.at()).session, dials, run.wishes, { clock, signal: run.signal, former }),
    );
    return dialled && seenOf(run, dialled);
  } catch (error) {
    const refusal = refusalOf(error);
    // That nobody's word for the way to dial was refused says nothing of the network.
    if (refusal === null || dials[0]?.proof !== 'assumed') throw error;
    return { state: 'unknown', seen: refusal, code: null };
  }
}

/** An OK is no proof, and what stood before is none of the APN: it is claimed where call and access point were seen, and the way is somebody's word. */
function seenOf(run: StepContext, { dial, told, isWished, isProven }: Dialled): Seen {
  const address = told.ipv4?.address ?? told.ipv6?.address ?? null;
  const isNew = isWished && !contextsWritten(run);
  const passed = isProven && isNew && dial.proof !== 'assumed';
  return { state: passed ? 'passed' : 'unknown', seen: named(isNew ? run.wishes.apn : '', address), code: null };
}

const named = (apn: string, address: string | null) => [apn, address].filter((word) => word !== null && word !== '').join(': ');

/** What a network or a modem says no with; `null`: it is something else. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof BenchError) || !refusals.some((code) => code === error.code)) return null;
  return String(error.detail.name ?? error.detail.reply ?? error.code);
}

const refusals = ['QMI_ERROR', 'MBIM_ERROR', 'AT_ERROR'] as const;
