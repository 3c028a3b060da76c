import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../electron/at/lines.ts';
import { pinTries, simState } from '../../../electron/at/replies/sim.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });
const error = (text: string, number: number | null = null): Reply => ({ lines: [], final: { kind: 'error', text, number } });

describe('the state of a SIM', () => {
  it.each([
    ['+CPIN: SIM PIN2', 'ready'],
    ['+CPIN:SIM PUK2', 'ready'],
    ['+CPIN: "SIM PIN"', 'pin'],
    ['+CPIN: ready ', 'ready'],
    ['+CPIN: NOT READY', 'unknown'],
    ['+CPIN: NOT INSERTED', 'missing'],
    ['+CPIN: PH-SIM PIN', 'failed'],
    ['+CPIN: constructor', 'failed'],
  ])('after %s is %s', (line, state) => {
    expect(simState(reply(line))).toBe(state);
  });

  it('is the newest that was told', () => {
    expect(simState(reply('+CPIN: SIM PIN', '+CPIN: READY'))).toBe('ready');
    expect(simState(reply('nothing'))).toBe('unknown');
  });

  it('is in the words of an error as in its number', () => {
    expect(simState(error('+CME ERROR: SIM not inserted'))).toBe('missing');
    expect(simState(error('+CME ERROR: SIM PIN required'))).toBe('pin');
    expect(simState(error('+CME ERROR: SIM PUK required'))).toBe('puk');
    expect(simState(error('+CME ERROR: 17', 17))).toBe('ready');
    expect(simState(error('+CME ERROR: 14', 14))).toBe('unknown');
    expect(simState(error('ERROR'))).toBe('unknown');
  });
});

describe('tries of a PIN', () => {
  it('are a number of the named group', () => {
    expect(pinTries(reply('x', '+TRY: 3'), '^\\+TRY: (?<pin>.*)$')).toBe(3);
    expect(pinTries(reply('+TRY: 300'), '^\\+TRY: (?<pin>.*)$')).toBeNull();
    expect(pinTries(reply('+TRY: 3'), '^\\+TRY: (.*)$')).toBeNull();
  });
});
