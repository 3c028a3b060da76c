import { describe, expect, it } from 'vitest';
import { interfacesNow, openTerminal, pidNow, tripleNow } from './at-terminal.ts';
import { model } from './wire.ts';

const drivers = (name: string, composition: string) =>
  model(name)
    .bindings(composition)
    .map((b) => b.driver);

describe('a Fibocom NL678-E', () => {
  it('tells its number and leaves by itself when it is changed', async () => {
    const { ask, reopen, stick } = await openTerminal('fibocom-nl678', 2);
    expect(await ask('AT+CGMM')).toEqual(['+CGMM: "NL678-E"', 'OK']);
    expect(await ask('AT+GTUSBMODE?')).toEqual(['+GTUSBMODE: 18', 'OK']);
    expect(tripleNow('fibocom-nl678', stick, 4)).toBe('02/06/00');
    for (const value of ['30', '', 'x', '17,1']) expect(await ask(`AT+GTUSBMODE=${value}`), value).toEqual(['ERROR']);
    expect(await ask('AT+GTUSBMODE=17')).toEqual(['OK']);
    await reopen(2);
    expect(pidNow('fibocom-nl678', stick)).toBe('0104');
    expect(tripleNow('fibocom-nl678', stick, 4)).toBe('ff/ff/ff');
    expect(await ask('AT+GTUSBMODE?')).toEqual(['+GTUSBMODE: 17', 'OK']);
  });

  it('stays where the number is the one in force', async () => {
    const { ask, clock, stick } = await openTerminal('fibocom-nl678', 2);
    expect(await ask('AT+GTUSBMODE=18')).toEqual(['OK']);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['ecm']);
  });

  it('has no driver for anything with 22, as the forum found', async () => {
    const { ask, clock, stick } = await openTerminal('fibocom-nl678', 2);
    await ask('AT+GTUSBMODE=22');
    await clock.advance(10_000);
    expect(pidNow('fibocom-nl678', stick)).toBe('0109');
    expect(drivers('fibocom-nl678', 'unbound')).toEqual([null, null, null]);
  });

  it('keeps bands when the technology is chosen', async () => {
    const { ask } = await openTerminal('fibocom-nl678', 2);
    expect(await ask('AT+GTACT?')).toEqual(['+GTACT: 10,3,2', 'OK']);
    expect(await ask('AT+GTACT=2')).toEqual(['OK']);
    expect(await ask('AT+GTACT?')).toEqual(['+GTACT: 2,3,2', 'OK']);
    expect(await ask('AT+GTACT=3')).toEqual(['ERROR']);
  });
});

describe('a Fibocom FM160-CN', () => {
  it('answers =? as a real one, and leaves only with AT+CFUN=15', async () => {
    const { ask, clock, reopen, stick } = await openTerminal('fibocom-fm160', 2);
    expect(await ask('AT+GTUSBMODE=?')).toEqual(['+GTUSBMODE: (17-18,20-21,24,29-33)', 'OK']);
    expect(await ask('AT+GTUSBMODE?')).toEqual(['+GTUSBMODE: 32', 'OK']);
    expect(await ask('AT+GTUSBMODE=22')).toEqual(['ERROR']);
    expect(await ask('AT+GTUSBMODE=30')).toEqual(['OK']);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['qmi']);
    expect(await ask('AT+CFUN=15')).toEqual(['OK']);
    await reopen(4);
    expect(pidNow('fibocom-fm160', stick)).toBe('0111');
    expect([0, 2, 3, 4].map((n) => tripleNow('fibocom-fm160', stick, n))).toEqual(['02/0e/00', 'ff/ff/40', 'ff/ff/30', 'ff/ff/40']);
    expect(await ask('AT+GTUSBMODE?')).toEqual(['+GTUSBMODE: 30', 'OK']);
  });

  it.each([20, 24, 31])('has no AT port left with %i', async (value) => {
    const { ask, reopen } = await openTerminal('fibocom-fm160', 2);
    await ask(`AT+GTUSBMODE=${value}`);
    await ask('AT+CFUN=15');
    await expect(reopen(2)).rejects.toThrow('no serial interface 2');
  });

  it('shows one id for two numbers', async () => {
    const { ask, reopen, stick } = await openTerminal('fibocom-fm160', 2, { flash: { gtusbmode: 18 } });
    expect([pidNow('fibocom-fm160', stick), interfacesNow('fibocom-fm160', stick).length]).toEqual(['0105', 7]);
    await ask('AT+GTUSBMODE=33');
    await ask('AT+CFUN=15');
    await reopen(2);
    expect([pidNow('fibocom-fm160', stick), interfacesNow('fibocom-fm160', stick).length]).toEqual(['0105', 6]);
  });
});

