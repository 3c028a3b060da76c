import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

export const composition = {
  kind: 'composition',
  schema: stepActions.composition,
  plan: (mode: Mode): Step =>
    stepOf(
      composition,
      'composition',
      { kind: 'composition' },
      {
        source: 'USB 2.0, 9.6.5 (interface descriptors), against the compositions in the database',
        values: { mode },
      },
    ),
  run: probeComposition,
  leaves: () => false,
  needs: 'nothing',
  stage: 'working',
  limit: 5_000,
  back: null,
} as const satisfies StepKind<'composition'> & { plan(mode: Mode): unknown };

/** Whether the composition that came is the one that was wished for, or one that does as well. */
function probeComposition(run: StepContext): StepOutcome {
  const { recognised, sighting } = run.access;
  const { mode: seen } = recognised;
  const wished = run.wishes.mode;
  const passed = seen === wished || (seen !== null && run.goOnIn(seen));
  run.check({
    id: 'composition',
    title: { key: 'checks.composition', values: { mode: passed ? seen : wished } },
    state: passed ? 'passed' : 'failed',
    seen: recognised.name || (sighting.product ?? ''),
    code: passed ? null : 'MODE_NOT_REACHED',
  });
  run.replied(seen ?? '-');
  if (!passed) throw new BenchError('MODE_NOT_REACHED', { wished, seen: seen ?? '-' });
  return { kind: 'done' };
}
