import type { Step, StepAction } from '../../contract/plan.ts';

/** What every builder of steps shares. */

/** A step whose texts are found under `steps.<text>`; risk-free and without a way back unless told. */
export function step(
  id: string,
  text: string,
  action: StepAction,
  rest: Pick<Step, 'source' | 'timeoutMs'> & Partial<Pick<Step, 'skipIf' | 'risk' | 'wayBack'>> & { values?: Step['why']['values'] },
): Step {
  const { values = {}, ...own } = rest;
  return {
    id,
    title: { key: `steps.${text}.title`, values },
    why: { key: `steps.${text}.why`, values },
    action,
    skipIf: [],
    risk: 'none',
    wayBack: null,
    ...own,
  };
}

/** The dongle is away, and comes back on the same port as one of these, or as another modem. */
export function awaitStep(id: string, ids: readonly string[], withinMs: number, source: string, skipIf: Step['skipIf'] = []): Step {
  return step(
    id,
    'return',
    { kind: 'await-return', ids: [...ids], withinMs },
    { source, timeoutMs: withinMs, skipIf, values: { ids: ids.join(', ') } },
  );
}

export const AT_MS = 5_000;
