import { describe, expect, it } from 'vitest';
import { openSerial } from './serial-terminal.ts';

const locked = { faults: { fccLocked: true } };

describe('a card with the FCC lock, over AT', () => {
  it.each([
    ['sierra-em7455', 3, '+CME ERROR: 4'],
    ['sierra-em9191', 3, '+CME ERROR: 4'],
    ['fibocom-fm350', 3, 'ERROR'],
    ['foxconn-t99w175', 2, 'ERROR'],
  ])('%s is in low power and stays there', async (name, port, refusal) => {
    const { ask } = await openSerial(name, port, locked);
    await ask('AT+CMEE=1');
    expect(await ask('AT+CFUN?')).toEqual(['+CFUN: 4', 'OK']);
    for (const command of ['AT+CFUN=1', 'AT+CFUN=1,0']) expect(await ask(command)).toEqual([refusal]);
    expect(await ask('AT+CFUN=4')).toEqual(['OK']);
    expect(await ask('AT+CFUN?')).toEqual(['+CFUN: 4', 'OK']);
    expect(await ask('AT+CEREG?')).toEqual(['+CEREG: 0,0', 'OK']);
    expect(await ask('AT+CSQ')).toEqual(['+CSQ: 99,99', 'OK']);
    expect((await ask('AT+CPIN?'))[0]).toBe('+CPIN: READY');
  });

  it('is locked again after a restart', async () => {
    const { ask, reopen } = await openSerial('sierra-em7455', 3, locked);
    expect(await ask('AT!RESET')).toEqual(['OK']);
    await reopen(3);
    expect(await ask('AT+CFUN?')).toEqual(['+CFUN: 4', 'OK']);
  });

  it('says in its own words who holds the radio', async () => {
    const sierra = await openSerial('sierra-em7455', 3, locked);
    expect(await sierra.ask('AT!PCINFO?')).toEqual([
      'State: Low Power Mode',
      'LPM voters - Temp:0, Volt:0, User:0, W_DISABLE:0, IMSWITCH:0, BIOS:1',
      'LPM persistence - None',
      'OK',
    ]);
    const fibocom = await openSerial('fibocom-fm350', 3, locked);
    expect(await fibocom.ask('AT+GTFCCLOCKMODE?;+GTFCCLOCKSTATE?;+GTFCCEFFSTATUS?')).toEqual([
      '+GTFCCLOCKMODE: 2',
      '+GTFCCLOCKSTATE: 0',
      '+GTFCCEFFSTATUS: 2,0',
      'OK',
    ]);
  });
});

describe('a card without it', () => {
  it('is on, and goes off and on as it is told', async () => {
    const { ask } = await openSerial('sierra-em7455', 3);
    expect(await ask('AT+CFUN?')).toEqual(['+CFUN: 1', 'OK']);
    expect((await ask('AT!PCINFO?'))[0]).toBe('State: Online');
    expect(await ask('AT+CFUN=4')).toEqual(['OK']);
    expect((await ask('AT!PCINFO?')).slice(0, 2)).toEqual([
      'State: Low Power Mode',
      'LPM voters - Temp:0, Volt:0, User:1, W_DISABLE:0, IMSWITCH:0, BIOS:0',
    ]);
    expect(await ask('AT+CFUN=1')).toEqual(['OK']);
    expect(await ask('AT+CEREG?')).toEqual(['+CEREG: 0,1', 'OK']);
    const fibocom = await openSerial('fibocom-fm350', 3);
    expect(await fibocom.ask('AT+GTFCCLOCKMODE?;+GTFCCEFFSTATUS?')).toEqual(['+GTFCCLOCKMODE: 0', '+GTFCCEFFSTATUS: 0,1', 'OK']);
  });
});
