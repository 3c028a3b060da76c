import { describe, expect, it } from 'vitest';
import { interfacesNow, openTerminal, pidNow, tripleNow } from './at-terminal.ts';
import { model, plug } from './wire.ts';

describe('a Foxconn T99W175', () => {
  it('says which id it has, in capitals', async () => {
    const { ask } = await openTerminal('foxconn-t99w175', 2);
    expect(await ask('AT+CGMM')).toEqual(['T99W175', 'OK']);
    expect(await ask('AT^USBSWITCH?')).toEqual(['^USBSWITCH: 90D5', 'OK']);
    expect(await ask('AT^PCIEMODE?')).toEqual(['^PCIEMODE: 0', 'OK']);
    for (const value of ['901E', '', '9025,1']) expect(await ask(`AT^USBSWITCH=${value}`), value).toEqual(['ERROR']);
  });

  it('changes its id at the restart, both ways', async () => {
    const { ask, clock, reopen, stick } = await openTerminal('foxconn-t99w175', 2);
    expect(interfacesNow('foxconn-t99w175', stick)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await ask('AT^USBSWITCH=9025')).toEqual(['OK']);
    await clock.advance(5_000);
    expect(stick.seen).toEqual(['mbim']);
    await ask('AT+CFUN=1,1');
    await reopen(2);
    expect(pidNow('foxconn-t99w175', stick)).toBe('9025');
    expect([0, 1, 4].map((n) => tripleNow('foxconn-t99w175', stick, n))).toEqual(['ff/ff/30', 'ff/42/01', 'ff/ff/ff']);
    await ask('AT^USBSWITCH=90d5');
    expect(await ask('AT^USBSWITCH?')).toEqual(['^USBSWITCH: 90D5', 'OK']);
    await ask('AT+CFUN=1,1');
    await reopen(2);
    expect(stick.seen).toEqual(['mbim', 'qmi', 'mbim']);
  });

  it('has no driver for its serial ports in Linux 6.1', () => {
    const bound = (composition: string) =>
      model('foxconn-t99w175')
        .bindings(composition)
        .flatMap(({ interfaceNumber, driver }) => (driver === null ? [] : [interfaceNumber]));
    expect(bound('qmi')).toEqual([4]);
    expect(bound('mbim')).toEqual([0, 1]);
  });

  it('is gone with ^PCIEMODE=1', async () => {
    const { ask, reopen } = await openTerminal('foxconn-t99w175', 2);
    await ask('AT^PCIEMODE=1');
    await ask('AT+CFUN=1,1');
    await expect(reopen(2)).rejects.toThrow('no serial interface 2');
  });
});

describe('a Dell DW5821e', () => {
  it('has QMI in its first configuration and MBIM in its second', () => {
    const stick = plug('dell-dw5821e');
    const triples = (index: number) => {
      const list = stick.modem.device?.spec.configurations[index] ?? [];
      return list
        .filter((i) => (i.alternate ?? 0) === 0)
        .map((i) => [i.class, i.subclass, i.protocol].map((n) => n.toString(16).padStart(2, '0')).join('/'));
    };
    expect(triples(0)).toEqual(['ff/ff/ff', '03/00/00', 'ff/00/00', 'ff/00/00', 'ff/00/00', 'ff/ff/ff']);
    expect(triples(1)).toEqual(['02/0e/00', '0a/00/02', 'ff/00/00', 'ff/00/00', 'ff/00/00', 'ff/ff/ff', 'ff/ff/ff']);
  });

  it('binds what Linux binds in each', () => {
    const drivers = (configuration: number) =>
      model('dell-dw5821e')
        .bindings('modem', configuration)
        .map((b) => b.driver);
    expect(drivers(1)).toEqual(['qmi_wwan', null, 'option', 'option', 'option', 'option']);
    expect(drivers(2)).toEqual(['cdc_mbim', 'cdc_mbim', 'option', 'option', 'option', 'option', null]);
  });

  it('has no command for its composition', async () => {
    const { ask } = await openTerminal('dell-dw5821e', 2);
    expect(await ask('AT+CGMM')).toEqual(['DW5821e Snapdragon X20 LTE', 'OK']);
    expect(await ask('AT^USBSWITCH?')).toEqual(['ERROR']);
  });
});
