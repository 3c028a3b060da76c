import { idNumbers, usbId } from '../../../modem-db/db.ts';
import { asksFor, type Quirk, quirksFor, startSeconds } from '../../../modem-db/quirks/index.ts';
import type { Phrase, Step } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import type { Mode } from '../../contract/words.ts';
import { radioOn, radioQuery } from '../../modem/commands.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { at } from '../steps/at.ts';
import type { PlanContext } from './plan-context.ts';

/** Quirks of whatever the dongle will be once it is in its mode. `ids`: the `vid:pid` that it may show then. */
export function quirksOfPlan(
  sighting: Sighting,
  ids: readonly string[],
  name: string | null,
  wishes: Wishes,
  { model }: PlanContext,
): Quirk[] {
  const own = usbId(sighting.vid, sighting.pid);
  const { mode, router: release } = wishes;
  const found = ids.flatMap((id) => {
    return quirksFor({
      ...idNumbers(id),
      model,
      name: id === own ? name : null,
      product: id === own ? sighting.product : null,
      mode,
      release,
    });
  });
  return [...new Set(found)];
}

/** Modes that are commanded by AT alone: the others have a way of their own to put the radio on, and may have no AT port. */
const byAt: readonly Mode[] = ['ncm', 'ecm', 'rndis', 'ppp'];
/** The radio comes up, and some modems answer only then. */
const RADIO_MS = 20_000;

/** Asks whether the transmitter is on, and puts it on where it is not. */
export function radioSteps(quirks: readonly Quirk[], mode: Mode): Step[] {
  if (!byAt.includes(mode) || !asksFor(quirks, 'radio-on')) return [];
  const source = '3GPP TS 27.007, 8.2 (AT+CFUN); that this one needs it: its entry in the database, quirks';
  const query = 'radio-query';
  return [
    at.plan(query, radioQuery, { expect: '^\\+CFUN: ?(?<value>\\d{1,3})' }, { source }),
    at.plan(
      'radio-on',
      radioOn,
      { answerMs: RADIO_MS },
      {
        source,
        skipIf: [{ kind: 'reply', step: query, matches: '^1$' }],
        risk: 'reversible',
        wayBack: { key: 'steps.radio-on.way-back', values: {} },
      },
    ),
  ];
}

const askTheSim: readonly Step['action']['kind'][] = ['sim', 'pin', 'pin-lock'];

/** Steps that wait for the SIM get the time that this modem needs. */
export function withStartTime(steps: readonly Step[], quirks: readonly Quirk[]): Step[] {
  const ms = startSeconds(quirks) * 1000;
  return steps.map((step) => (ms > 0 && askTheSim.includes(step.action.kind) ? { ...step, timeoutMs: step.timeoutMs + ms } : step));
}

export function quirkNotes(quirks: readonly Quirk[]): Phrase[] {
  const seconds = startSeconds(quirks);
  return seconds > 0 ? [{ key: 'notes.quirk-slow-start', values: { seconds } }] : [];
}
