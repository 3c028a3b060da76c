import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../electron/at/lines.ts';
import { dataRegistration, registration, registrationOf } from '../../../electron/at/replies/registration.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });
const error: Reply = { lines: [], final: { kind: 'error', text: 'ERROR', number: null } };

describe('a registration', () => {
  it('has the states of the standard', () => {
    const states = Array.from({ length: 13 }, (_, stat) => registration(reply(`+CREG: 0,${stat}`)));
    expect(states).toEqual([
      ...['none', 'home', 'searching', 'denied', 'unknown', 'roaming', 'home', 'roaming', 'none', 'home', 'roaming', 'none', 'unknown'],
    ]);
  });

  it('is no line that came unasked', () => {
    expect(registrationOf(reply('+CREG: 1', '+CEREG: 5,"1A2D"'))).toBeNull();
    expect(registrationOf(reply('+CEREG: 1,"0001","01A2D001",7'))).toBeNull();
    expect(registration(error)).toBe('unknown');
  });

  it.each([0, 0xfffe, 0xffff, 0xffffff])('has no area in the code %i', (area) => {
    expect(registrationOf(reply(`+CEREG: 2,2,"${area.toString(16)}","0FFFFFFF",7`))).toEqual({
      ...{ state: 'searching', areaCode: null, cellId: null, technology: 'LTE' },
    });
  });

  it('is the last of several answers', () => {
    expect(registration(reply('+CEREG: 0,2', '+CEREG: 0,1'))).toBe('home');
    expect(registration(reply('+CEREG: 0,2+CEREG: 0,5'))).toBe('roaming');
  });
});

describe('the registration for data', () => {
  const of = (...told: [string, string][]) =>
    dataRegistration(
      told.map(([name, stat]) => ({ command: `AT+${name}?`, reply: stat === 'ERROR' ? error : reply(`+${name}: 0,${stat}`) })),
    );

  it.each<[string, [string, string][], string]>([
    [
      'a SIM for data alone: the voice network refuses',
      [
        ['CEREG', '1'],
        ['CGREG', '0'],
        ['CREG', '3'],
      ],
      'home',
    ],
    [
      'the same, abroad',
      [
        ['CREG', '3'],
        ['CEREG', '5'],
      ],
      'roaming',
    ],
    [
      '5G alone',
      [
        ['CEREG', '0'],
        ['C5GREG', '1'],
        ['CGREG', '0'],
        ['CREG', '0'],
      ],
      'home',
    ],
    [
      'no LTE',
      [
        ['CEREG', '0'],
        ['CGREG', '1'],
        ['CREG', '1'],
      ],
      'home',
    ],
    [
      'a modem that has the oldest command alone',
      [
        ['CEREG', 'ERROR'],
        ['CGREG', 'ERROR'],
        ['CREG', '2'],
      ],
      'searching',
    ],
    [
      'a search for data while the voice network refuses',
      [
        ['CEREG', '2'],
        ['CREG', '3'],
      ],
      'searching',
    ],
    [
      'a refusal for data',
      [
        ['CEREG', '3'],
        ['CGREG', '0'],
        ['CREG', '2'],
      ],
      'denied',
    ],
    [
      'a modem that tells nothing',
      [
        ['CEREG', '4'],
        ['CREG', 'ERROR'],
      ],
      'unknown',
    ],
    ['nothing asked', [], 'unknown'],
  ])('of %s', (_, told, expected) => {
    expect(of(...told)).toBe(expected);
  });
});
