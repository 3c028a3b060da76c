import { describe, expect, it } from 'vitest';
import { packUssd, unpackUssd } from '../../electron/virtual/at-engine/gsm7.ts';
import type { Faults, NonVolatile } from '../../electron/virtual/modem.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { type Plugged, plug } from './wire.ts';

/** AT ports by model: composition, bulk OUT and IN. */
const ports: Record<string, { composition: string; out: number; in: number }> = {
  'huawei-ncm': { composition: 'ncm', out: 0x02, in: 0x83 },
  'huawei-qmi': { composition: 'qmi', out: 0x01, in: 0x81 },
  'quectel-ec25': { composition: 'ecm', out: 0x03, in: 0x84 },
};

interface Terminal {
  readonly stick: Plugged;
  readonly clock: ManualClock;
  /** Everything that comes back to a line, as it comes. */
  raw(line: string): Promise<string>;
  /** The lines that come back, echo off, blank ones left out. */
  ask(line: string): Promise<string[]>;
  /** What came since the last line was sent. */
  heard(): string;
}

async function terminal(name: string, options: { faults?: Faults; flash?: NonVolatile } = {}): Promise<Terminal> {
  const port = ports[name];
  if (!port) throw new Error(name);
  const clock = new ManualClock();
  const stick = plug(name, { clock, composition: port.composition, ...options });
  let heard = '';
  const wire = stick.wire();
  void (async () => {
    for (;;) {
      const data = await wire.in(port.in, 4096, 0);
      heard += Buffer.from(data).toString('latin1');
    }
  })().catch(() => undefined);
  const raw = async (line: string) => {
    heard = '';
    await wire.out(port.out, Buffer.from(`${line}\r`, 'latin1'), 1000);
    await settle();
    return heard;
  };
  const ask = async (line: string) => (await raw(line)).split(/[\r\n]+/).filter((l) => l !== '');
  if (!options.faults?.atSilent) await raw('ATE0');
  return { stick, clock, raw, ask, heard: () => heard };
}

