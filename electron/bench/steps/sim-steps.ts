import type { Reply } from '../../at/lines.ts';
import { iccid, imsi, pinTries, simState } from '../../at/replies.ts';
import type { AtSession } from '../../at/session.ts';
import { BenchError } from '../../contract/errors.ts';
import type { NetworkView } from '../../contract/snapshot.ts';
import { sleep } from '../../seams/clock.ts';
import { iccidCommand, lockQuery, pinCommand, simCommands, unlockCommand } from '../commands.ts';
import type { StepOutcome } from '../life.ts';
import { withAt } from './at-step.ts';
import type { StepRun } from './step-run.ts';

/** A SIM takes some seconds after power-up until it says what it is (+CME ERROR 14, SIM busy, until then). */
const SIM_PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 500;
/** Below this many the PIN is not tried: the last try is the technician's own, in a phone. */
const MIN_TRIES = 2;

/** Reads the SIM's state, and its numbers once it is open. */
export async function probeSim(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const sim = await readSim(run, at);
    run.network({ sim });
    run.replied(sim);
    throwForState(sim);
    if (sim === 'ready') {
      simIsReady(run);
      await readNumbers(run, at);
    } else run.network({ pinTriesLeft: await readTries(run, at) });
    return { kind: 'done' };
  });
}

/**
 * Enters the PIN if the SIM asks for one. The tries left are read before every attempt; below two, or where the modem does
 * not tell, it is refused: a blocked SIM is not ours to risk.
 */
export async function enterPin(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const sim = await readSim(run, at);
    throwForState(sim);
    if (sim === 'ready') {
      // A PIN that nobody asks for is needless. One that is not asked for now is untried, and the router would try it at every start.
      const lock = await readLock(at);
      if (lock === 'off') run.forgetPin();
      else if (lock === 'on' || run.wishes.pin !== '') pinCheck(run, 'unknown');
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, at, sim, { command: (pin) => `AT+CPIN="${pin}"`, shown: pinCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    run.replied('OK');
    await waitReady(run, at);
    run.pinTaken();
    pinCheck(run, 'passed');
    run.network({ sim: 'ready' });
    simIsReady(run);
    await readNumbers(run, at);
    return { kind: 'done' };
  });
}

/**
 * Tells the SIM to ask for no PIN any more, if it does. The PIN is then forgotten: what asks for none is given none, and the bundle
 * holds none. A SIM that was unlocked before has not tried this PIN yet: the tries left are read before it as well.
 */
export async function dropPinLock(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const sim = await readSim(run, at);
    throwForState(sim);
    if ((await readLock(at)) === 'off') {
      run.forgetPin();
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, at, sim, { command: (pin) => `AT+CLCK="SC",0,"${pin}"`, shown: unlockCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    if ((await readLock(at)) !== 'off') throw new BenchError('AT_ERROR', { command: unlockCommand, reply: 'OK, and the lock is on' });
    run.replied('OK');
    run.forgetPin();
    pinCheck(run, 'passed');
    return { kind: 'done' };
  });
}

/** Whether the SIM asks for its PIN after each power-up. */
async function readLock(at: AtSession): Promise<'on' | 'off' | 'unknown'> {
  const { lines } = await at.command(lockQuery, { allowError: true });
  const state = lines.map((line) => /^\+CLCK: ?([01])/.exec(line)?.[1]).find((digit) => digit !== undefined);
  return state === undefined ? 'unknown' : state === '0' ? 'off' : 'on';
}

/** `unknown`: the SIM will ask for its PIN on the router, and it is not known whether this is it. */
function pinCheck(run: StepRun, state: 'passed' | 'unknown'): void {
  run.check({ id: 'pin', title: { key: 'checks.pin', values: {} }, state, seen: '', code: null });
}

interface PinTry {
  readonly command: (pin: string) => string;
  /** What is shown and journalled of it. */
  readonly shown: string;
}

/**
 * One try of the PIN, where as many are left as must be; `locked`: there is no PIN to try. The tries are read again after it, whatever
 * the modem said: a counter that fell means that the PIN is wrong. Throws PIN_… and AT_ERROR, and what the port fails with.
 */
async function tryPin(run: StepRun, at: AtSession, sim: NetworkView['sim'], { command, shown }: PinTry): Promise<'taken' | 'locked'> {
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

function simIsReady(run: StepRun): void {
  run.check({ id: 'sim', title: { key: 'checks.sim', values: {} }, state: 'passed', seen: 'READY', code: null });
}

/** Throws AT_ERROR where the modem refuses the question itself: that says nothing of the SIM. */
async function readSim(run: StepRun, at: AtSession): Promise<NetworkView['sim']> {
  const deadline = run.contact.clock.now() + SIM_PATIENCE_MS;
  for (;;) {
    const reply = await at.command(simCommands.state, { allowError: true });
    const state = simState(reply);
    if (state !== 'unknown') return state;
    if (run.contact.clock.now() >= deadline) {
      if (reply.final.kind === 'error' && reply.final.number === null)
        throw new BenchError('AT_ERROR', { command: simCommands.state, reply: reply.final.text });
      return state;
    }
    await sleep(run.contact.clock, LOOK_EVERY_MS, run.signal);
  }
}

async function waitReady(run: StepRun, at: AtSession): Promise<void> {
  const deadline = run.contact.clock.now() + SIM_PATIENCE_MS;
  while ((await readSim(run, at)) !== 'ready') {
    if (run.contact.clock.now() >= deadline) throw new BenchError('SIM_FAILED');
    await sleep(run.contact.clock, LOOK_EVERY_MS, run.signal);
  }
}

function throwForState(sim: NetworkView['sim']): void {
  if (sim === 'missing') throw new BenchError('SIM_MISSING');
  if (sim === 'puk') throw new BenchError('PUK_NEEDED');
  if (sim === 'failed' || sim === 'unknown') throw new BenchError('SIM_FAILED');
}

async function readTries(run: StepRun, at: AtSession): Promise<number | null> {
  const reading = run.vendor?.reading;
  if (!reading) return null;
  return pinTries(await at.command(reading.pinTries, { allowError: true }), reading.pinTriesReply);
}

async function readNumbers(run: StepRun, at: AtSession): Promise<void> {
  const subscriber = imsi(await at.command(simCommands.imsi, { allowError: true, timeoutMs: 10_000 }));
  const card = iccid(await at.command(iccidCommand(run.vendor), { allowError: true, timeoutMs: 10_000 }));
  run.identity({ ...(subscriber === null ? {} : { imsi: subscriber }), ...(card === null ? {} : { iccid: card }) });
}
