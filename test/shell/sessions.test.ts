import { describe, expect, it } from 'vitest';
import { Sessions } from '../../electron/shell/sessions.ts';
import { ManualClock } from '../support/manual-clock.ts';

function start() {
  const clock = new ManualClock();
  let ends = 0;
  const sessions = new Sessions(clock, () => ends++);
  const key = sessions.open(sessions.newToken()) ?? '';
  return { clock, sessions, key, ends: () => ends };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a session', () => {
  it('ends by itself half an hour after it was last used, without anybody asking', async () => {
    const { clock, sessions, key, ends } = start();
    await clock.advance(29 * MINUTE);
    expect(sessions.use(key)).toBeNull();
    await clock.advance(29 * MINUTE);
    expect([ends(), sessions.use(key)]).toEqual([0, null]);
    await clock.advance(30 * MINUTE);
    expect([ends(), sessions.use(key)]).toEqual([1, 'idle']);
    expect(clock.pending).toBe(0);
  });

  it('is in use as long as somebody watches, and for half an hour after that', async () => {
    const { clock, sessions, key, ends } = start();
    const [one, other] = [sessions.hold(), sessions.hold()];
    await clock.advance(5 * HOUR);
    one();
    await clock.advance(HOUR);
    other();
    await clock.advance(29 * MINUTE);
    expect(sessions.use(key)).toBeNull();
    await clock.advance(30 * MINUTE);
    expect([ends(), sessions.use(key)]).toEqual([1, 'idle']);
  });

  it('lasts half a day at the most', async () => {
    const { clock, sessions, key } = start();
    sessions.hold();
    await clock.advance(12 * HOUR - 1);
    expect(sessions.use(key)).toBeNull();
    await clock.advance(1);
    expect(sessions.use(key)).toBe('limit');
  });

  it('ends a minute after a goodbye, which a page that is watched meanwhile takes back', async () => {
    const { clock, sessions, key } = start();
    const first = sessions.hold();
    sessions.leave();
    first();
    expect(sessions.use(key)).toBeNull();
    const second = sessions.hold();
    await clock.advance(HOUR);
    expect(sessions.use(key)).toBeNull();
    second();
    sessions.leave();
    await clock.advance(MINUTE);
    expect(sessions.use(key)).toBe('left');
  });

  it('gives way to the next one, whose end is not the end of the page before', async () => {
    const { sessions, key, ends } = start();
    const held = sessions.hold();
    const next = sessions.open(sessions.newToken()) ?? '';
    expect([sessions.use(key), sessions.use(next), ends()]).toEqual(['replaced', null, 1]);
    held();
    expect(sessions.use(next)).toBeNull();
    expect(sessions.use('nonsense')).toBe('unknown');
  });

  it('is not begun by a token that was used, nor by its own key', () => {
    const { sessions, key } = start();
    const token = sessions.newToken();
    expect(sessions.open(key)).toBeNull();
    expect(sessions.open('')).toBeNull();
    expect(sessions.open(token)).not.toBeNull();
    expect(sessions.open(token)).toBeNull();
  });

  it('is over when a timer came too late, as on a computer that slept', () => {
    let now = 0;
    const asleep = { now: () => now, setTimeout: () => 0, clearTimeout: () => undefined };
    const sessions = new Sessions(asleep, () => undefined);
    const key = sessions.open(sessions.newToken()) ?? '';
    now = HOUR;
    expect(sessions.use(key)).toBe('idle');
  });

  it.each([
    [11 * HOUR, 11 * HOUR + 30 * MINUTE, 'idle'],
    [11 * HOUR + 29 * MINUTE, 11 * HOUR + 59 * MINUTE, 'idle'],
    [11 * HOUR + 30 * MINUTE, 12 * HOUR, 'limit'],
    [11 * HOUR + 31 * MINUTE, 12 * HOUR, 'limit'],
  ])('last used after %i ms is over after %i ms: %s', async (used, over, end) => {
    const { clock, sessions, key, ends } = start();
    for (let at = 0; at < used; at += MINUTE) {
      sessions.use(key);
      await clock.advance(MINUTE);
    }
    sessions.use(key);
    await clock.advance(over - used - 1);
    expect(ends()).toBe(0);
    await clock.advance(1);
    expect([ends(), sessions.use(key), clock.pending]).toEqual([1, end, 0]);
  });

  it('is none before it is opened and after it is closed: nothing to watch, to leave or to end', async () => {
    const clock = new ManualClock();
    let ends = 0;
    const sessions = new Sessions(clock, () => ends++);
    sessions.hold()();
    sessions.leave();
    expect([sessions.use(''), sessions.open(''), ends, clock.pending]).toEqual(['unknown', null, 0, 0]);
    const key = sessions.open(sessions.newToken()) ?? '';
    expect([key.length, clock.pending]).toEqual([32, 1]);
    sessions.close();
    await clock.advance(13 * HOUR);
    expect([sessions.use(key), ends, clock.pending]).toEqual(['unknown', 0, 0]);
  });
});
