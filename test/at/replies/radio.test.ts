import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../electron/at/lines.ts';
import { radioLock, radioState } from '../../../electron/at/replies/radio.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });

describe('the radio', () => {
  it.each([
    ['+CFUN: 1', 'on'],
    ['+CFUN: 0', 'off'],
    ['+CFUN: 4', 'off'],
    ['+CFUN: 7', 'off'],
    ['+CFUN: 15', 'unknown'],
    ['+CFUN: ', 'unknown'],
    ['ERROR', 'unknown'],
  ])('after %s is %s', (line, state) => {
    expect(radioState(reply(line))).toBe(state);
  });

  it('is locked before it is off', () => {
    const patterns = { locked: 'lock: 1', off: 'switch: 1' };
    expect(radioLock(reply('switch: 1', 'LOCK: 1'), patterns)).toBe('locked');
    expect(radioLock(reply('switch: 1', 'lock: 0'), patterns)).toBe('off');
    expect(radioLock(reply('switch: 1'), { locked: 'lock: 1' })).toBe('unknown');
    expect(radioLock(reply(), patterns)).toBe('unknown');
  });
});
