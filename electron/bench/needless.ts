import { BenchError } from '../contract/errors.ts';
import type { SkipIf, Step } from '../contract/plan.ts';
import type { StepProgress } from '../contract/snapshot.ts';
import type { Mode } from '../contract/words.ts';
import { mayHaveAt } from '../modem/candidates.ts';
import type { Plugged } from './plugged.ts';
import { kindOf } from './steps/index.ts';

/** Which steps of a plan need not be carried out on what is plugged in, as it turns out on the way. */

/** What a job knows of its earlier steps: replies by step, and how each stands. */
export interface StepsSoFar {
  readonly values: ReadonlyMap<string, string>;
  readonly stateOf: (id: string) => StepProgress['state'];
}

export function isNeedless(step: Step, plugged: Plugged, soFar: StepsSoFar): boolean {
  // What came back may be another modem than the plan thought of: its commands are not for this one.
  if (step.action.kind === 'at') {
    const { recipe, only } = step.action;
    if (recipe !== undefined && !plugged.recipes.some((r) => r.id === recipe)) return true;
    if (only !== undefined && !only.includes(plugged.id)) return true;
  }
  // It has left the state that the message is for, by itself or by another program.
  if (step.action.kind === 'switch' && step.action.from !== null && plugged.id !== step.action.from) return true;
  if (lacksWhatItNeeds(step, plugged)) return true;
  return step.skipIf.some((skip) => skips(skip, plugged.mode, soFar));
}

function skips(skip: SkipIf, mode: Mode | null, { values, stateOf }: StepsSoFar): boolean {
  if (skip.kind === 'mode') return mode === skip.mode;
  if (stateOf(skip.step) === 'skipped') return true;
  const value = values.get(skip.step);
  // A model that nobody knows is not the one that a command is for.
  if (value === undefined) return skip.kind === 'reply-lacks';
  return skip.kind === 'reply' ? new RegExp(skip.matches).test(value) : !new RegExp(skip.lacks, 'i').test(value);
}

/** Nothing of the dongle answers what the step asks. */
export function lacksWhatItNeeds({ action }: Step, plugged: Plugged): boolean {
  const { needs } = kindOf(action);
  if (needs === 'nothing' || !hasNoAt(plugged)) return false;
  return needs === 'at' || plugged.access.recognised.control === 'none';
}

/** A dongle that needs no AT port to be of use, and has none. The others are asked, and the lack of a port is an error. */
function hasNoAt({ access, mode }: Plugged): boolean {
  if (mode === null || mode === 'ncm' || mode === 'ppp') return false;
  return !mayHaveAt(access);
}

/** Whether a step failed because no port answered AT. */
export function isSilence(error: unknown): boolean {
  return error instanceof BenchError && (error.code === 'AT_SILENT' || error.code === 'AT_NO_PORT');
}
