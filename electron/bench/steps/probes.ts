import { imei, operator, plainValue, registration, signal } from '../../at/replies.ts';
import { BenchError } from '../../contract/errors.ts';
import type { NetworkView } from '../../contract/snapshot.ts';
import { sleep } from '../../seams/clock.ts';
import { identityCommands, networkCommands, registrationCommands } from '../commands.ts';
import type { StepOutcome } from '../life.ts';
import { withAt } from './at-step.ts';
import type { StepRun } from './step-run.ts';

/** Registration after power-up takes up to a minute where the modem has to search. */
const REGISTRATION_PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 1000;

/** Who is it: 3GPP TS 27.007, 5.1 to 5.4. */
export async function probeIdentity(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const ask = async (command: string) => plainValue(await at.command(command, { allowError: true }), command);
    const manufacturer = await ask(identityCommands.manufacturer);
    const model = await ask(identityCommands.model);
    const revision = await ask(identityCommands.revision);
    const number = imei(await at.command(identityCommands.imei, { allowError: true }));
    if (model !== null) run.values.set(run.step.id, model);
    run.identity({
      ...(manufacturer === null ? {} : { manufacturer }),
      ...(model === null ? {} : { model }),
      ...(revision === null ? {} : { revision }),
      ...(number === null ? {} : { imei: number }),
    });
    run.replied([manufacturer, model, revision].filter((v) => v !== null).join(' '));
    return { kind: 'done' };
  });
}

/** That it is still the dongle of this job, before anything is written to its flash; the first time it is noted whose IMEI that is. */
export async function probeDongle(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const number = imei(await at.command(identityCommands.imei, { allowError: true }));
    if (number !== null) run.identity({ imei: number });
    run.replied(number ?? '-');
    return { kind: 'done' };
  });
}

/** Whether the composition that came is the one that was wished for. */
export function probeComposition(run: StepRun): StepOutcome {
  const { recognised, sighting } = run.contact;
  const passed = recognised.mode === run.wishes.mode;
  run.check({
    id: 'composition',
    title: { key: 'checks.composition', values: { mode: run.wishes.mode } },
    state: passed ? 'passed' : 'failed',
    seen: recognised.name || (sighting.product ?? ''),
    code: passed ? null : 'MODE_NOT_REACHED',
  });
  run.replied(recognised.mode ?? '-');
  if (!passed) throw new BenchError('MODE_NOT_REACHED', { wished: run.wishes.mode, seen: recognised.mode ?? '-' });
  return { kind: 'done' };
}

/** The network as the SIM sees it. Being without coverage on the bench is no fault of the dongle: it is shown, not failed. A network that lets this SIM not in will not do so on the router. */
export async function probeNetwork(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const deadline = run.contact.clock.now() + REGISTRATION_PATIENCE_MS;
    let state: NetworkView['registration'] = 'unknown';
    for (;;) {
      state = await readRegistration(at);
      run.network({ registration: state });
      if (state === 'home' || state === 'roaming' || state === 'denied' || run.contact.clock.now() >= deadline) break;
      await sleep(run.contact.clock, LOOK_EVERY_MS, run.signal);
    }
    const registered = state === 'home' || state === 'roaming';
    if (registered) await at.command(networkCommands.format, { allowError: true });
    const found = operator(await at.command(networkCommands.operator, { allowError: true, timeoutMs: 10_000 }));
    const strength = signal(await at.command(networkCommands.signal, { allowError: true }));
    run.network({
      operator: found?.name ?? null,
      technology: found?.technology ?? null,
      signalDbm: strength?.dbm ?? null,
      signalPercent: strength?.percent ?? null,
    });
    const seen = [found?.name, found?.technology, strength === null ? null : `${strength.dbm} dBm`, state]
      .filter((v) => v != null)
      .join(', ');
    const denied = state === 'denied';
    run.check({
      id: 'network',
      title: { key: 'checks.network', values: {} },
      state: registered ? 'passed' : denied ? 'failed' : 'unknown',
      seen,
      code: denied ? 'REGISTRATION_DENIED' : null,
    });
    run.replied(seen);
    return { kind: 'done' };
  });
}

type At = Parameters<Parameters<typeof withAt>[1]>[0];

async function readRegistration(at: At): Promise<NetworkView['registration']> {
  let best: NetworkView['registration'] = 'unknown';
  for (const command of registrationCommands) {
    const state = registration(await at.command(command, { allowError: true }));
    if (state === 'home' || state === 'roaming') return state;
    if (best === 'unknown' || best === 'none') best = state === 'unknown' ? best : state;
  }
  return best;
}
