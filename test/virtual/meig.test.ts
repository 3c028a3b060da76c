import { describe, expect, it } from 'vitest';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model } from './wire.ts';

describe('SRM825L', () => {
  it('reads and refuses', async () => {
    const { ask } = await openSerial('meig-srm825', 1);
    expect(await ask('AT+SER?')).toEqual(['+SER: 1', 'OK']);
    for (const value of ['', '3', '3,0', '9,1', '3,1,1', 'x,1']) expect(await ask(`AT+SER=${value}`), value).toEqual(['ERROR']);
    expect(await ask('AT+CGMR')).toEqual(['+CGMR: SRM825L_3.0.15_EQ100', 'OK']);
    expect(await ask('AT+ICCID')).toEqual(['+ICCID: 8901010000000000067', 'OK']);
  });

  it('is in RNDIS after the restart, and back', async () => {
    const { ask, stick, reopen } = await openSerial('meig-srm825', 1);
    expect([pidOf(stick), numbersOf(stick), tripleOf(stick, 5)]).toEqual(['4d22', [0, 1, 2, 3, 4, 5], 'ff/ff/50']);
    expect(await ask('AT+SER=3,1')).toEqual(['OK']);
    expect(pidOf(stick)).toBe('4d22');
    await ask('AT+CFUN=1,1');
    await reopen(3);
    expect([pidOf(stick), tripleOf(stick, 0), tripleOf(stick, 2), tripleOf(stick, 5)]).toEqual([
      '4d38',
      'e0/01/03',
      'ff/ff/30',
      'ff/ff/60',
    ]);
    expect(await ask('AT+SER?')).toEqual(['+SER: 3', 'OK']);
    await ask('AT+SER=1,1');
    await ask('AT+CFUN=1,1');
    await reopen(1);
    expect(stick.seen).toEqual(['1', '3', '1']);
  });
});

describe('SLM770A', () => {
  it('leaves by itself, and has no driver for its ports in ECM', async () => {
    const { ask, stick, reopen } = await openSerial('meig-slm770a', 3);
    expect([pidOf(stick), numbersOf(stick)]).toEqual(['4d57', [0, 1, 2, 3, 4, 5]]);
    expect(await ask('AT+SER=2,1')).toEqual(['OK']);
    await reopen(3);
    expect([pidOf(stick), tripleOf(stick, 0)]).toEqual(['4d58', '02/06/00']);
    const drivers = (number: string) =>
      model('meig-slm770a')
        .bindings(number)
        .map((b) => b.driver);
    expect(drivers('2')).toEqual(['cdc_ether', 'cdc_ether', null, null, null, null]);
    expect(drivers('3')).toEqual(['rndis_host', 'rndis_host', 'option', 'option', 'option', 'option']);
    expect(await ask('AT+SER=3,1')).toEqual(['OK']);
    await reopen(3);
    expect(pidOf(stick)).toBe('4d57');
  });
});
