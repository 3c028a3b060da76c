import { expect, it } from 'vitest';
import { memo, weakMemo } from '../../electron/lib/memo.ts';

it('makes each once, whatever it is', () => {
  const made: string[] = [];
  const of = memo((key: string) => {
    made.push(key);
    return key === 'none' ? undefined : { key };
  });
  expect(of('a')).toBe(of('a'));
  expect(of('none')).toBeUndefined();
  expect(of('none')).toBeUndefined();
  expect(of('b')).toEqual({ key: 'b' });
  expect(made).toEqual(['a', 'none', 'b']);
});

it('makes one for each object', () => {
  const [one, other] = [{}, {}];
  const of = weakMemo((key: object) => ({ key }));
  expect(of(one)).toBe(of(one));
  expect(of(one)).not.toBe(of(other));
});

it('tries again what could not be made', () => {
  let tries = 0;
  const of = memo((key: string) => {
    if (++tries === 1) throw new Error('not yet');
    return key;
  });
  expect(() => of('a')).toThrow('not yet');
  expect(of('a')).toBe('a');
  expect(tries).toBe(2);
});