describe('the AT interpreter of a port', () => {
  it('echoes until told not to, and frames answers as V.250 5.7.1 says', async () => {
    const { raw } = await terminal('quectel-ec25');
    expect(await raw('ATE1')).toBe('\r\nOK\r\n');
    expect(await raw('AT+CGMM')).toBe('AT+CGMM\r\r\nEC25\r\n\r\nOK\r\n');
    expect(await raw('ATE0')).toBe('ATE0\r\r\nOK\r\n');
    expect(await raw('AT')).toBe('\r\nOK\r\n');
  });

  it('speaks in digits with ATV0 and not at all with ATQ1', async () => {
    const { raw } = await terminal('quectel-ec25');
    expect(await raw('ATV0')).toBe('0\r');
    expect(await raw('AT+CGMM')).toBe('EC25\r\n0\r');
    expect(await raw('AT+NOSUCH')).toBe('4\r');
    expect(await raw('ATV1Q1')).toBe('');
    expect(await raw('AT')).toBe('');
    expect(await raw('ATQ0')).toBe('\r\nOK\r\n');
  });

  it('runs several commands on a line and stops at the first that fails', async () => {
    const { ask } = await terminal('quectel-ec25');
    expect(await ask('ATE0V1+CGMI;+CGMM')).toEqual(['Quectel', 'EC25', 'OK']);
    expect(await ask('AT+CGMI;+NOSUCH;+CGMM')).toEqual(['Quectel', 'ERROR']);
    expect(await ask('AT+CGDCONT=1,"IP","a;b";+CGMM')).toEqual(['EC25', 'OK']);
    expect((await ask('AT+CGDCONT?'))[0]).toContain('"a;b"');
  });

  it('takes lower case, blanks, line feeds, backspaces and a line in pieces', async () => {
    const { stick, raw, ask } = await terminal('quectel-ec25');
    expect(await ask('at+cgmm')).toEqual(['EC25', 'OK']);
    expect(await ask('AT +CMEE = 1')).toEqual(['OK']);
    expect(await ask('AT+CGMX\x08M')).toEqual(['EC25', 'OK']);
    await stick.wire().out(0x03, Buffer.from('\nAT+CG', 'latin1'), 1000);
    expect(await raw('MM')).toBe('\r\nEC25\r\n\r\nOK\r\n');
  });

  it('says nothing to what is no command, repeats the last with A/', async () => {
    const { ask } = await terminal('quectel-ec25');
    expect(await ask('HELLO')).toEqual([]);
    await ask('AT+CGMM');
    expect(await ask('A/')).toEqual(['EC25', 'OK']);
  });

  it('refuses a line that is longer than its buffer, and goes on', async () => {
    const { ask } = await terminal('quectel-ec25');
    expect(await ask(`AT+CGDCONT=1,"IP","${'x'.repeat(2000)}"`)).toEqual(['ERROR']);
    expect(await ask('AT')).toEqual(['OK']);
  });

  it('reports errors as +CMEE says', async () => {
    const { ask } = await terminal('quectel-ec25', { faults: { simMissing: true } });
    expect(await ask('AT+CIMI')).toEqual(['ERROR']);
    await ask('AT+CMEE=1');
    expect(await ask('AT+CIMI')).toEqual(['+CME ERROR: 10']);
    await ask('AT+CMEE=2');
    expect(await ask('AT+CIMI')).toEqual(['+CME ERROR: SIM not inserted']);
    expect(await ask('AT+CMEE?')).toEqual(['+CMEE: 2', 'OK']);
  });

  it('keeps echo per port and the SIM for all', async () => {
    const { stick, ask } = await terminal('quectel-ec25', { faults: { pin: '1234' } });
    await ask('AT+CPIN="1234"');
    const wire = stick.wire();
    await wire.out(0x04, Buffer.from('AT+CPIN?\r'), 1000);
    expect(Buffer.from(await wire.in(0x86, 4096, 1000)).toString('latin1')).toBe('AT+CPIN?\r\r\n+CPIN: READY\r\n\r\nOK\r\n');
  });

  it('reads and sets its registers', async () => {
    const { ask } = await terminal('quectel-ec25');
    expect(await ask('ATS7=60S7?')).toEqual(['060', 'OK']);
    expect(await ask('ATS3?')).toEqual(['013', 'OK']);
    expect(await ask('ATS0=300')).toEqual(['ERROR']);
  });
});

describe('faults of an AT port', () => {
  it('silent: takes bytes and says nothing', async () => {
    const { raw } = await terminal('huawei-ncm', { faults: { atSilent: true } });
    expect(await raw('AT')).toBe('');
  });

  it('error: every command but AT, ATE and ATI', async () => {
    const { ask } = await terminal('huawei-ncm', { faults: { atError: true } });
    expect(await ask('AT')).toEqual(['OK']);
    expect(await ask('ATE0V1')).toEqual(['OK']);
    expect((await ask('ATI')).at(-1)).toBe('OK');
    for (const command of ['AT+CGMI', 'AT+CPIN?', 'AT^SETPORT?', 'AT+CMEE=1']) expect(await ask(command)).toEqual(['ERROR']);
  });

  it('garbage: bytes, and no result among them', async () => {
    const { raw } = await terminal('huawei-ncm', { faults: { atGarbage: true } });
    const noise = await raw('AT');
    expect(noise.length).toBeGreaterThan(10);
    expect(noise).not.toMatch(/OK|ERROR|[ -~]/);
  });
});

