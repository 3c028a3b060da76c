import { expect, it } from 'vitest';
import { Closing } from '../../electron/seams/closing.ts';

it('an end is told once to each who is there, in order, and at once to who comes late', () => {
  const closing = new Closing();
  const told: string[] = [];
  const listener = (name: string) => (error: Error | null) => void told.push(`${name} ${error?.message ?? 'null'}`);
  closing.on(listener('one'));
  const off = closing.on(listener('off'));
  closing.on(listener('two'));
  off();
  expect([closing.closed, told]).toEqual([false, []]);
  closing.close(new Error('gone'));
  closing.close(null);
  expect([closing.closed, told]).toEqual([true, ['one gone', 'two gone']]);
  closing.on(listener('late'))();
  expect(told).toEqual(['one gone', 'two gone', 'late gone']);
});

it('an end of its own is one as well', () => {
  const closing = new Closing();
  const told: unknown[] = [];
  closing.close(null);
  closing.on((error) => told.push(error));
  expect([closing.closed, told]).toEqual([true, [null]]);
});
