import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { type StepKind, stepOf } from './step-kind.ts';

/** The dongle is away, and comes back on the same port as one of `ids`, or as another modem. The chart waits for it. */
export const awaitReturn = {
  kind: 'await-return',
  schema: stepActions['await-return'],
  plan: (id: string, ids: readonly string[], withinMs: number, source: string, skipIf: Step['skipIf'] = []): Step =>
    stepOf(
      awaitReturn,
      id,
      { kind: 'await-return', ids: [...ids], withinMs },
      {
        source,
        text: 'return',
        timeoutMs: withinMs,
        skipIf,
        values: { ids: ids.join(', ') },
      },
    ),
  run: () => {
    throw new BenchError('INTERNAL', { message: 'an await belongs to the chart' });
  },
  leaves: () => false,
  needs: 'nothing',
  stage: 'away',
  limit: 45_000,
  back: null,
} as const satisfies StepKind<'await-return'> & { plan(...args: never[]): unknown };
