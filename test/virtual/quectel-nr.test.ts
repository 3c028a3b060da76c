import { describe, expect, it } from 'vitest';
import { interfacesNow, openTerminal, pidNow, tripleNow } from './at-terminal.ts';

describe('a Quectel RM520N-GL', () => {
  it('answers as an RM520N-GL does', async () => {
    const { ask } = await openTerminal('quectel-rm520n', 2);
    expect(await ask('ATI')).toEqual(['Quectel', 'RM520N-GL', 'Revision: RM520NGLAAR03A03M4G', 'OK']);
    expect(await ask('AT+QCFG="usbnet"')).toEqual(['+QCFG: "usbnet",0', 'OK']);
    expect(await ask('AT+QCFG=?')).toContain('+QCFG: "usbnet",(0-3)');
    for (const refused of ['4', '5', 'x', '1,1']) expect(await ask(`AT+QCFG="usbnet",${refused}`), refused).toEqual(['ERROR']);
  });

  it('has +QNWPREFCFG where LTE modules have nwscanmode', async () => {
    const { ask } = await openTerminal('quectel-rm520n', 2);
    expect(await ask('AT+QCFG="nwscanmode"')).toEqual(['ERROR']);
    expect(await ask('AT+QNWPREFCFG="mode_pref"')).toEqual(['+QNWPREFCFG: "mode_pref",AUTO', 'OK']);
    expect(await ask('AT+QNWPREFCFG="mode_pref",LTE:NR5G')).toEqual(['OK']);
    expect(await ask('AT+QNWPREFCFG="mode_pref"')).toEqual(['+QNWPREFCFG: "mode_pref",LTE:NR5G', 'OK']);
    for (const value of ['GSM', 'LTE:LTE:LTE:LTE', '']) expect(await ask(`AT+QNWPREFCFG="mode_pref",${value}`)).toEqual(['ERROR']);
    const lte = await openTerminal('quectel-ec25', 2);
    expect(await lte.ask('AT+QNWPREFCFG="mode_pref"')).toEqual(['ERROR']);
  });

  it.each([
    [1, 2, 4, '02/06/00'],
    [2, 2, 4, '02/0e/00'],
    [3, 4, 0, 'e0/01/03'],
  ])('takes usbnet %i on at the restart, and keeps it', async (value, at, net, triple) => {
    const { ask, clock, reopen, stick } = await openTerminal('quectel-rm520n', 2);
    expect(await ask(`AT+QCFG="usbnet",${value}`)).toEqual(['OK']);
    await clock.advance(5_000);
    expect(stick.seen).toEqual(['qmi']);
    expect(await ask('AT+CFUN=1,1')).toEqual(['OK']);
    await reopen(at);
    expect(pidNow('quectel-rm520n', stick)).toBe('0801');
    expect(tripleNow('quectel-rm520n', stick, net)).toBe(triple);
    expect(interfacesNow('quectel-rm520n', stick)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await ask('AT+QCFG="usbnet"')).toEqual([`+QCFG: "usbnet",${value}`, 'OK']);
    stick.modem.unplug();
    stick.modem.plug();
    expect(stick.seen.at(-1)).toBe(stick.seen.at(-2));
  });
});
