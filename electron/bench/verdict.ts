import type { Check } from '../contract/snapshot.ts';
import { type Verdict, verdictPoints } from '../contract/verdict.ts';
import type { Mode } from '../contract/words.ts';

type Point = Verdict['points'][number];

/** The checks that speak for each point. Of several, one that passed is enough where the modem needs only one of them. */
const checksOf: Readonly<Record<Point, { readonly ids: readonly string[]; readonly anyIsEnough?: true }>> = {
  composition: { ids: ['composition'] },
  'router-driver': { ids: ['drivers-on-router'] },
  'host-driver': { ids: ['net-device', 'control-node', 'serial-ports'] },
  control: { ids: ['control-qmi', 'control-mbim', 'control-at', 'at-port'], anyIsEnough: true },
  sim: { ids: ['sim'] },
  pin: { ids: ['pin'] },
  network: { ids: ['network'] },
  // What the modem tells of its call, and what this computer's network saw of it, where that was tried. A stick's own page is there without one.
  connection: { ids: ['connection', 'card'] },
};

/** Nobody commands a network card: the router asks it for an address, and that is all. */
const needsControl = (mode: Mode) => mode !== 'ecm' && mode !== 'rndis';
/** Dialled, or commanded where the control channel does not answer, over a serial port. */
const needsSerial = (mode: Mode) => mode === 'ppp' || mode === 'ncm';

/** What the checks of a job come to. A pure function. */
export function verdictOf(checks: readonly Check[], mode: Mode): Verdict {
  const seen = new Map(verdictPoints.map((point) => [point, stateOf(point, checks, mode)]));
  const points = (state: Check['state']) => verdictPoints.filter((point) => seen.get(point) === state);
  const failed = points('failed');
  if (failed.length > 0) return { state: 'unusable', points: failed };
  const unseen = points('unknown');
  return { state: unseen.length > 0 ? 'usable' : 'verified', points: unseen };
}

function stateOf(point: Point, checks: readonly Check[], mode: Mode): Check['state'] {
  const { ids, anyIsEnough } = checksOf[point];
  const counts = (id: string) => ids.includes(id) && (id !== 'serial-ports' || needsSerial(mode));
  const states = checks.filter(({ id }) => counts(id)).map(({ state }) => state);
  switch (point) {
    case 'connection':
      // Whoever of the two saw it is enough, unless the other saw the contrary.
      return states.includes('failed') ? 'failed' : states.includes('passed') ? 'passed' : 'unknown';
    case 'host-driver':
      // A computer that tells nothing of its drivers says nothing against them; one that has none bound where one is needed did not see it work.
      return states.includes('failed') ? 'unknown' : 'passed';
    case 'pin':
      return states[0] ?? 'passed';
    case 'control':
      if (!needsControl(mode)) return 'passed';
  }
  if (states.length === 0) return 'unknown';
  if (anyIsEnough && states.includes('passed')) return 'passed';
  return states.includes('failed') ? 'failed' : states.includes('unknown') ? 'unknown' : 'passed';
}
