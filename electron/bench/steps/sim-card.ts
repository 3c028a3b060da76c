import type { Reply } from '../../at/lines.ts';
import { iccid, imsi } from '../../at/replies/identity.ts';
import { pinTries, simState } from '../../at/replies/sim.ts';
import type { AtSession } from '../../at/session.ts';
import { BenchError } from '../../contract/errors.ts';
import type { NetworkView } from '../../contract/snapshot.ts';
import { poll } from '../../seams/poll.ts';
import { iccidCommand, lockQuery, simCommands } from '../commands.ts';
import type { StepRun } from './step-run.ts';

/** What the steps of the SIM share: its state, its tries, its numbers. */

export const SIM_LIMIT_MS = 60_000;
/** A SIM takes some seconds after power-up until it says what it is (+CME ERROR 14, SIM busy, until then). */
const SIM_PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 500;
/** Below this many the PIN is not tried: the last try is the technician's own, in a phone. */
const MIN_TRIES = 2;

/** Whether the SIM asks for its PIN after each power-up. */
export async function readLock(at: AtSession): Promise<'on' | 'off' | 'unknown'> {
  const { lines } = await at.command(lockQuery, { allowError: true });
  const state = lines.map((line) => /^\+CLCK: ?([01])/.exec(line)?.[1]).find((digit) => digit !== undefined);
  return state === undefined ? 'unknown' : state === '0' ? 'off' : 'on';
}

/** `unknown`: the SIM will ask for its PIN on the router, and it is not known whether this is it. */
export function pinCheck(run: StepRun, state: 'passed' | 'unknown'): void {
  run.check({ id: 'pin', title: { key: 'checks.pin', values: {} }, state, seen: '', code: null });
}

export interface PinTry {
  readonly command: (pin: string) => string;
  /** What is shown and journalled of it. */
  readonly shown: string;
}

/**
 * One try of the PIN, where as many are left as must be; `locked`: there is no PIN to try. The tries are read again after it, whatever
 * the modem said: a counter that fell means that the PIN is wrong. Throws PIN_… and AT_ERROR, and what the port fails with.
 */
export async function tryPin(
  run: StepRun,
  at: AtSession,
  sim: NetworkView['sim'],
  { command, shown }: PinTry,
): Promise<'taken' | 'locked'> {
  const tries = await readTries(run, at);
  run.network({ sim, pinTriesLeft: tries });
  const pin = run.pin();
  if (pin === '') return 'locked';
  if (!/^\d{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
  if (tries === null) throw new BenchError('PIN_TRIES_UNKNOWN');
  if (tries < MIN_TRIES) throw new BenchError('PIN_LAST_TRY', { tries });
  const refuseIfFallen = async () => {
    const left = await readTries(run, at);
    if (left !== null) run.network({ pinTriesLeft: left });
    if (left !== null && left < tries) throw new BenchError('PIN_WRONG', { tries: left });
  };
  let reply: Reply;
  try {
    reply = await at.command(command(pin), { shown, allowError: true, timeoutMs: 15_000 });
    // 16: incorrect password (TS 27.007, 9.2.1). Any other error was not the PIN's fault, unless a try is gone.
    if (reply.final.kind === 'error') run.forgetPin();
    await refuseIfFallen();
  } catch (error) {
    // Whether the card saw it is not known: it is not tried again by itself.
    run.forgetPin();
    if (error instanceof BenchError && error.code === 'AT_SILENT') await refuseIfFallen();
    throw error;
  }
  if (reply.final.kind !== 'error') return 'taken';
  if (reply.final.number === 16) throw new BenchError('PIN_WRONG', { tries: tries - 1 });
  throw new BenchError('AT_ERROR', { command: shown, reply: reply.final.text });
}

export function simIsReady(run: StepRun): void {
  run.check({ id: 'sim', title: { key: 'checks.sim', values: {} }, state: 'passed', seen: 'READY', code: null });
}

/** Throws AT_ERROR where the modem refuses the question itself: that says nothing of the SIM. */
export async function readSim(run: StepRun, at: AtSession): Promise<NetworkView['sim']> {
  const look = () => at.command(simCommands.state, { allowError: true });
  const waking = { every: LOOK_EVERY_MS, within: SIM_PATIENCE_MS, signal: run.signal };
  const reply = await poll(run.contact.clock, waking, look, (seen) => simState(seen) !== 'unknown');
  const state = simState(reply);
  if (state === 'unknown' && reply.final.kind === 'error' && reply.final.number === null)
    throw new BenchError('AT_ERROR', { command: simCommands.state, reply: reply.final.text });
  return state;
}

export async function waitReady(run: StepRun, at: AtSession): Promise<void> {
  const opening = { every: LOOK_EVERY_MS, within: SIM_PATIENCE_MS, signal: run.signal };
  const state = await poll(
    run.contact.clock,
    opening,
    () => readSim(run, at),
    (seen) => seen === 'ready',
  );
  if (state !== 'ready') throw new BenchError('SIM_FAILED');
}

export function throwForState(sim: NetworkView['sim']): void {
  if (sim === 'missing') throw new BenchError('SIM_MISSING');
  if (sim === 'puk') throw new BenchError('PUK_NEEDED');
  if (sim === 'failed' || sim === 'unknown') throw new BenchError('SIM_FAILED');
}

export async function readTries(run: StepRun, at: AtSession): Promise<number | null> {
  const { pinTries: command, pinTriesReply } = run.vendor?.reading ?? {};
  if (command === undefined || pinTriesReply === undefined) return null;
  return pinTries(await at.command(command, { allowError: true }), pinTriesReply);
}

export async function readNumbers(run: StepRun, at: AtSession): Promise<void> {
  const subscriber = imsi(await at.command(simCommands.imsi, { allowError: true, timeoutMs: 10_000 }));
  const card = iccid(await at.command(iccidCommand(run.vendor), { allowError: true, timeoutMs: 10_000 }));
  run.identity({ ...(subscriber === null ? {} : { imsi: subscriber }), ...(card === null ? {} : { iccid: card }) });
}
