import { describe, expect, it } from 'vitest';
import { openTerminal } from './at-terminal.ts';

/** What commands of a family take, value by value: what is next to it they refuse, and change nothing. */

const BAD = ['+CME ERROR: 50'];

describe('+QNETDEVCTL and +QICSGP of ASR’s modules', () => {
  const open = async () => {
    const terminal = await openTerminal('quectel-ec200a', 3);
    await terminal.ask('AT+CMEE=1');
    return terminal;
  };

  it.each(['', '2,1', '4,1', '10,1', '01,1', '1', '1,', '1,0', '1,16', '1,01', '1,1x', '1,1,2', '1,1,10', '1,1,', 'x1,1', '1,1,0,0'])(
    'refuses =%s',
    async (value) => {
      const { ask } = await open();
      const before = await ask('AT+QNETDEVCTL?');
      expect(await ask(`AT+QNETDEVCTL=${value}`)).toEqual(BAD);
      expect(await ask('AT+QNETDEVCTL?')).toEqual(before);
    },
  );

  it.each([
    '0,"IP"',
    '0,1,"a"',
    '16,1,"a"',
    '1x,1,"a"',
    '1,0,"a"',
    '1,4,"a"',
    '1,12,"a"',
    '1,x1,"a"',
    '1,01,"a"',
    `1,1,"${'a'.repeat(101)}"`,
    '1,1,"a",1,2,3,4',
  ])('+QICSGP refuses =%s', async (value) => {
    const { ask } = await open();
    expect(await ask(`AT+QICSGP=${value}`)).toEqual(BAD);
  });

  it('+QICSGP keeps what it was given, by kind', async () => {
    const { ask } = await open();
    for (const [kind, type] of ['IP', 'IPV6', 'IPV4V6'].map((name, at) => [at + 1, name] as const)) {
      expect(await ask(`AT+QICSGP=15,${kind},"${'a'.repeat(100)}","u","p",1`)).toEqual(['OK']);
      expect(await ask('AT+QICSGP=15')).toEqual([`+QICSGP: ${kind},"${'a'.repeat(100)}","","",0`, 'OK']);
      expect((await ask('AT+CGDCONT?')).find((line) => line.startsWith('+CGDCONT: 15,'))).toContain(`"${type}"`);
    }
    expect(await ask('AT+QICSGP=9')).toEqual(['+QICSGP: 0,"","","",0', 'OK']);
  });

  it.each([
    ['1,1', ['OK'], '+QNETDEVCTL: 1,1,0,1', ''],
    ['1,1,1', ['OK'], '+QNETDEVCTL: 1,1,1,1', '+QNETDEVSTATUS: 1'],
    ['3,1,0', ['OK'], '+QNETDEVCTL: 3,1,0,1', ''],
    ['3,1,1', ['OK'], '+QNETDEVCTL: 3,1,1,1', '+QNETDEVSTATUS: 1'],
  ])('=%s makes the call, and says so two seconds later where that is wanted', async (value, reply, state, line) => {
    const { ask, clock, heard } = await open();
    expect(await ask(`AT+QNETDEVCTL=${value}`)).toEqual(reply);
    await clock.advance(1999);
    expect(heard()).not.toContain('+QNETDEVSTATUS');
    await clock.advance(1);
    expect(heard().includes('+QNETDEVSTATUS: 1')).toBe(line !== '');
    expect(await ask('AT+QNETDEVCTL?')).toEqual([state, 'OK']);
    expect(await ask(`AT+QNETDEVCTL=0,1,1`)).toEqual(['OK']);
    await clock.advance(0);
    expect(heard()).toContain('+QNETDEVSTATUS: 0');
    expect(await ask('AT+QNETDEVCTL=0,1')).toEqual(['ERROR']);
  });
});

