import { describe, expect, it } from 'vitest';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model } from './wire.ts';

describe('ME3630', () => {
  it('holds capitals and small letters apart', async () => {
    const { ask } = await openSerial('gosuncn-me3630', 1);
    expect(await ask('AT+ZSWITCH?')).toEqual(['+ZSWITCH: L', 'OK']);
    for (const letter of ['l', 'R', '', 'L,1', 'rr']) expect(await ask(`AT+ZSWITCH=${letter}`), letter).toEqual(['ERROR']);
    expect(await ask('AT+ZSWITCH=?')).toEqual(['ERROR']);
    expect(await ask('AT+ZSWITCH=r')).toEqual(['OK']);
    expect(await ask('AT+ZSWITCH?')).toEqual(['+ZSWITCH: r', 'OK']);
  });

  it('changes with the restart, and keeps it', async () => {
    const { ask, stick, reopen } = await openSerial('gosuncn-me3630', 1);
    expect([pidOf(stick), numbersOf(stick), tripleOf(stick, 3)]).toEqual(['1476', [0, 1, 2, 3, 4], '02/06/00']);
    await ask('AT+ZSWITCH=r');
    expect(pidOf(stick)).toBe('1476');
    await ask('AT+CFUN=1,1');
    await reopen(3);
    expect([pidOf(stick), tripleOf(stick, 0), tripleOf(stick, 2), tripleOf(stick, 3)]).toEqual(['601', 'e0/01/03', 'ff/ff/ff', 'ff/00/00']);
    stick.modem.unplug();
    stick.modem.plug();
    expect(stick.seen).toEqual(['L', 'r', 'r']);
  });

  it('tells its card', async () => {
    const { ask } = await openSerial('gosuncn-me3630', 1);
    expect(await ask('AT+ZGETICCID')).toEqual(['+ZGETICCID: 8901010000000000065', 'OK']);
  });
});

describe('GM800', () => {
  it.each([
    ['x', '1421', 1, 3, 'ff/ff/ff'],
    ['r', '1404', 3, 0, 'ef/04/01'],
  ])('with %s is 305a:%s', async (letter, pid, at, net, triple) => {
    const { ask, stick, reopen } = await openSerial('gosuncn-gm800', 1);
    expect(pidOf(stick)).toBe('1406');
    expect(await ask(`AT+ZSWITCH=${letter}`)).toEqual(['OK']);
    await ask('AT+CFUN=1,1');
    await reopen(at);
    expect([pidOf(stick), tripleOf(stick, net)]).toEqual([pid, triple]);
    expect(await ask('AT+ZSWITCH?')).toEqual([`+ZSWITCH: ${letter}`, 'OK']);
  });

  it('has no driver in Linux 6.1 as 1421', () => {
    expect(
      model('gosuncn-gm800')
        .bindings('x')
        .map((b) => b.driver),
    ).toEqual([null, null, null, null, null]);
  });
});
