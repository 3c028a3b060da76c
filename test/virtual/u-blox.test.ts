import { describe, expect, it } from 'vitest';
import { interfacesNow, openTerminal, pidNow, tripleNow } from './at-terminal.ts';

describe('a u-blox TOBY-L2', () => {
  it('answers as ModemManager knows it', async () => {
    const { ask } = await openTerminal('ublox-toby-l2', 2, { faults: { pin: '1234', pinTries: 2 } });
    expect(await ask('AT+UUSBCONF?')).toEqual(['+UUSBCONF: 3,"RNDIS",,"0x1146"', 'OK']);
    expect(await ask('AT+UPINCNT')).toEqual(['+UPINCNT: 2,3,10,10', 'OK']);
    expect(await ask('AT+CCID')).toEqual(['+CCID: 8901010000000000091', 'OK']);
    for (const value of ['1', '2,"RNDIS"', '13,"RNDIS"', '3,"RNDIS",,"0x9999"', ''])
      expect(await ask(`AT+UUSBCONF=${value}`), value).toEqual(['ERROR']);
  });

  it.each([
    ['2,"ECM"', 2, '1143', '02/06/00', '+UUSBCONF: 2,"ECM",,"0x1143"'],
    ['0,"",0', 0, '1141', '02/02/01', '+UUSBCONF: 0,"",,"0x1141"'],
  ])('with %s waits for AT+CFUN=16, then is another product', async (value, at, pid, triple, reply) => {
    const { ask, clock, reopen, stick } = await openTerminal('ublox-toby-l2', 2);
    expect([pidNow('ublox-toby-l2', stick), interfacesNow('ublox-toby-l2', stick).length]).toEqual(['1146', 4]);
    expect(await ask(`AT+UUSBCONF=${value}`)).toEqual(['OK']);
    await clock.advance(5_000);
    expect(stick.seen).toEqual(['rndis']);
    expect(await ask('AT+CFUN=16')).toEqual(['OK']);
    await reopen(at);
    expect(pidNow('ublox-toby-l2', stick)).toBe(pid);
    expect(tripleNow('ublox-toby-l2', stick, 0)).toBe(triple);
    expect(await ask('AT+UUSBCONF?')).toEqual([reply, 'OK']);
  });
});
