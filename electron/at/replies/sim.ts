import type { NetworkView } from '../../contract/snapshot.ts';
import type { FinalResult, Reply } from '../lines.ts';

/** What a modem says of its SIM. 3GPP TS 27.007, 8.3 (+CPIN) and 9.2.1 (+CME ERROR). */

type SimState = NetworkView['sim'];

/**
 * What +CPIN? answers. PIN2 and PUK2 guard lists of numbers, not the network: the SIM is ready. An eSIM without a profile, which
 * Fibocom's FM350-GL calls EMPTY_EUICC, is as good as none.
 */
const states: Readonly<Record<string, SimState>> = {
  READY: 'ready',
  'SIM PIN': 'pin',
  'SIM PUK': 'puk',
  'SIM PIN2': 'ready',
  'SIM PUK2': 'ready',
  'NOT READY': 'unknown',
  'NOT INSERTED': 'missing',
  EMPTY_EUICC: 'missing',
};

/** Instead of an answer: numbers, and words where the modem was set to them. */
const errors: readonly (readonly [number, RegExp, SimState])[] = [
  [10, /SIM not inserted/i, 'missing'],
  [11, /SIM PIN required/i, 'pin'],
  [12, /SIM PUK required/i, 'puk'],
  [13, /SIM failure/i, 'failed'],
  [15, /SIM wrong/i, 'failed'],
  [17, /SIM PIN2 required/i, 'ready'],
  [18, /SIM PUK2 required/i, 'ready'],
];

/** The state of the SIM in the reply to +CPIN?. `unknown`: it is busy, or the modem does not tell. Of several answers the last: it is the newest. */
export function simState(reply: Reply): SimState {
  if (reply.final.kind === 'error') return ofError(reply.final);
  const answers = reply.lines.flatMap((line) => /^\+CPIN ?: *"?([A-Z0-9 _-]+?) *"?$/i.exec(line)?.[1]?.toUpperCase() ?? []);
  const state = answers.at(-1);
  if (state === undefined) return 'unknown';
  return Object.hasOwn(states, state) ? (states[state] ?? 'unknown') : 'failed';
}

function ofError({ text, number }: Extract<FinalResult, { kind: 'error' }>): SimState {
  return errors.find(([code, words]) => code === number || words.test(text))?.[2] ?? 'unknown';
}

/** Group `pin` of the family's pattern, as a number of tries. */
export function pinTries(reply: Reply, pattern: string): number | null {
  const expression = new RegExp(pattern);
  for (const line of reply.lines) {
    const tries = expression.exec(line)?.groups?.['pin'];
    if (tries !== undefined && /^\d{1,2}$/.test(tries)) return Number(tries);
  }
  return null;
}
