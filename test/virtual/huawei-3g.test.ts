import { describe, expect, it } from 'vitest';
import { numbersOf, openSerial, pidOf, tripleOf } from './serial-terminal.ts';
import { model } from './wire.ts';

const withNetwork = { composition: 'network' };

describe('E173', () => {
  it('asks, refuses and has no list of ^U2DIAG', async () => {
    const { ask } = await openSerial('huawei-e173', 3, withNetwork);
    expect(await ask('AT+CGMM')).toEqual(['E173', 'OK']);
    expect(await ask('AT^U2DIAG?')).toEqual(['^U2DIAG: 276', 'OK']);
    expect(await ask('AT^U2DIAG=?')).toEqual(['ERROR']);
    for (const value of ['', '119', '276,1', 'x']) expect(await ask(`AT^U2DIAG=${value}`), value).toEqual(['ERROR']);
    expect(await ask('AT^SETPORT?')).toEqual(['ERROR']);
  });

  it('loses disc, card and network with 0, keeps it, and gets them back with 276', async () => {
    const { ask, stick, reopen, clock } = await openSerial('huawei-e173', 3, withNetwork);
    expect([pidOf(stick), numbersOf(stick)]).toEqual(['140c', [0, 1, 2, 3, 4, 5]]);
    expect([0, 1, 2, 3].map((n) => tripleOf(stick, n))).toEqual(Array(4).fill('ff/ff/ff'));
    expect(await ask('AT^U2DIAG=0')).toEqual(['OK']);
    expect(pidOf(stick)).toBe('140c');
    await ask('AT+CFUN=1,1');
    await reopen(2);
    expect([pidOf(stick), numbersOf(stick)]).toEqual(['1001', [0, 1, 2]]);
    expect(await ask('AT^U2DIAG?')).toEqual(['^U2DIAG: 0', 'OK']);
    expect(await ask('AT^U2DIAG=276')).toEqual(['OK']);
    await ask('AT+CFUN=1,1');
    await clock.until(() => stick.seen.length === 3, 60_000);
    expect(stick.seen).toEqual(['network', 'modem', 'disc']);
    expect(pidOf(stick)).toBe('1446');
  });

  it('is for qmi_wwan at 1 and for option elsewhere', () => {
    const drivers = (composition: string) =>
      model('huawei-e173')
        .bindings(composition)
        .map((b) => b.driver);
    expect(drivers('network')).toEqual(['option', 'qmi_wwan', 'option', 'option', 'usb-storage', 'usb-storage']);
    expect(drivers('modem')).toEqual(['option', 'option', 'option']);
  });

  it('changes of ^SYSCFG what is to be changed', async () => {
    const { ask } = await openSerial('huawei-e173', 3, withNetwork);
    expect(await ask('AT^SYSCFG?')).toEqual(['^SYSCFG:2,0,3FFFFFFF,1,2', 'OK']);
    expect(await ask('AT^SYSCFG=14,2,40000000,2,4')).toEqual(['OK']);
    expect(await ask('AT^SYSCFG=16,3,40000000,2,1')).toEqual(['OK']);
    expect(await ask('AT^SYSCFG?')).toEqual(['^SYSCFG:14,2,3FFFFFFF,1,1', 'OK']);
    for (const value of ['3,0,40000000,2,4', '2,4,40000000,2,4', '2,0,xyz,2,4', '2,0,40000000,2', '2,0,40000000,2,5'])
      expect(await ask(`AT^SYSCFG=${value}`), value).toEqual(['ERROR']);
  });
});

describe('E3276', () => {
  it('changes of ^SYSCFGEX what is to be changed', async () => {
    const { ask } = await openSerial('huawei-ncm', 1, { composition: 'ncm' });
    expect(await ask('AT^SYSCFGEX="03",3FFFFFFF,2,4,7FFFFFFFFFFFFFFF,,')).toEqual(['OK']);
    expect(await ask('AT^SYSCFGEX="99",40000000,2,1,40000000,,')).toEqual(['OK']);
    expect(await ask('AT^SYSCFGEX?')).toEqual(['^SYSCFGEX:"03",3FFFFFFF,1,1,7FFFFFFFFFFFFFFF', 'OK']);
  });

  it('is a modem alone with FF;1,12', async () => {
    const { ask, stick, reopen } = await openSerial('huawei-ncm', 1, { composition: 'ncm' });
    expect(await ask('AT^SETPORT="FF;1,12"')).toEqual(['OK']);
    await ask('AT^RESET');
    await reopen(1);
    expect([pidOf(stick), numbersOf(stick), tripleOf(stick, 0), tripleOf(stick, 1)]).toEqual(['1506', [0, 1], 'ff/03/01', 'ff/03/12']);
    expect(await ask('AT^SETPORT?')).toEqual(['^SETPORT:FF;1,12', 'OK']);
  });
});
