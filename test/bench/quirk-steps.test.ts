import { describe, expect, it } from 'vitest';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { quirkNotes, radioSteps, withStartTime } from '../../electron/bench/planning/quirk-steps.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';
import type { Quirk, QuirkUse } from '../../modem-db/quirks/index.ts';
import { huaweiNcm } from '../support/sightings.ts';

/** What the quirks of a modem make of its plan. */

const words = { en: 'what it does', ru: 'что он делает' };
const quirk = (use: QuirkUse): Quirk => ({
  ...{ id: 'test', match: { ids: ['1234:5678'] }, kind: 'modem', effect: words, remedy: null },
  ...{ proof: 'report', sources: ['this test'], use },
});
const wantsRadio = [quirk({ kind: 'radio-on' })];
const startsSlowly = [quirk({ kind: 'slow-start', seconds: 20 })];

describe('a modem whose radio has to be put on', () => {
  it('is asked and told so in the modes that are commanded by AT alone', () => {
    for (const mode of ['ncm', 'ecm', 'rndis', 'ppp'] as const) {
      const [query, on, ...more] = radioSteps(wantsRadio, mode);
      expect([query?.action, on?.action]).toMatchObject([
        { kind: 'at', command: 'AT+CFUN?' },
        { kind: 'at', command: 'AT+CFUN=1' },
      ]);
      expect(on).toMatchObject({ risk: 'reversible', skipIf: [{ kind: 'reply', step: query?.id, matches: '^1$' }] });
      expect(more).toEqual([]);
    }
    for (const mode of ['qmi', 'mbim'] as const satisfies Mode[]) expect(radioSteps(wantsRadio, mode)).toEqual([]);
    expect(radioSteps([], 'ncm')).toEqual([]);
    expect(radioSteps(startsSlowly, 'ncm')).toEqual([]);
  });
});

describe('a modem that starts slowly', () => {
  const { steps } = makePlan(huaweiNcm, Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet', pin: '4711' }), loadDb());

  it('gets its time in the steps that ask the SIM', () => {
    const [note] = quirkNotes(startsSlowly);
    const seconds = 20;
    expect(note).toEqual({ key: 'notes.quirk-slow-start', values: { seconds } });
    const more = withStartTime(steps, startsSlowly).map((step, at) => [step.action.kind, step.timeoutMs - (steps[at]?.timeoutMs ?? 0)]);
    const asksSim = (kind: string) => kind === 'sim' || kind === 'pin' || kind === 'pin-lock';
    expect(more).toEqual(steps.map(({ action }) => [action.kind, asksSim(action.kind) ? seconds * 1000 : 0]));
    expect(more.some(([, ms]) => ms !== 0)).toBe(true);
  });

  it('is as others are without such a quirk', () => {
    expect(withStartTime(steps, wantsRadio)).toEqual(steps);
    expect(quirkNotes(wantsRadio)).toEqual([]);
  });
});
