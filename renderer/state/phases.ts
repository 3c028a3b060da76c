import type { Step } from '../../electron/contract/plan.ts';
import type { JobView, StepProgress } from '../../electron/contract/snapshot.ts';

/** A job as a technician thinks of it: five things that follow one another, each of some steps of the plan. */

export const phaseNames = ['free', 'switch', 'configure', 'network', 'connection'] as const;
export type PhaseName = (typeof phaseNames)[number];

const phaseOf: Record<Step['action']['kind'], PhaseName | 'as-before'> = {
  hold: 'free',
  switch: 'switch',
  // It is waited for in the course of whatever made it leave.
  'await-return': 'as-before',
  at: 'configure',
  dongle: 'configure',
  context: 'configure',
  composition: 'as-before',
  identity: 'network',
  pin: 'network',
  'pin-lock': 'network',
  sim: 'network',
  network: 'network',
  drivers: 'connection',
  control: 'connection',
  connection: 'connection',
  card: 'connection',
};

export interface PhaseView {
  readonly name: PhaseName;
  readonly state: StepProgress['state'];
  /** When its first step began, and its last ended; `null`: not yet. On the bench's clock, in ms. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** The phases that a job has steps for, in order; a step that comes after a later phase's belongs to that one, so that none goes back. */
export function phasesOf({ plan, progress }: Pick<JobView, 'plan' | 'progress'>): PhaseView[] {
  const members = new Map<PhaseName, StepProgress[]>();
  let at = 0;
  for (const step of plan.steps) {
    const named = phaseOf[step.action.kind];
    if (named !== 'as-before') at = Math.max(at, phaseNames.indexOf(named));
    const name = phaseNames[at] ?? 'free';
    const told = progress.find(({ id }) => id === step.id);
    if (told) members.set(name, [...(members.get(name) ?? []), told]);
  }
  return [...members].map(([name, steps]) => ({ name, ...together(steps) }));
}

function together(steps: readonly StepProgress[]): Omit<PhaseView, 'name'> {
  const states = steps.map(({ state }) => state);
  const isOver = states.every((state) => state === 'done' || state === 'skipped');
  const starts = steps.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  const ends = steps.flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]));
  const failed = states.includes('failed');
  const state = failed
    ? 'failed'
    : isOver
      ? states.includes('done')
        ? 'done'
        : 'skipped'
      : states.some((one) => one !== 'waiting')
        ? 'running'
        : 'waiting';
  return {
    state,
    startedAt: starts.length > 0 ? Math.min(...starts) : null,
    endedAt: (isOver || failed) && ends.length > 0 ? Math.max(...ends) : null,
  };
}
