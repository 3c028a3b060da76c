import { expect, it } from 'vitest';
import { type PlannedMessage, sentOnly } from '../../electron/contract/plan.ts';
import { sourceName } from '../../electron/contract/proposals.ts';
import { steps } from '../renderer/fixtures.ts';

const caseNames = ['usb', 'otherwise', 'instead'] as const;
const message = (text: string, when: PlannedMessage['when']): PlannedMessage => ({ text, times: 'once', when });

it('what a plan sends only in one case is told for that case, each message once and in order', () => {
  const [one, two] = steps;
  if (!one || !two) throw new Error('no steps');
  const sends = (['always', ...caseNames] as const).map((when) => message(`AT+${when}`, when));
  const plan = {
    steps: [
      { ...one, sends },
      { ...two, sends: [...sends].reverse() },
    ],
  };
  for (const when of caseNames) expect(sentOnly(when, plan)).toEqual([`AT+${when}`]);
  expect(sentOnly(caseNames[0], { steps: [{ ...one, sends: [message('AT', 'always')] }] })).toEqual([]);
});

it('a source is named by its beginning, and whole where nothing stands before the first mark', () => {
  expect(sourceName({ source: 'mobile-broadband-provider-info 20251101, entry 3' })).toBe('mobile-broadband-provider-info 20251101');
  expect(sourceName({ source: 'docs.emnify.com/glossary (2024)' })).toBe('docs.emnify.com/glossary');
  expect(sourceName({ source: 'a; b' })).toBe('a');
  expect(sourceName({ source: '(nothing before)' })).toBe('(nothing before)');
});