describe('the PIN', () => {
  it('is asked for before everything that needs the SIM', async () => {
    const { ask } = await terminal('quectel-ec25', { faults: { pin: '1234' } });
    await ask('AT+CMEE=1');
    expect(await ask('AT+CPIN?')).toEqual(['+CPIN: SIM PIN', 'OK']);
    expect(await ask('AT+CIMI')).toEqual(['+CME ERROR: 11']);
    expect(await ask('AT+CREG?')).toEqual(['+CREG: 0,0', 'OK']);
    expect(await ask('AT+QCCID')).toEqual(['+QCCID: 8901010000000000033', 'OK']);
    expect(await ask('AT+CPIN="1234"')).toEqual(['OK']);
    expect(await ask('AT+CREG?')).toEqual(['+CREG: 0,1', 'OK']);
  });

  it('costs a try when wrong, for good, and ends in the PUK', async () => {
    const first = await terminal('quectel-ec25', { faults: { pin: '1234' } });
    await first.ask('AT+CMEE=1');
    expect(await first.ask('AT+CPIN="1111"')).toEqual(['+CME ERROR: 16']);
    expect(await first.ask('AT+QPINC?')).toEqual(['+QPINC: "SC",2,10', '+QPINC: "P2",3,10', 'OK']);
    const again = await terminal('quectel-ec25', { flash: first.stick.modem.flash });
    await again.ask('AT+CMEE=1');
    expect(await again.ask('AT+CPIN="1111"')).toEqual(['+CME ERROR: 16']);
    expect(await again.ask('AT+CPIN="1111"')).toEqual(['+CME ERROR: 12']);
    expect(await again.ask('AT+CPIN?')).toEqual(['+CPIN: SIM PUK', 'OK']);
    expect(await again.ask('AT+CPIN="1234"')).toEqual(['+CME ERROR: 12']);
    expect(await again.ask('AT+CPIN="00000000","4321"')).toEqual(['+CME ERROR: 16']);
    expect(await again.ask('AT+CPIN="12345678","4321"')).toEqual(['OK']);
    expect(await again.ask('AT+QPINC?')).toContain('+QPINC: "SC",3,10');
  });

  it('gives its tries back when right, and refuses one that is no PIN without a try', async () => {
    const { ask } = await terminal('huawei-ncm', { faults: { pin: '1234', pinTries: 2 } });
    await ask('AT+CMEE=1');
    expect(await ask('AT+CPIN="12"')).toEqual(['+CME ERROR: 50']);
    expect(await ask('AT^CPIN?')).toEqual(['^CPIN: SIM PIN,2,10,2,10,3', 'OK']);
    expect(await ask('AT+CPIN="1234"')).toEqual(['OK']);
    expect(await ask('AT^CPIN?')).toEqual(['^CPIN: READY,,10,3,10,3', 'OK']);
  });

  it('shows its tries to the generic question as well, at no cost', async () => {
    const { ask } = await terminal('quectel-ec25', { faults: { pin: '1234', pinTries: 2 } });
    for (const _ of [1, 2]) expect(await ask('AT+CSIM=10,"0020000100"')).toEqual(['+CSIM: 4,"63C2"', 'OK']);
    expect(await ask('AT+CSIM=26,"002000010831323334FFFFFFFF"')).toEqual(['ERROR']);
  });

  it('can be turned off and on with +CLCK', async () => {
    const { ask } = await terminal('quectel-ec25', { faults: { pin: '1234' } });
    await ask('AT+CPIN="1234"');
    expect(await ask('AT+CLCK="SC",2')).toEqual(['+CLCK: 1', 'OK']);
    expect(await ask('AT+CLCK="SC",0,"1234"')).toEqual(['OK']);
    expect(await ask('AT+CLCK="SC",2')).toEqual(['+CLCK: 0', 'OK']);
  });
});

