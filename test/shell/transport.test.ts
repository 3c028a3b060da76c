import { describe, expect, it } from 'vitest';
import { Latest, Pending } from '../../renderer/transport/pending.ts';

describe("a transport's memory", () => {
  it('tells a late listener the last value, and then each new one until it leaves', () => {
    const latest = new Latest<number>();
    const [early, late]: [number[], number[]] = [[], []];
    latest.on((value) => early.push(value));
    latest.set(1);
    const leave = latest.on((value) => late.push(value));
    latest.set(2);
    leave();
    latest.set(3);
    expect([early, late]).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
  });

  it('matches replies to requests by id', async () => {
    const pending = new Pending();
    const [a, b] = [pending.open(), pending.open()];
    pending.answer(b.id, { code: 'DONGLE_BUSY', detail: { port: '1-1' } });
    pending.answer(a.id, null);
    pending.answer(99, null);
    await expect(a.reply).resolves.toBeUndefined();
    await expect(b.reply).rejects.toMatchObject({ code: 'DONGLE_BUSY', detail: { port: '1-1' } });
  });

  it('hands the answer of a query to who asked', async () => {
    const pending = new Pending();
    const [query, refused] = [pending.open(), pending.open()];
    pending.answer(query.id, null, { type: 'countries', countries: ['de'] });
    pending.answer(refused.id, { code: 'INTERNAL', detail: {} });
    await expect(query.reply).resolves.toEqual({ type: 'countries', countries: ['de'] });
    await expect(refused.reply).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('fails what waits when the bench is gone', async () => {
    const pending = new Pending();
    const { reply } = pending.open();
    pending.failAll();
    await expect(reply).rejects.toMatchObject({ code: 'BENCH_RESTARTED' });
  });
});
