import { BenchError } from '../../contract/errors.ts';
import type { NetworkView } from '../../contract/snapshot.ts';
import type { PinReply, SimFace } from '../../modem/form.ts';
import type { Sim } from '../../modem/modem.ts';
import { simWaking } from '../../modem/sim-waking.ts';
import { poll } from '../../seams/poll.ts';
import type { StepContext } from './step-context.ts';

/** What the steps of the SIM share: its state, its tries, its numbers. */

export const SIM_LIMIT_MS = 60_000;
/** Below this many the PIN is not tried: the last try is the technician's own, in a phone. */
const MIN_TRIES = 2;

/** `unknown`: the SIM will ask for its PIN on the router, and it is not known whether this is it. */
export function pinCheck(run: StepContext, state: 'passed' | 'unknown'): void {
  run.check({ id: 'pin', title: { key: 'checks.pin', values: {} }, state, seen: '', code: null });
}

/** One try of the PIN, and what is shown of it. */
export interface PinTry {
  readonly give: (pin: string, signal: AbortSignal) => Promise<PinReply>;
  readonly shown: string;
}

/**
 * One try of the PIN, where as many are left as must be; `locked`: there is no PIN to try. The tries are read again after it, whatever
 * the modem said: a counter that fell means that the PIN is wrong. Throws PIN_… and AT_ERROR, and what the port fails with.
 */
export async function tryPin(run: StepContext, { face, status }: Sim, { give, shown }: PinTry): Promise<'taken' | 'locked'> {
  const tries = await face.triesLeft(run.signal);
  run.network({ sim: status.state, pinTriesLeft: tries });
  const pin = run.pin();
  if (pin === '') return 'locked';
  if (!/^\d{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
  if (tries === null) throw new BenchError('PIN_TRIES_UNKNOWN');
  if (tries < MIN_TRIES) throw new BenchError('PIN_LAST_TRY', { tries });
  const refuseIfFallen = async () => {
    const left = await face.triesLeft(run.signal);
    if (left !== null) run.network({ pinTriesLeft: left });
    if (left !== null && left < tries) throw new BenchError('PIN_WRONG', { tries: left });
  };
  let reply: PinReply;
  try {
    reply = await give(pin, run.signal);
    // A refusal was not the PIN's fault, unless a try is gone.
    if (reply.kind !== 'taken') run.forgetPin();
    await refuseIfFallen();
  } catch (error) {
    // Whether the card saw it is not known: it is not tried again by itself.
    run.forgetPin();
    if (error instanceof BenchError && silences.has(error.code)) await refuseIfFallen();
    throw error;
  }
  if (reply.kind === 'taken') return 'taken';
  if (reply.kind === 'wrong') throw new BenchError('PIN_WRONG', { tries: reply.tries ?? tries - 1 });
  throw new BenchError('AT_ERROR', { command: shown, reply: reply.reply });
}

/** No answer came: the counter alone tells whether the card saw it. */
const silences: ReadonlySet<string> = new Set(['AT_SILENT', 'QMI_SILENT', 'MBIM_SILENT']);

export function simIsReady(run: StepContext): void {
  run.check({ id: 'sim', title: { key: 'checks.sim', values: {} }, state: 'passed', seen: 'READY', code: null });
}

export async function waitReady(run: StepContext, face: SimFace): Promise<void> {
  const look = () => face.status(run.signal);
  const { state } = await poll(run.access.clock, { ...simWaking, signal: run.signal }, look, (seen) => seen.state === 'ready');
  if (state !== 'ready') throw new BenchError('SIM_FAILED');
}

export function throwForState(sim: NetworkView['sim']): void {
  if (sim === 'missing') throw new BenchError('SIM_MISSING');
  if (sim === 'puk') throw new BenchError('PUK_NEEDED');
  if (sim === 'failed' || sim === 'unknown') throw new BenchError('SIM_FAILED');
}

export async function readNumbers(run: StepContext, face: SimFace): Promise<void> {
  run.identity(await face.numbers(run.signal));
}
