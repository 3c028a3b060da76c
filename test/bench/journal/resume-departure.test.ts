import { describe, expect, it } from 'vitest';
import type { PastJob } from '../../../electron/bench/journal/past-jobs.ts';
import { type Present, resumeIndex, standingOf } from '../../../electron/bench/journal/resume.ts';
import type { Plan } from '../../../electron/contract/plan.ts';
import type { StepProgress } from '../../../electron/contract/snapshot.ts';
import { practiceWorld } from '../../support/practice-world.ts';

/** A dongle that several steps may make leave, and a bench that died around them. */

async function planOf(): Promise<Plan> {
  const world = await practiceWorld();
  try {
    const { draft: plan } = await world.plan(await world.plug('telit-fn980'), { mode: 'mbim' });
    if (!plan) throw new Error('no plan');
    return plan;
  } finally {
    await world.close();
  }
}

const plan = await planOf();
const ids = plan.steps.map(({ id }) => id);
const index = (id: string) => ids.indexOf(id);

/** Everything up to the step `last` is over; `skipped` of it were needless. */
function past(last: string, skipped: readonly string[], begun: string | null = null): PastJob {
  const over = ids.slice(0, index(last) + 1);
  const steps = new Map<string, StepProgress['state']>(over.map((id) => [id, skipped.includes(id) ? 'skipped' : 'done']));
  const known = { plan, steps, finished: new Set(over), begun, mark: null, boot: 'one', damaged: false, closed: false, lastAt: 1_000_000 };
  return known as unknown as PastJob;
}

const now = { present: null, boot: 'one', now: 1_001_000, plans: { agreed: plan, plan } };
const still: Present = { enumeration: 1, id: '1bc7:1050', isModem: true, mode: 'qmi', isDisc: false, mark: {} as Present['mark'] };

it('the plan has a restart for a value that is pending, right before it is set', () => {
  expect(ids.slice(index('mode-pending'), index('mode-return') + 1)).toEqual(['mode-pending', 'mode-set', 'mode-return']);
});

describe('what is away', () => {
  it.each(['mode-pending', 'mode-set'])('is waited for where %s was cut off', (begun) => {
    expect(resumeIndex(past('dongle', [], begun), null)).toBe(index('mode-return'));
    expect(standingOf(past('dongle', [], begun), now)).toMatchObject({ kind: 'resume', index: index('mode-return') });
  });

  it('is not waited for where nothing had made it leave', () => {
    expect(resumeIndex(past('mode-query', [], 'dongle'), null)).toBeLessThan(index('mode-return'));
    expect(standingOf(past('mode-query', [], 'dongle'), now)).toMatchObject({ kind: 'ask' });
  });

  it('is its own where the last of these steps was needless and one before it was not', () => {
    expect(standingOf(past('mode-set', ['mode-set']), now)).toMatchObject({ kind: 'resume' });
    expect(standingOf(past('mode-set', ['mode-pending']), now)).toMatchObject({ kind: 'resume' });
    expect(standingOf(past('mode-set', ['mode-pending', 'mode-set']), now)).toMatchObject({ kind: 'ask' });
    expect(standingOf(past('mode-pending', ['mode-pending']), now)).toMatchObject({ kind: 'ask' });
  });
});

it('what is still there is asked again from the beginning', () => {
  expect(resumeIndex(past('dongle', [], 'mode-pending'), still)).toBeLessThan(index('mode-pending'));
});
