import { describe, expect, it } from 'vitest';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model } from './wire.ts';

const UNLOCK = 'AT!ENTERCND="A710"';

describe('a Sierra modem with !USBCOMP (EM7455)', () => {
  it('has its interfaces where its functions have their numbers', async () => {
    const { stick } = await openSerial('sierra-em7455', 3);
    expect(numbersOf(stick)).toEqual([0, 2, 3, 8, 10]);
    expect(tripleOf(stick, 8)).toBe('ff/ff/ff');
    expect(model('sierra-em7455').bindings('mask:50d')).toContainEqual({ interfaceNumber: 3, driver: 'qcserial', node: 'ttyUSB' });
  });

  it('answers nothing of its composition until it is unlocked, and its radio at once', async () => {
    const { ask } = await openSerial('sierra-em7455', 3);
    for (const command of ['AT!USBCOMP?', 'AT!USBCOMP=?', 'AT!USBCOMP=1,1,100D', 'AT!USBPID?'])
      expect(await ask(command)).toEqual(['ERROR']);
    expect(await ask('AT!SELRAT?')).toEqual(['!SELRAT: 00, Automatic', 'OK']);
    expect(await ask('AT!ENTERCND="AWRONG"')).toEqual(['ERROR']);
    expect(await ask('AT!USBCOMP?')).toEqual(['ERROR']);
    expect(await ask(UNLOCK)).toEqual(['OK']);
    expect(await ask('AT!USBCOMP?')).toEqual([
      'Config Index: 1',
      'Config Type:  1 (Generic)',
      'Interface bitmask: 0000050D (diag,nmea,modem,rmnet0,rmnet1)',
      'OK',
    ]);
    expect((await ask('AT!USBCOMP=?')).join('\n')).toMatch(/MBIM +- 0x00001000/);
    expect(await ask('AT!USBPID?')).toEqual(['!USBPID:', 'APP : 9071', 'BOOT: 9070', 'OK']);
  });

  it('unlocks and asks on one line', async () => {
    const { ask } = await openSerial('sierra-em7455', 3);
    expect((await ask(`${UNLOCK};!USBCOMP?`)).at(2)).toContain('0000050D');
  });

  it('refuses another index, another type, unknown bits, both control channels', async () => {
    const { ask } = await openSerial('sierra-em7455', 3);
    await ask(UNLOCK);
    for (const value of ['2,1,10D', '1,3,10D', '1,1,20D', '1,1,110D', '1,1,0', '1,1,XYZ', '1,1', '1,1,10D,1'])
      expect(await ask(`AT!USBCOMP=${value}`), value).toEqual(['ERROR']);
  });

  it('is in the new composition after !RESET, keeps it, and is locked again', async () => {
    const { ask, stick, reopen } = await openSerial('sierra-em7455', 3);
    await ask(UNLOCK);
    expect(await ask('AT!USBCOMP=1,1,100D')).toEqual(['OK']);
    expect((await ask('AT!USBCOMP?')).at(2)).toBe('Interface bitmask: 0000100D (diag,nmea,modem,mbim)');
    expect(numbersOf(stick)).toEqual([0, 2, 3, 8, 10]);
    expect(await ask('AT!RESET')).toEqual(['OK']);
    await reopen(3);
    expect(numbersOf(stick)).toEqual([0, 2, 3, 12, 13]);
    expect(tripleOf(stick, 12)).toBe('02/0e/00');
    expect(await ask('AT!USBCOMP?')).toEqual(['ERROR']);
    stick.modem.unplug();
    stick.modem.plug();
    expect(stick.seen).toEqual(['mask:50d', 'mask:100d', 'mask:100d']);
  });

  it('loses AT with a mask without bit 8, and its drivers with another product id', async () => {
    const { ask, stick, clock } = await openSerial('sierra-em7455', 3);
    await ask(UNLOCK);
    expect(await ask('AT!USBCOMP=1,1,505')).toEqual(['OK']);
    expect(await ask('AT!USBPID=68E2,68E1')).toEqual(['OK']);
    await ask('AT!RESET');
    await clock.until(() => stick.seen.length === 2, 10_000);
    expect(numbersOf(stick)).toEqual([0, 2, 8, 10]);
    expect(pidOf(stick)).toBe('68e2');
  });

  it('tells its SIM and who it is', async () => {
    const { ask } = await openSerial('sierra-em7455', 3, { faults: { pin: '1234', pinTries: 2 } });
    expect(await ask('AT+CPINC?')).toEqual(['+CPINC: 2,3,10,10', 'OK']);
    expect(await ask('AT!ICCID?')).toEqual(['!ICCID: 8901010000000000072', 'OK']);
    expect(await ask('AT+CGMM')).toEqual(['EM7455', 'OK']);
  });

  it('keeps its radio choice', async () => {
    const { ask } = await openSerial('sierra-em7455', 3);
    expect(await ask('AT!SELRAT=06')).toEqual(['OK']);
    expect(await ask('AT!SELRAT?')).toEqual(['!SELRAT: 06, LTE Only', 'OK']);
    expect(await ask('AT!SELRAT=55')).toEqual(['ERROR']);
  });
});