describe('+QNETDEVCTL and +QNETDEVSTATUS of Unisoc’s modules', () => {
  const open = async () => {
    const terminal = await openTerminal('quectel-rm500u', 4);
    await terminal.ask('AT+CMEE=1');
    return terminal;
  };

  it.each(['', '0,1', '9,1', '11,1', 'x1,1', '1', '1,', '1,4', '1,11', '1,x1', '1,1,2', '1,1,x', '1,1,0,0'])(
    'refuses =%s',
    async (value) => {
      const { ask, clock } = await open();
      expect(await ask(`AT+QNETDEVCTL=${value}`)).toEqual(BAD);
      await clock.advance(5000);
      expect(await ask('AT+QNETDEVSTATUS=1')).toEqual(['+CME ERROR: 3']);
    },
  );

  it.each(['', '0', '9', '11', 'x1', '1,0'])('+QNETDEVSTATUS refuses =%s', async (value) => {
    const { ask } = await open();
    expect(await ask(`AT+QNETDEVSTATUS=${value}`)).toEqual(BAD);
  });

  it.each([
    ['0', '+QNETDEVSTATUS: 1,0,"IPV4",0'],
    ['2', '+QNETDEVSTATUS: 1,0,"IPV4",0'],
  ])('is up once, and goes at =1,%s', async (off, line) => {
    const { ask, clock, heard } = await open();
    expect(await ask('AT+QNETDEVCTL=1,1,1')).toEqual(['OK']);
    await clock.advance(1999);
    expect(await ask('AT+QNETDEVSTATUS=1')).toEqual(['+CME ERROR: 3']);
    await clock.advance(1);
    expect(heard()).toContain('+QNETDEVSTATUS: 1,1,"IPV4V6",0');
    expect((await ask('AT+QNETDEVSTATUS=1'))[0]).toMatch(/^\+QNETDEVSTATUS: 10\.64\.107\.65,/);
    expect(await ask('AT+QNETDEVCTL=1,1,1')).toEqual(['OK']);
    await clock.advance(5000);
    expect(heard()).not.toContain('+QNETDEVSTATUS');
    expect(await ask(`AT+QNETDEVCTL=1,${off},1`)).toEqual(['OK']);
    await clock.advance(0);
    expect(heard()).toContain(line);
    expect(await ask('AT+QNETDEVSTATUS=1')).toEqual(['+CME ERROR: 3']);
    expect(await ask(`AT+QNETDEVCTL=1,${off},1`)).toEqual(['OK']);
    await clock.advance(5000);
    expect(heard()).not.toContain('+QNETDEVSTATUS');
  });
});

describe('a u-blox TOBY-L2', () => {
  const open = async () => {
    const terminal = await openTerminal('ublox-toby-l2', 2);
    await terminal.ask('AT+CMEE=1');
    return terminal;
  };

  it('keeps a mode of its card through restarts', async () => {
    const { ask, reopen } = await open();
    expect(await ask('AT+UBMCONF=?')).toEqual(['+UBMCONF: (1,2)', 'OK']);
    expect(await ask('AT+UBMCONF?')).toEqual(['+UBMCONF: 1', 'OK']);
    expect(await ask('AT+UBMCONF=2')).toEqual(['OK']);
    expect(await ask('AT+UBMCONF?')).toEqual(['+UBMCONF: 2', 'OK']);
    await ask('AT+CFUN=16');
    await reopen(2);
    expect(await ask('AT+UBMCONF?')).toEqual(['+UBMCONF: 2', 'OK']);
    expect(await ask('AT+UBMCONF=1')).toEqual(['OK']);
    expect(await ask('AT+UBMCONF?')).toEqual(['+UBMCONF: 1', 'OK']);
  });

  it.each([
    ...['', '0', '3', '12', 'x1', '1,1'].map((value) => `+UBMCONF=${value}`),
    ...['', '1', '4', '2,"ECM",1', '2,"ECM",,1', '2,"ECM","00"'].map((value) => `+UUSBCONF=${value}`),
    ...['', '1', '1,4', '1,x1', '123,1', '1,1,"u","p","more"'].map((value) => `+UAUTHREQ=${value}`),
    ...['', '2', '17', '11', '1,2', '1,10', 'x1'].map((value) => `+CFUN=${value}`),
    ...['', '1', '2'].map((value) => `+UIPADDR=${value}`),
  ])('refuses AT%s', async (command) => {
    const { ask, clock, stick } = await open();
    expect(await ask(`AT${command}`)).toEqual(BAD);
    await clock.advance(10_000);
    expect(stick.seen).toEqual(['rndis']);
  });

  it.each(['+UAUTHREQ=1,0', '+UAUTHREQ=12,3,"u","p"', '+UUSBCONF=2,"ECM"', '+UUSBCONF=2', '+UUSBCONF=0,"",0', '+CFUN=4', '+CFUN=1,0'])(
    'takes AT%s',
    async (command) => {
      const { ask } = await open();
      expect(await ask(`AT${command}`)).toEqual(['OK']);
    },
  );
});