describe('a Fibocom FM650-CN', () => {
  it.each([
    [36, '0a05', 0, '02/0d/00', 6],
    [38, '0a06', 0, 'e0/01/03', 6],
    [40, '0a07', 0, '02/0e/00', 6],
  ])('with %i is 2cb7:%s', async (value, pid, net, triple, count) => {
    const { ask, reopen, stick } = await openTerminal('fibocom-fm650', 2);
    expect([pidNow('fibocom-fm650', stick), interfacesNow('fibocom-fm650', stick).length]).toEqual(['0a04', 5]);
    expect(await ask('AT+GTUSBMODE=35')).toEqual(['ERROR']);
    await ask(`AT+GTUSBMODE=${value}`);
    await ask('AT+CFUN=15');
    await reopen(2);
    expect(pidNow('fibocom-fm650', stick)).toBe(pid);
    expect(tripleNow('fibocom-fm650', stick, net)).toBe(triple);
    expect(interfacesNow('fibocom-fm650', stick)).toHaveLength(count);
    expect(await ask('AT+GTRAT?')).toEqual(['+GTRAT: 10,6,3', 'OK']);
  });
});

describe('a Fibocom L610', () => {
  it.each([
    [33, 2, '4d11', 'e0/01/03'],
    [31, 0, '4d10', 'ff/00/00'],
  ])('with %i is what the kernel lists', async (value, at, pid, triple) => {
    const { ask, reopen, stick } = await openTerminal('fibocom-l610', 2);
    await ask(`AT+GTUSBMODE=${value}`);
    await ask('AT+CFUN=15');
    await reopen(at);
    expect(pidNow('fibocom-l610', stick)).toBe(pid);
    expect(tripleNow('fibocom-l610', stick, 0)).toBe(triple);
    expect(await ask('AT+GTUSBMODE?')).toEqual([`+GTUSBMODE: ${value}`, 'OK']);
  });
});

describe('a Fibocom FM350-GL', () => {
  it('has RNDIS in both of its numbers and nothing else', async () => {
    const { ask, reopen, stick } = await openTerminal('fibocom-fm350', 3);
    expect(await ask('AT+GTUSBMODE=?')).toEqual(['+GTUSBMODE: (40,41)', 'OK']);
    expect([pidNow('fibocom-fm350', stick), interfacesNow('fibocom-fm350', stick).length]).toEqual(['7127', 10]);
    for (const value of [29, 17, 30]) expect(await ask(`AT+GTUSBMODE=${value}`)).toEqual(['ERROR']);
    await ask('AT+GTUSBMODE=40');
    await ask('AT+CFUN=1,1');
    await reopen(4);
    expect([pidNow('fibocom-fm350', stick), interfacesNow('fibocom-fm350', stick).length]).toEqual(['7126', 8]);
    expect(tripleNow('fibocom-fm350', stick, 0)).toBe('02/02/ff');
  });
});

describe('a Fibocom L850-GL', () => {
  it('speaks as Intel modems do, over CDC ACM', async () => {
    const { ask } = await openTerminal('fibocom-l850', 2);
    expect(await ask('AT+CGMM')).toEqual(['+CGMM: "L850 LTE Module","L850"', 'OK']);
    expect(await ask('AT+CGMI')).toEqual(['+CGMI: "Fibocom"', 'OK']);
    expect(await ask('AT+XPINCNT')).toEqual(['+XPINCNT: 3, 3, 10, 10', 'OK']);
    expect(await ask('AT+GTUSBMODE=?')).toEqual(['ERROR']);
    expect(await ask('AT+GTUSBMODE=2')).toEqual(['ERROR']);
  });

  it('goes from MBIM of Fibocom to NCM of Intel and back', async () => {
    const { ask, reopen, stick } = await openTerminal('fibocom-l850', 2);
    expect(pidNow('fibocom-l850', stick)).toBe('0007');
    await ask('AT+GTUSBMODE=0');
    await ask('AT+CFUN=15');
    await reopen(0);
    expect(stick.modem.device?.spec.vid).toBe(0x8087);
    expect(interfacesNow('fibocom-l850', stick)).toHaveLength(12);
    expect(drivers('fibocom-l850', 'ncm').filter((d) => d === 'cdc_ncm')).toHaveLength(6);
    expect(await ask('AT+GTUSBMODE?')).toEqual(['+GTUSBMODE: 0', 'OK']);
    await ask('AT+GTUSBMODE=7');
    await ask('AT+CFUN=15');
    await reopen(6);
    expect(stick.seen).toEqual(['mbim', 'ncm', 'mbim']);
  });
});