describe('a Sierra modem with !USBCOMP of another type (EM7565)', () => {
  it('takes type 3 alone', async () => {
    const { ask } = await openSerial('sierra-em7565', 3);
    await ask(UNLOCK);
    expect(await ask('AT!USBCOMP=1,1,10D')).toEqual(['ERROR']);
    expect(await ask('AT!USBCOMP=1,3,10D')).toEqual(['OK']);
    expect((await ask('AT!USBCOMP?')).slice(1, 3)).toEqual([
      'Config Type:  3 (Generic)',
      'Interface bitmask: 0000010D (diag,nmea,modem,rmnet0)',
    ]);
  });
});

describe('a Sierra modem with !UDUSBCOMP (MC7355)', () => {
  it('shows two configurations as shipped: QMI with serial ports, and MBIM', async () => {
    const { stick } = await openSerial('sierra-mc7355', 3);
    const { spec } = model('sierra-mc7355').compose('14', stick.modem.body);
    expect(spec.configurations.map((c) => [...new Set(c.map((i) => i.number))])).toEqual([
      [2, 3, 0, 8],
      [12, 13],
    ]);
    // lsusb of a real one: 160 bytes, NMEA with IN 81 and 82.
    expect(spec.configurations[0]?.[0]?.endpoints.map((e) => e.address)).toEqual([0x82, 0x81, 0x01]);
  });

  it('answers and takes an index once it is unlocked', async () => {
    const { ask } = await openSerial('sierra-mc7355', 3);
    expect(await ask('AT!UDUSBCOMP?')).toEqual(['ERROR']);
    await ask(UNLOCK);
    expect(await ask('AT!UDUSBCOMP?')).toEqual(['!UDUSBCOMP: 14', 'OK']);
    const list = await ask('AT!UDUSBCOMP=?');
    expect(list[0]).toMatch(/^6 +- DM +NMEA +AT +QMI +SUPPORTED$/);
    for (const value of ['7', '18', '99', 'x', '6,1']) expect(await ask(`AT!UDUSBCOMP=${value}`), value).toEqual(['ERROR']);
    expect(await ask('AT!USBCOMP?')).toEqual(['ERROR']);
  });

  it('is MBIM with serial ports in 8, MBIM alone in 9', async () => {
    const { ask, stick, reopen } = await openSerial('sierra-mc7355', 3);
    await ask(UNLOCK);
    await ask('AT!UDUSBCOMP=8');
    await ask('AT!RESET');
    await reopen(3);
    expect(numbersOf(stick)).toEqual([2, 3, 0, 12, 13]);
    await ask(UNLOCK);
    expect(await ask('AT!UDUSBCOMP=9')).toEqual(['OK']);
    await ask('AT!RESET');
    await expect(reopen(3)).rejects.toThrow('no serial interface 3');
    expect(numbersOf(stick)).toEqual([12, 13]);
  });
});