describe('a Huawei stick', () => {
  it('tells who it is', async () => {
    const { ask } = await terminal('huawei-ncm');
    expect(await ask('ATI')).toEqual([
      'Manufacturer: huawei',
      'Model: E3276',
      'Revision: 21.260.05.00.618',
      'IMEI: 860123021234561',
      '+GCAP: +CGSM,+DS,+ES',
      'OK',
    ]);
    expect(await ask('AT^ICCID?')).toEqual(['^ICCID: 8901010000000000017', 'OK']);
    expect(await ask('AT+COPS=3,2;+COPS?')).toEqual(['+COPS: 0,2,"00101",7', 'OK']);
  });

  it('keeps its ports and takes them on after ^RESET', async () => {
    const { stick, clock, ask } = await terminal('huawei-ncm');
    expect(await ask('AT^SETPORT?')).toEqual(['^SETPORT:A1,A2;10,12,16,A1,A2', 'OK']);
    expect(await ask('AT^SETPORT=?')).toContain('^SETPORT:16: NCM');
    for (const wrong of ['"FF;12,12"', '"FF;99"', '"FF"', '"12;16;A1"']) expect(await ask(`AT^SETPORT=${wrong}`)).toEqual(['ERROR']);
    expect(await ask('AT^SETPORT="FF;12,1,16"')).toEqual(['OK']);
    expect(await ask('AT^RESET')).toEqual(['OK']);
    await clock.advance(30_000);
    expect(stick.seen).toEqual(['ncm', 'ports:12,1,16']);
    const [interfaces = []] = stick.modem.device?.spec.configurations ?? [];
    expect(interfaces.map((i) => [i.number, i.alternate ?? 0, i.protocol])).toEqual([
      [0, 0, 0x12],
      [1, 0, 0x01],
      [2, 0, 0x16],
      [2, 1, 0x16],
    ]);
  });

  it('connects, says so and gives its addresses the way round that ModemManager reads', async () => {
    const { clock, ask, heard } = await terminal('huawei-ncm');
    expect(await ask('AT^NDISSTATQRY?')).toEqual(['^NDISSTATQRY: 0,,,"IPV4"', 'OK']);
    expect(await ask('AT^DHCP?')).toEqual(['ERROR']);
    expect(await ask('AT^NDISDUP=1,1,"internet"')).toEqual(['OK']);
    await clock.advance(1000);
    expect(heard()).toContain('\r\n^NDISSTAT:1,,,"IPV4"\r\n');
    expect(await ask('AT^NDISSTATQRY?')).toContain('^NDISSTATQRY: 1,,,"IPV4"');
    expect((await ask('AT^DHCP?'))[0]).toBe('^DHCP: 4140400A,FCFFFFFF,4240400A,4240400A,4240400A,350200C0, 150000000, 50000000');
    expect(await ask('AT^NDISDUP=1,0')).toEqual(['OK']);
    expect(await ask('AT^NDISSTATQRY?')).toContain('^NDISSTATQRY: 0,,,"IPV4"');
  });

  it('answers a balance request in packed septets', async () => {
    expect(packUssd('*100#')).toBe('AA180C3602');
    expect(unpackUssd('AA180C3602')).toBe('*100#');
    const { clock, stick } = await terminal('huawei-ncm');
    const wire = stick.wire();
    await wire.out(0x01, Buffer.from('ATE0\r'), 1000);
    await wire.in(0x81, 4096, 1000);
    await wire.out(0x01, Buffer.from('AT+CUSD=1,"AA180C3602",15\r'), 1000);
    expect(Buffer.from(await wire.in(0x81, 4096, 1000)).toString()).toContain('OK');
    const later = wire.in(0x81, 4096, 5000);
    await clock.advance(1000);
    const hex = /\+CUSD: 0,"([0-9A-F]+)",15/.exec(Buffer.from(await later).toString())?.[1] ?? '';
    expect(unpackUssd(hex)).toContain('Balance');
  });

  it('speaks AT over its control channel too, in answers of their own', async () => {
    const { stick } = await terminal('huawei-ncm');
    const wire = stick.wire();
    await wire.control({ requestType: 0x21, request: 0, value: 0, index: 2 }, Buffer.from('AT^HCSQ?\r'), 1000);
    const notice = await wire.in(0x85, 16, 1000);
    expect([...notice.subarray(0, 6)]).toEqual([0xa1, 0x01, 0, 0, 2, 0]);
    const { data } = await wire.control({ requestType: 0xa1, request: 1, value: 0, index: 2 }, 4096, 1000);
    expect(Buffer.from(data ?? []).toString()).toMatch(/^\r\n\^HCSQ:"LTE",54,49,163,22\r\n\r\nOK\r\n$/);
  });

  it('of the Qualcomm kind knows no ^SETPORT', async () => {
    const { ask } = await terminal('huawei-qmi');
    expect(await ask('AT^SETPORT?')).toEqual(['ERROR']);
    expect(await ask('AT^U2DIAG?')).toEqual(['^U2DIAG: 276', 'OK']);
  });
});

