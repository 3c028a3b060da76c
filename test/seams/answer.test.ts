import { expect, it } from 'vitest';
import { type AnswerLimits, oneAnswer, type Settle } from '../../electron/seams/answer.ts';
import { activeInterfaces, UsbError, unlessGone } from '../../electron/seams/usb-bus.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { interfaces, sighting } from '../support/sightings.ts';

/** Asks once; what becomes of it, how often it ended, and what is left on the clock. */
function asked(more: Partial<AnswerLimits> = {}, throws: unknown = null) {
  const clock = new ManualClock();
  let settle: Settle<string> | null = null;
  let ended = 0;
  const begin = (given: Settle<string>) => {
    settle = given;
    if (throws !== null) throw throws;
  };
  const limits = { clock, timeoutMs: 1000, late: () => new Error('late'), cancelled: () => new Error('cancelled'), ...more };
  const outcome = oneAnswer<string>(limits, begin, () => ended++).catch((error: unknown) => error);
  return { clock, outcome, begun: () => settle !== null, settle: (result: string | Error) => settle?.(result), ended: () => ended };
}

it('the first answer counts, and what comes after it is passed over', async () => {
  const { clock, outcome, settle, ended } = asked();
  settle('one');
  settle(new Error('two'));
  expect(await outcome).toBe('one');
  expect([ended(), clock.pending]).toEqual([1, 0]);
});

it('an answer that is an error rejects', async () => {
  const { outcome, settle } = asked();
  settle(new Error('refused'));
  expect(await outcome).toEqual(new Error('refused'));
});

it('none within the time limit is late, not before it', async () => {
  const { clock, outcome, ended } = asked();
  await clock.advance(999);
  expect(ended()).toBe(0);
  await clock.advance(1);
  expect([await outcome, ended()]).toEqual([new Error('late'), 1]);
});

it.each([
  ['an error', new Error('reason'), new Error('reason')],
  ['anything else', 'reason', new Error('cancelled')],
])('the signal ends the wait with its reason where that is %s', async (_name, reason, expected) => {
  const controller = new AbortController();
  const { clock, outcome, ended } = asked({ signal: controller.signal });
  controller.abort(reason);
  expect([await outcome, ended(), clock.pending]).toEqual([expected, 1, 0]);
});

it('is not asked at all where the signal was given before', async () => {
  const { outcome, begun } = asked({ signal: AbortSignal.abort(new Error('before')) });
  expect([await outcome, begun()]).toEqual([new Error('before'), false]);
});

it.each([
  ['an error', new TypeError('bad'), new TypeError('bad')],
  ['anything else', 'bad', new Error('bad')],
])('asking that throws %s is the end', async (_name, thrown, expected) => {
  const { clock, outcome, ended } = asked({}, thrown);
  expect([await outcome, ended(), clock.pending]).toEqual([expected, 1, 0]);
});

it('interfaces are those of the configuration in force, or of the first where none is', () => {
  const [one, two, more] = [interfaces([0, 8, 6, 0x50]), interfaces([1, 2, 0x0e, 0]), interfaces([2, 0xff, 0, 0])];
  const configurations = [
    { value: 1, interfaces: one },
    { value: 2, interfaces: two },
    { value: 2, interfaces: more },
  ];
  const active = (activeConfiguration: number | null) => activeInterfaces(sighting(1, 2, [], { configurations, activeConfiguration }));
  expect([active(1), active(2), active(null), active(9)]).toEqual([one, two, one, one]);
  expect(activeInterfaces(sighting(1, 2, [], { configurations: [], activeConfiguration: 1 }))).toEqual([]);
});

it('what a device refuses is passed over, that it is gone is not', () => {
  for (const passed of [new UsbError('stall', 'x'), new Error('gone'), null, 'gone']) expect(unlessGone(passed)).toBeUndefined();
  expect(() => unlessGone(new UsbError('gone', 'away'))).toThrow('away');
});
