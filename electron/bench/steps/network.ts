import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { messagesOf, type Vendors } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { networkOf } from '../../modem/network-view.ts';
import { poll } from '../../seams/poll.ts';
import { modemOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

/** Registration after power-up takes up to a minute where the modem has to search. */
const REGISTRATION_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 1000;

export const network = {
  kind: 'network',
  schema: stepActions.network,
  plan: (mode: Mode, vendors: Vendors): Step =>
    stepOf(
      network,
      'network',
      { kind: 'network' },
      {
        source:
          '3GPP TS 27.007, 7.2, 7.3, 8.5, 8.69, 10.1.22 (AT+CREG?, AT+COPS?, AT+CSQ, AT+CESQ, AT+CEREG?); QMI NAS; MBIM 1.0, 10.5.9 and 10.5.11',
        sends: [...modemOpening(mode), ...messagesOf('network', mode, vendors)],
      },
    ),
  run: probeNetwork,
  leaves: () => false,
  needs: 'modem',
  stage: 'working',
  limit: OPENING_MS + REGISTRATION_TIMEOUT_MS + 30_000,
  back: null,
} as const satisfies StepKind<'network'> & { plan(...args: never[]): unknown };

/** The network as the SIM sees it. Being without coverage on the bench is no fault of the dongle: it is shown, not failed. A network that lets this SIM not in will not do so on the router. */
async function probeNetwork(run: StepContext): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const radio = await modem.radio();
    run.network({ radio });
    // A card that is off until it is unlocked finds no network, however long it is waited for.
    const isOff = radio === 'locked' || radio === 'off';
    const look = async () => {
      const seen = await modem.registration();
      run.network({ registration: seen.registration });
      return seen;
    };
    const searching = { every: LOOK_EVERY_MS, within: isOff ? 0 : REGISTRATION_TIMEOUT_MS, signal: run.signal };
    const state = await poll(run.access.clock, searching, look, ({ registration }) => ['home', 'roaming', 'denied'].includes(registration));
    const view = await networkOf(modem, state);
    run.network(view);
    const { registration } = state;
    const seen = [view.operator, view.technology, view.signalDbm === null ? null : `${view.signalDbm} dBm`, registration]
      .filter((v) => v !== null)
      .join(', ');
    const denied = registration === 'denied';
    const registered = registration === 'home' || registration === 'roaming';
    const code = denied
      ? 'REGISTRATION_DENIED'
      : !registered && radio === 'locked'
        ? 'RADIO_LOCKED'
        : !registered && isOff
          ? 'RADIO_OFF'
          : null;
    run.check({
      id: 'network',
      title: { key: 'checks.network', values: {} },
      state: registered ? 'passed' : denied ? 'failed' : 'unknown',
      seen,
      code,
    });
    run.replied(seen);
    return { kind: 'done' };
  });
}
