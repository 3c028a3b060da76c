import { describe, expect, it } from 'vitest';
import { sleep } from '../../electron/seams/clock.ts';
import { type PollOptions, poll } from '../../electron/seams/poll.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** Looks, and counts; ended by `enough` looks. What became of it is told with the time since the start, in milliseconds. */
function looking(options: PollOptions, enough = Number.POSITIVE_INFINITY) {
  const clock = new ManualClock();
  const start = clock.now();
  const looks: number[] = [];
  const look = async () => looks.push(clock.now() - start);
  const outcome = poll(clock, options, look, (seen) => seen >= enough).then(
    (seen) => ({ seen, at: clock.now() - start }),
    (error: unknown) => ({ error, at: clock.now() - start }),
  );
  return { clock, looks, outcome };
}

describe('a poll', () => {
  it('looks until it is enough, at its pace', async () => {
    const { clock, looks, outcome } = looking({ every: 100 }, 3);
    await clock.advance(10_000);
    expect([await outcome, looks]).toEqual([{ seen: 3, at: 200 }, [0, 100, 200]]);
  });

  it('looks a last time when its time is over, and has what was seen then', async () => {
    const { clock, looks, outcome } = looking({ every: 100, within: 200 });
    await clock.advance(10_000);
    expect([await outcome, looks]).toEqual([{ seen: 3, at: 200 }, [0, 100, 200]]);
    const once = looking({ every: 100, within: 0 });
    expect([await once.outcome, once.looks]).toEqual([{ seen: 1, at: 0 }, [0]]);
  });

  it('paces itself by how often it looked, from one on, until there is no next', async () => {
    const asked: number[] = [];
    const every = (looks: number) => {
      asked.push(looks);
      return looks < 3 ? looks * 10 : null;
    };
    const { clock, looks, outcome } = looking({ every });
    await clock.advance(10_000);
    expect([await outcome, looks, asked]).toEqual([{ seen: 3, at: 30 }, [0, 10, 30], [1, 2, 3]]);
  });

  it('ends with the reason of its signal: before a look, or in a pause', async () => {
    const before = looking({ every: 100, signal: AbortSignal.abort(new Error('before')) });
    expect([await before.outcome, before.looks]).toEqual([{ error: new Error('before'), at: 0 }, []]);
    const controller = new AbortController();
    const { clock, looks, outcome } = looking({ every: 100, signal: controller.signal });
    await clock.advance(150);
    controller.abort(new Error('meanwhile'));
    expect([await outcome, looks, clock.pending]).toEqual([{ error: new Error('meanwhile'), at: 150 }, [0, 100], 0]);
  });

  it('throws what looking throws', async () => {
    const failing = poll(
      new ManualClock(),
      { every: 1 },
      () => Promise.reject(new Error('blind')),
      () => true,
    );
    await expect(failing).rejects.toThrow('blind');
  });
});

describe('a wait', () => {
  it('is over in time, and leaves nothing on its signal', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    let over = false;
    void sleep(clock, 100, controller.signal).then(() => {
      over = true;
    });
    await clock.advance(99);
    expect(over).toBe(false);
    await clock.advance(1);
    expect(over).toBe(true);
    controller.abort();
  });

  it('that is given up before or meanwhile ends with the reason, and no timer is left', async () => {
    const clock = new ManualClock();
    await expect(sleep(clock, 100, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    const controller = new AbortController();
    const waiting = sleep(clock, 100, controller.signal);
    controller.abort(new Error('meanwhile'));
    await expect(waiting).rejects.toThrow('meanwhile');
    expect(clock.pending).toBe(0);
  });
});