describe('a Quectel module', () => {
  it('keeps usbnet and takes it on after AT+CFUN=1,1', async () => {
    const { stick, clock, ask } = await terminal('quectel-ec25');
    expect(await ask('AT+QCFG="usbnet"')).toEqual(['+QCFG: "usbnet",1', 'OK']);
    for (const refused of [4, 9]) expect(await ask(`AT+QCFG="usbnet",${refused}`)).toEqual(['ERROR']);
    expect(await ask('AT+QCFG="usbnet",0')).toEqual(['OK']);
    expect(await ask('AT+CFUN=1,1')).toEqual(['OK']);
    await clock.advance(30_000);
    expect(stick.seen).toEqual(['ecm', 'qmi']);
    expect(stick.modem.flash['usbnet']).toBe(0);
  });

  it('shows its cell in each of its own forms', async () => {
    const { ask } = await terminal('quectel-ec25');
    expect(await ask('AT+QENG="servingcell"')).toEqual([
      '+QENG: "servingcell","NOCONN","LTE","FDD",001,01,1A2D01,201,1300,3,5,5,1A2B,-92,-9,-67,13,38',
      'OK',
    ]);
    expect(await ask('AT+QCSQ')).toEqual(['+QCSQ: "LTE",-67,-92,163,-9', 'OK']);
    expect(await ask('AT+CSQ')).toEqual(['+CSQ: 23,99', 'OK']);
    expect(await ask('AT+CESQ')).toEqual(['+CESQ: 99,99,255,255,21,48', 'OK']);
    await ask('AT+CEREG=2');
    expect(await ask('AT+CEREG?')).toEqual(['+CEREG: 2,1,"1A2B","01A2D01",7', 'OK']);
  });

  it('writes names in the character set that the port asked for', async () => {
    const { ask } = await terminal('quectel-ec25');
    await ask('AT+CSCS="UCS2"');
    const hex = /"([0-9A-F]+)"/.exec((await ask('AT+COPS?'))[0] ?? '')?.[1] ?? '';
    expect(Buffer.from(hex, 'hex').swap16().toString('utf16le')).toBe('Practice Mobile');
    expect(await ask('AT+COPS=3,2;+COPS?')).toEqual(['+COPS: 0,2,"00101",7', 'OK']);
    await ask('AT+CSCS="IRA"');
    expect(await ask('AT+COPS=3,0;+COPS?')).toEqual(['+COPS: 0,0,"Practice Mobile",7', 'OK']);
  });

  it('has no network while its radio is off', async () => {
    const { ask } = await terminal('quectel-ec25');
    await ask('AT+CFUN=4');
    expect(await ask('AT+CSQ')).toEqual(['+CSQ: 99,99', 'OK']);
    expect(await ask('AT+COPS?')).toEqual(['+COPS: 0', 'OK']);
    await ask('AT+CFUN=1');
    expect(await ask('AT+COPS?')).toEqual(['+COPS: 0,0,"Practice Mobile",7', 'OK']);
  });
});
