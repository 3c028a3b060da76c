import type { Db } from '../../../modem-db/db.ts';
import { Plan, type Step } from '../../contract/plan.ts';
import type { InterruptedReason } from '../../contract/snapshot.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { checkWishes } from '../../openwrt/index.ts';
import type { Presence } from '../life/presence.ts';
import { planInOtherMode } from '../planning/other-mode.ts';
import { makePlan } from '../planning/plan.ts';
import { kindOf } from '../steps/index.ts';
import { type DongleMark, isTwin } from './dongle-mark.ts';
import type { PastJob } from './past-jobs.ts';

/**
 * Whether a job that was cut off is gone on with, and where. It is, without a question, only right after it was cut off, by the same
 * plan, on a dongle that is known to be its own; all else is the technician's to decide. Pure but for the plan that is made anew.
 */

/** What is on the port now; `null` where nothing is. */
export type Present = Presence & { readonly isDisc: boolean; readonly mark: DongleMark };

/** A bench process that died is up again within seconds, an app that was started anew within minutes. */
const RESUME_WITHIN_MS = 10 * 60_000;
/** On top of what a dongle may stay away: the time until the bench was there again to see it. */
const RESTART_SLACK_MS = 30_000;

/** A clock is corrected a little now and then. What was written later than that tells nothing of how long ago it was. */
export const CLOCK_SLACK_MS = 60_000;

export type Standing =
  /** `plans`: made anew, and in what is left the same as the one that was carried out. */
  | { readonly kind: 'resume'; readonly plans: RemadePlans; readonly index: number }
  | { readonly kind: 'ask'; readonly reason: InterruptedReason }
  /** What is there is another dongle. */
  | { readonly kind: 'another' };

export interface Now {
  readonly present: Present | null;
  readonly boot: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Made anew from what the journal says; `null` where there can be none. */
  readonly plans: RemadePlans | null;
}

export function standingOf(past: PastJob, { present, boot, now, plans }: Now): Standing {
  if (present && !canBeOf(past, present)) return { kind: 'another' };
  // With nothing there to compare, only the wait of a job for its dongle's return tells whose the next one is.
  const identity = present ? isSame(past, present.mark, boot, now) : isAwaited(past, now) ? 'same' : 'unknown';
  if (identity === 'another') return { kind: 'another' };
  if (past.damaged) return { kind: 'ask', reason: 'damaged' };
  // Whoever closed it may have had enough of it.
  if (past.closed) return { kind: 'ask', reason: 'closed' };
  const age = now - past.lastAt;
  if (past.boot !== boot) return { kind: 'ask', reason: 'rebooted' };
  if (!(age >= -CLOCK_SLACK_MS && age <= RESUME_WITHIN_MS)) return { kind: 'ask', reason: 'long-ago' };
  if (past.plan.wishes.hasPin || past.plan.wishes.hasPassword) return { kind: 'ask', reason: 'secrets' };
  if (identity !== 'same') return { kind: 'ask', reason: 'unproven' };
  const index = resumeIndex(past, present);
  if (plans === null || !sameSteps(plans.plan.steps.slice(index), past.plan.steps.slice(index)))
    return { kind: 'ask', reason: 'plan-differs' };
  return { kind: 'resume', plans, index };
}

/** Made anew for a job: the plan that was agreed to, and what is left to carry out, which is the same one unless it goes on in another mode. */
export interface RemadePlans {
  readonly agreed: Plan;
  readonly plan: Plan;
}

/** The plans, from what the journal has of the sightings and the wishes; `null` where today's rules would not make them. `first`: as in `PlanContext`. */
export function remakePlans(past: PastJob, db: Db, first: readonly Step[]): RemadePlans | null {
  const { hasPin: _pin, hasPassword: _password, ...rest } = past.plan.wishes;
  const wishes: Wishes = { ...rest, pin: '', password: '' };
  try {
    checkWishes(wishes);
    const { otherMode: other } = past;
    const wished = { ...wishes, mode: other?.wished ?? wishes.mode };
    const agreed = makePlan(past.sighting, wished, db, { ...knownOf(past), first });
    const plan = other === null ? agreed : planInOtherMode(agreed, other.sighting, wishes, db, knownOf({ ...other, scsi: null }));
    // Read as the journal's was, so that the two can be compared.
    return plan && { agreed: Plan.parse(agreed), plan: Plan.parse(plan) };
  } catch {
    return null;
  }
}

const knownOf = ({ scsi, model }: Pick<PastJob, 'scsi' | 'model'>) => ({ scsi, ...(model === null ? {} : { model }) });

