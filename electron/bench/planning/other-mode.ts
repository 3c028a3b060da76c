import type { Db } from '../../../modem-db/db.ts';
import { unlessRefused } from '../../contract/errors.ts';
import { type Plan, Step } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { checkWishes } from '../../openwrt/index.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { makePlan, withId } from './plan.ts';
import type { PlanContext } from './plan-context.ts';

/**
 * The plan of a job whose dongle came back in another mode than was wished for, and goes on in that one: what was done so far, and from the
 * look at the composition on what would be planned for the dongle as it is now. `null` where it cannot go on without asking anybody: the
 * router could not be told so, the mode would need commands to get into, or what is lasting in it is not just what was agreed to. `agreed`:
 * the plan that the technician saw. `wishes` name the mode that it came back in. A pure function.
 */
export function planInOtherMode(agreed: Plan, sighting: Sighting, wishes: Wishes, db: Db, context: PlanContext): Plan | null {
  const now = planOrNull(sighting, wishes, db, { ...context, first: [] });
  const done = agreed.steps.findIndex(isComposition);
  if (now === null || done < 0 || !now.steps.slice(0, 1).some(isComposition)) return null;
  const left = agreed.steps.slice(done);
  if (!areAlike(lastingOf(left), lastingOf(now.steps))) return null;
  // A PIN that nobody would try here must not go into the file as if it had been.
  if (wishes.pin !== '' && hasPin(left) && !hasPin(now.steps)) return null;
  const { id: _id, ...content } = agreed;
  const { notes, refused } = now;
  return withId({ ...content, wishes: now.wishes, steps: [...agreed.steps.slice(0, done), ...now.steps], refused, notes });
}

const isComposition = ({ action }: Step) => action.kind === 'composition';
const hasPin = (steps: readonly Step[]) => steps.some(({ action }) => action.kind === 'pin');

/** What stays in the modem or the SIM. As text, in the order of the schema: a plan may have been read from a journal. */
const lastingOf = (steps: readonly Step[]) =>
  steps.filter(({ risk }) => risk === 'persistent').map((step) => JSON.stringify(Step.parse(step)));

const areAlike = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((step) => other.includes(step));

function planOrNull(sighting: Sighting, wishes: Wishes, db: Db, context: PlanContext): Plan | null {
  return unlessRefused(() => {
    checkWishes(wishes);
    return makePlan(sighting, wishes, db, context);
  });
}
