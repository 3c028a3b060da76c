import { operator } from '../../at/replies/operator.ts';
import { registration } from '../../at/replies/registration.ts';
import { signal } from '../../at/replies/signal.ts';
import type { AtSession } from '../../at/session.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { NetworkView } from '../../contract/snapshot.ts';
import { poll } from '../../seams/poll.ts';
import { networkCommands, registrationCommands } from '../commands.ts';
import { OPENING_MS } from './at.ts';
import { ask, askUntil, atOpening } from './ports.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';
import type { StepRun } from './step-run.ts';
import { withAt } from './with-at.ts';

/** Registration after power-up takes up to a minute where the modem has to search. */
const REGISTRATION_PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 1000;

export const network = {
  kind: 'network',
  schema: stepActions.network,
  plan: (): Step =>
    stepOf(
      network,
      'network',
      { kind: 'network' },
      {
        source: '3GPP TS 27.007, 7.2, 7.3, 8.5, 10.1.22 (AT+CREG?, AT+COPS?, AT+CSQ, AT+CEREG?)',
        sends: [...atOpening, ...registrationCommands.map(askUntil), ...Object.values(networkCommands).map(ask)],
      },
    ),
  run: probeNetwork,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + REGISTRATION_PATIENCE_MS + 30_000,
  back: null,
} as const satisfies StepKind<'network'> & { plan(): unknown };

/** The network as the SIM sees it. Being without coverage on the bench is no fault of the dongle: it is shown, not failed. A network that lets this SIM not in will not do so on the router. */
async function probeNetwork(run: StepRun): Promise<StepOutcome> {
  return withAt(run, async (at) => {
    const look = async () => {
      const seen = await readRegistration(at);
      run.network({ registration: seen });
      return seen;
    };
    const searching = { every: LOOK_EVERY_MS, within: REGISTRATION_PATIENCE_MS, signal: run.signal };
    const state = await poll(run.contact.clock, searching, look, (seen) => ['home', 'roaming', 'denied'].includes(seen));
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

async function readRegistration(at: AtSession): Promise<NetworkView['registration']> {
  let best: NetworkView['registration'] = 'unknown';
  for (const command of registrationCommands) {
    const state = registration(await at.command(command, { allowError: true }));
    if (state === 'home' || state === 'roaming') return state;
    if (best === 'unknown' || best === 'none') best = state === 'unknown' ? best : state;
  }
  return best;
}