const sameSteps = (one: readonly Step[], other: readonly Step[]) => one.length > 0 && JSON.stringify(one) === JSON.stringify(other);

/** Whether the job can be that of what is there: it shows what the plan began with, or what it was to become. */
function canBeOf({ plan }: PastJob, { id }: Presence): boolean {
  return id === `${plan.vid}:${plan.pid}` || plan.steps.some((s) => s.action.kind === 'await-return' && s.action.ids.includes(id));
}

/**
 * Whether a dongle is that of a job: by its place on the bus, which it loses with an unplugging; by its serial number; or because it
 * was away by the job's own doing, and is back in time, which is what a job without a crash goes by as well.
 */
function isSame(past: PastJob, mark: DongleMark, boot: string, now: number): 'same' | 'another' | 'unknown' {
  const last = past.mark;
  if (last === null) return 'unknown';
  if (isTwin(last, mark)) return 'another';
  if (past.boot === boot && last.id === mark.id && last.address === mark.address) return 'same';
  if (last.id === mark.id && last.serial !== null && last.serial === mark.serial) return 'same';
  return past.boot === boot && isAwaited(past, now) ? 'same' : 'unknown';
}

/** Whether the job waited for its dongle's return when it was cut off, and would wait still. */
function isAwaited(past: PastJob, now: number): boolean {
  const limit = awaitedMs(past);
  return limit !== null && now - past.lastAt <= limit + RESTART_SLACK_MS;
}

/** How long the job was to wait for the dongle's return at the end of its journal; `null`: it was not away by its doing. */
function awaitedMs({ plan, begun, finished, steps }: PastJob): number | null {
  const at = begun === null ? plan.steps.findLastIndex((s) => finished.has(s.id)) : plan.steps.findIndex((s) => s.id === begun);
  if (at < 0) return null;
  // What was found needless has made nothing leave.
  if (begun === null && runOfLeaving(plan, at).every((step) => steps.get(step.id) === 'skipped')) return null;
  const awaiting = [plan.steps[at], plan.steps[returnBehind(plan, at)]].find(
    (step) => step?.action.kind === 'await-return' && !finished.has(step.id),
  );
  return awaiting?.action.kind === 'await-return' ? awaiting.action.withinMs : null;
}

/** The step at `at` and those right before it, as far as each makes the dongle leave; the step alone, if it does not. */
function runOfLeaving({ steps }: Plan, at: number): Step[] {
  const before = steps.slice(0, at).findLastIndex((step) => !kindOf(step.action).leaves(step.action));
  const run = steps.slice(before + 1, at + 1);
  return run.length > 0 && run.every((step) => kindOf(step.action).leaves(step.action)) ? run : steps.slice(at, at + 1);
}

/** Where the plan waits for what the step at `at` makes leave, past others that would have; -1: that one makes nothing leave. */
function returnBehind({ steps }: Plan, at: number): number {
  const stays = (step: Step | undefined) => step === undefined || !kindOf(step.action).leaves(step.action);
  if (stays(steps[at])) return -1;
  const next = steps.findIndex((step, index) => index > at && stays(step));
  return steps[next]?.action.kind === 'await-return' ? next : -1;
}

/** Index of the step to begin with. */
export function resumeIndex(past: PastJob, present: Present | null): number {
  const cutOff = past.plan.steps.findIndex((s) => s.id === past.begun);
  return cutOff >= 0 && departed(past, cutOff, present) ? returnBehind(past.plan, cutOff) : firstToRepeat(past, present);
}

/**
 * Behind the last return that is written down: queries and probes are asked again, since what they found was in memory, and
 * what was set is found set. A stick that shows its disc again (its power was gone as well) starts from the beginning.
 */
function firstToRepeat({ plan, finished, begun }: PastJob, present: Present | null): number {
  if (present?.isDisc) return 0;
  const returned = plan.steps.findLastIndex((s) => s.action.kind === 'await-return' && finished.has(s.id));
  const awaiting = plan.steps.findIndex((s) => s.action.kind === 'await-return' && (s.id === begun || finished.has(s.id)));
  return awaiting > returned ? awaiting : returned + 1;
}

/** Whether the step at `index`, which makes a dongle leave, has done so: the dongle is away, or back as what was awaited. */
function departed({ plan }: PastJob, index: number, present: Presence | null): boolean {
  const next = plan.steps[returnBehind(plan, index)];
  if (next?.action.kind !== 'await-return') return false;
  if (!present) return true;
  return present.id !== `${plan.vid}:${plan.pid}` || next.skipIf.some((skip) => skip.kind === 'mode' && present.mode === skip.mode);
}
