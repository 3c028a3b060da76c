import { iccid, imsi, pinTries, simState } from '../../at/replies.ts';
import type { AtSession } from '../../at/session.ts';
import { BenchError } from '../../contract/errors.ts';
import type { NetworkView } from '../../contract/snapshot.ts';
import { sleep } from '../../seams/clock.ts';
import { iccidCommand, lockQuery, pinCommand, simCommands } from '../commands.ts';
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
      if (run.pin() === '' || (await at.command(lockQuery, { allowError: true })).lines.some((l) => /^\+CLCK: ?0/.test(l))) run.forgetPin();
      return { kind: 'skipped' };
    }
    const tries = await readTries(run, at);
    run.network({ sim, pinTriesLeft: tries });
    const pin = run.pin();
    if (pin === '') return { kind: 'locked' };
    if (!/^\d{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
    if (tries === null) throw new BenchError('PIN_TRIES_UNKNOWN');
    if (tries < MIN_TRIES) throw new BenchError('PIN_LAST_TRY', { tries });
    const reply = await at.command(`AT+CPIN="${pin}"`, { shown: pinCommand, allowError: true, timeoutMs: 15_000 });
    if (reply.final.kind === 'error') {
      run.forgetPin();
      const left = await readTries(run, at);
      run.network({ pinTriesLeft: left });
      // 16: incorrect password (TS 27.007, 9.2.1). Anything else was not the PIN's fault.
      if (reply.final.number === 16 || (left !== null && left < tries)) throw new BenchError('PIN_WRONG', { tries: left ?? tries - 1 });
      throw new BenchError('AT_ERROR', { command: pinCommand, reply: reply.final.text });
    }
    run.replied('OK');
    await waitReady(run, at);
    run.network({ sim: 'ready' });
    await readNumbers(run, at);
    return { kind: 'done' };
  });
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
