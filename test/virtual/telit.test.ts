import { describe, expect, it } from 'vitest';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';

describe('LE910C4', () => {
  it('is a QMI modem as shipped and tells its index', async () => {
    const { ask, stick } = await openSerial('telit-le910c4', 4);
    expect(numbersOf(stick)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await ask('AT+CGMM')).toEqual(['LE910C4-NF', 'OK']);
    expect(await ask('AT#USBCFG?')).toEqual(['#USBCFG: 0', 'OK']);
    expect(await ask('AT#USBCFG=?')).toEqual(['#USBCFG: (0-7)', 'OK']);
    for (const value of ['8', '', 'x', '1,1']) expect(await ask(`AT#USBCFG=${value}`), value).toEqual(['ERROR']);
  });

  it.each([
    [2, '1204', 5, 2, '02/0e/00'],
    [4, '1206', 5, 2, '02/06/00'],
    [1, '1203', 5, 0, '02/02/ff'],
  ])('waits for #REBOOT with index %i, then is %s', async (index, pid, at, net, triple) => {
    const { ask, stick, reopen, clock } = await openSerial('telit-le910c4', 4);
    expect(await ask(`AT#USBCFG=${index}`)).toEqual(['OK']);
    await clock.advance(5_000);
    expect(stick.seen).toEqual(['1201']);
    expect(await ask('AT#REBOOT')).toEqual(['OK']);
    await reopen(at);
    expect(pidOf(stick)).toBe(pid);
    expect(tripleOf(stick, net)).toBe(triple);
    expect(await ask('AT#USBCFG?')).toEqual([`#USBCFG: ${index}`, 'OK']);
  });

  it('counts the tries of the code that is asked', async () => {
    const { ask } = await openSerial('telit-le910c4', 4, { faults: { pin: '1234', pinTries: 2 } });
    expect(await ask('AT#PCT')).toEqual(['#PCT: 2', 'OK']);
    await ask('AT+CPIN="0000"');
    await ask('AT+CPIN="0000"');
    expect(await ask('AT#PCT')).toEqual(['#PCT: 10', 'OK']);
    expect(await ask('AT#CCID')).toEqual(['#CCID: 8901010000000000077', 'OK']);
  });
});

describe('FN980', () => {
  it.each([
    [0, '1052', 5, 0, 'ef/04/01'],
    [2, '1051', 5, 2, '02/0e/00'],
    [3, '1053', 5, 2, '02/06/00'],
  ])('restarts by itself with index %i as %s: another order than the LE910Cx', async (index, pid, at, net, triple) => {
    const { ask, stick, reopen } = await openSerial('telit-fn980', 4);
    expect(await ask('AT#USBCFG?')).toEqual(['#USBCFG: 1', 'OK']);
    expect(await ask(`AT#USBCFG=${index}`)).toEqual(['OK']);
    await reopen(at);
    expect(pidOf(stick)).toBe(pid);
    expect(tripleOf(stick, net)).toBe(triple);
    stick.modem.unplug();
    stick.modem.plug();
    expect(stick.seen).toEqual(['1050', pid, pid]);
  });

  it('knows NR in +WS46, which an LE910C4 does not', async () => {
    const fn = await openSerial('telit-fn980', 4);
    expect(await fn.ask('AT+WS46=36')).toEqual(['OK']);
    const le = await openSerial('telit-le910c4', 4);
    expect(await le.ask('AT+WS46=36')).toEqual(['ERROR']);
  });
});
