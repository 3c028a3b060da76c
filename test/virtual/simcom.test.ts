import { describe, expect, it } from 'vitest';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model } from './wire.ts';

describe('SIM7600', () => {
  it('asks, lists and refuses as the manual has it', async () => {
    const { ask } = await openSerial('simcom-sim7600', 2);
    expect(await ask('AT+CGMM')).toEqual(['SIMCOM_SIM7600G-H', 'OK']);
    expect(await ask('AT+CUSBPIDSWITCH?')).toEqual(['+CUSBPIDSWITCH: 9001', 'OK']);
    expect((await ask('AT+CUSBPIDSWITCH=?'))[0]).toMatch(/^\+CUSBPIDSWITCH: \(9000,9001,.*,902B\),\(0-1\),\(0-1\)$/);
    for (const value of ['901E,1,1', '9011', '9011,1', '9011,2,1', '9008,1,1', '9011,1,1,1'])
      expect(await ask(`AT+CUSBPIDSWITCH=${value}`), value).toEqual(['ERROR']);
  });

  it('stays where the PID is the one in use', async () => {
    const { ask, stick, clock } = await openSerial('simcom-sim7600', 2);
    expect(await ask('AT+CUSBPIDSWITCH=9001,1,1')).toEqual(['OK']);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['9001']);
  });

  it.each([
    ['9011', [0, 1, 2, 3, 4, 5, 6, 7], 4, 0, '02/02/ff'],
    ['9003', [0, 1, 2, 3, 4, 5, 6], 2, 5, '02/0e/00'],
    ['9018', [0, 1, 2, 3, 4, 5, 6], 2, 5, '02/06/00'],
  ])('leaves by itself and comes back as %s', async (pid, numbers, at, net, triple) => {
    const { ask, stick, reopen } = await openSerial('simcom-sim7600', 2);
    expect(await ask(`AT+CUSBPIDSWITCH=${pid},1,1`)).toEqual(['OK']);
    await reopen(at);
    expect(pidOf(stick)).toBe(pid);
    expect(numbersOf(stick)).toEqual(numbers);
    expect(tripleOf(stick, net)).toBe(triple);
    expect(await ask('AT+CUSBPIDSWITCH?')).toEqual([`+CUSBPIDSWITCH: ${pid}`, 'OK']);
    stick.modem.unplug();
    stick.modem.plug();
    expect(stick.seen).toEqual(['9001', pid, pid]);
  });

  it('has no driver for its serial ports as 9018, and for all of them as 9001', () => {
    const drivers = (pid: string) =>
      model('simcom-sim7600')
        .bindings(pid)
        .map((b) => b.driver);
    expect(drivers('9018')).toEqual([null, null, null, null, null, 'cdc_ether', 'cdc_ether']);
    expect(drivers('9001')).toEqual(['option', 'option', 'option', 'option', 'option', 'qmi_wwan']);
  });

  it('reads tries and card, and keeps its radio choice', async () => {
    const { ask } = await openSerial('simcom-sim7600', 2, { faults: { pin: '1234', pinTries: 2 } });
    expect(await ask('AT+SPIC')).toEqual(['+SPIC: 2,10,3,10', 'OK']);
    expect(await ask('AT+CICCID')).toEqual(['+ICCID: 8901010000000000074', 'OK']);
    expect(await ask('AT+CNMP=38')).toEqual(['OK']);
    expect(await ask('AT+CNMP?')).toEqual(['+CNMP: 38', 'OK']);
    expect(await ask('AT+CNMP=71')).toEqual(['ERROR']);
  });
});

describe('SIM8200', () => {
  it('tells ADB and ID in two lines, and writes the ID down until a restart', async () => {
    const { ask, stick, reopen } = await openSerial('simcom-sim8200', 2);
    expect(await ask('AT+CUSBCFG?')).toEqual(['USBADB: 0', 'USBID: 0X1E0E,0X9001', 'OK']);
    for (const value of ['usbid,1e0e,9018', 'usbid,1234,9001', 'usbid,1e0e', 'usbadb,2', 'other,1'])
      expect(await ask(`AT+CUSBCFG=${value}`), value).toEqual(['ERROR']);
    expect(await ask('AT+CUSBCFG=usbid,1e0e,9011')).toEqual(['OK']);
    expect(await ask('AT+CUSBCFG?')).toEqual(['USBADB: 0', 'USBID: 0X1E0E,0X9011', 'OK']);
    expect(pidOf(stick)).toBe('9001');
    await ask('AT+CFUN=1,1');
    await reopen(4);
    expect(pidOf(stick)).toBe('9011');
    expect(tripleOf(stick, 0)).toBe('ef/04/01');
  });

  it('has no port for AT as 901E', async () => {
    const { ask, reopen } = await openSerial('simcom-sim8200', 2);
    expect(await ask('AT+CUSBCFG=USBID,1E0E,901E')).toEqual(['OK']);
    await ask('AT+CRESET');
    await expect(reopen(4)).rejects.toThrow('no serial interface 4');
    expect(
      model('simcom-sim8200')
        .bindings('901E')
        .filter((b) => b.node === 'ttyUSB'),
    ).toEqual([]);
  });
});

describe('A7670', () => {
  it('takes the value alone, and is in it after a restart', async () => {
    const { ask, stick, reopen } = await openSerial('simcom-a7670', 4);
    expect(numbersOf(stick)).toEqual([0, 1, 2, 4, 5]);
    expect(await ask('AT$MYCONFIG?')).toEqual(['$MYCONFIG: "usbnetmode",0,0', 'OK']);
    for (const value of ['"usbnetmode",1,1', '"usbnetmode",3', '"other",1', '"other"'])
      expect(await ask(`AT$MYCONFIG=${value}`), value).toEqual(['ERROR']);
    expect(await ask('AT$MYCONFIG="USBNETMODE",1')).toEqual(['OK']);
    expect(tripleOf(stick, 0)).toBe('e0/01/03');
    await ask('AT+CRESET');
    await reopen(4);
    expect(tripleOf(stick, 0)).toBe('02/06/00');
    expect(pidOf(stick)).toBe('9011');
    expect(await ask('AT$MYCONFIG?')).toEqual(['$MYCONFIG: "usbnetmode",1,0', 'OK']);
  });
});
