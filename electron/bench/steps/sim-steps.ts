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
    if (sim === 'ready') await readNumbers(run, at);
    else run.network({ pinTriesLeft: await readTries(run, at) });
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
      // A PIN that nobody asks for was not tried, and the router would try it at every start.
      if (run.pin() === '' || (await isLockOff(at))) run.forgetPin();
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, at, sim, { command: (pin) => `AT+CPIN="${pin}"`, shown: pinCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    run.replied('OK');
    await waitReady(run, at);
    run.network({ sim: 'ready' });
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
    if (await isLockOff(at)) {
      run.forgetPin();
      return { kind: 'skipped' };
    }
    const outcome = await tryPin(run, at, sim, { command: (pin) => `AT+CLCK="SC",0,"${pin}"`, shown: unlockCommand });
    if (outcome === 'locked') return { kind: 'locked' };
    if (!(await isLockOff(at))) throw new BenchError('AT_ERROR', { command: unlockCommand, reply: 'OK, and the lock is on' });
    run.replied('OK');
    run.forgetPin();
    return { kind: 'done' };
  });
}

const isLockOff = async (at: AtSession) => (await at.command(lockQuery, { allowError: true })).lines.some((l) => /^\+CLCK: ?0/.test(l));

interface PinTry {
  readonly command: (pin: string) => string;
  /** What is shown and journalled of it. */
  readonly shown: string;
}

/** One try of the PIN, where as many are left as must be; `locked`: there is no PIN to try. Throws PIN_… and AT_ERROR. */
async function tryPin(run: StepRun, at: AtSession, sim: NetworkView['sim'], { command, shown }: PinTry): Promise<'taken' | 'locked'> {
  const tries = await readTries(run, at);
  run.network({ sim, pinTriesLeft: tries });
  const pin = run.pin();
  if (pin === '') return 'locked';
  if (!/^\d{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
  if (tries === null) throw new BenchError('PIN_TRIES_UNKNOWN');
  if (tries < MIN_TRIES) throw new BenchError('PIN_LAST_TRY', { tries });
  const reply = await at.command(command(pin), { shown, allowError: true, timeoutMs: 15_000 });
  if (reply.final.kind !== 'error') return 'taken';
  run.forgetPin();
  const left = await readTries(run, at);
  run.network({ pinTriesLeft: left });
  // 16: incorrect password (TS 27.007, 9.2.1). Anything else was not the PIN's fault.
  if (reply.final.number === 16 || (left !== null && left < tries)) throw new BenchError('PIN_WRONG', { tries: left ?? tries - 1 });
  throw new BenchError('AT_ERROR', { command: shown, reply: reply.final.text });
}

async function readSim(run: StepRun, at: AtSession): Promise<NetworkView['sim']> {
  const deadline = run.contact.clock.now() + SIM_PATIENCE_MS;
  for (;;) {
    const state = simState(await at.command(simCommands.state, { allowError: true }));
    if (state !== 'unknown' || run.contact.clock.now() >= deadline) return state;
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
