import { describe, expect, it } from 'vitest';
import { ip6Text } from '../../electron/virtual/at-engine/ip6-format.ts';
import type { Faults, NonVolatile } from '../../electron/virtual/modem.ts';
import { openTerminal } from './at-terminal.ts';

/**
 * What was seen of real modems while they were called, said to the virtual ones: the same lines in the same order, the addresses those of the
 * practice network. `wait`: what comes by itself within three seconds.
 */
type Said = readonly [command: string, ...lines: string[]];

interface Transcript {
  readonly name: string;
  readonly port: number;
  readonly flash?: NonVolatile;
  readonly faults?: Faults;
  readonly said: readonly Said[];
}

const transcripts: Readonly<Record<string, Transcript>> = {
  'FM350: a test of its commands and fixtures of a program': {
    name: 'fibocom-fm350',
    port: 3,
    said: [
      ['AT+GTUSBMODE?', '+GTUSBMODE: 41', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,0', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"0.0.0.0"', 'OK'],
      ['AT+CGDCONT=1,"IP","internet"', 'OK'],
      ['AT+CGAUTH=1,1,"me","secret"', 'OK'],
      ['AT+CGACT=1,1', '+CGEV: ME PDN ACT 1', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.86.65",""', 'OK'],
      ['AT+GTDNS=1', '+GTDNS: 1,"10.64.86.66","192.0.2.53"', 'OK'],
      ['AT+CGCONTRDP=1', '+CGCONTRDP: 1,5,"internet","10.64.86.65.255.255.255.252","10.64.86.66","10.64.86.66","192.0.2.53"', 'OK'],
      ['AT+GTRNDIS=1,1', 'ERROR'],
      ['AT+CGEREP=0', 'OK'],
      ['AT+CGACT=0,1', 'OK'],
    ],
  },
  'FM350: IPv6 in sixteen numbers, and as +CGPIAF asks for it': {
    name: 'fibocom-fm350',
    port: 3,
    said: [
      ['AT+CGDCONT=1,"IPV4V6","internet"', 'OK'],
      ['AT+CGACT=1,1', '+CGEV: ME PDN ACT 1', 'OK'],
      [
        'AT+CGPADDR=1; +GTDNS=1',
        '+CGPADDR: 1,"10.64.86.65","32.1.13.184.0.0.0.134.0.0.0.0.0.0.0.2"',
        '+GTDNS: 1,"10.64.86.66","192.0.2.53"',
        'OK',
      ],
      ['AT+CGPIAF=1,0,0,0', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.86.65","2001:db8:0:86:0:0:0:2"', 'OK'],
      ['AT+CGPIAF?', '+CGPIAF: 1,0,0,0', 'OK'],
      ['AT+CGACT=0,1', '+CGEV: ME PDN DEACT 1', 'OK'],
    ],
  },
  'FM350 without a SIM': {
    name: 'fibocom-fm350',
    port: 3,
    faults: { simMissing: true },
    said: [
      ['AT+CMEE=2', 'OK'],
      ['AT+CPIN?', '+CME ERROR: SIM not inserted'],
      ['AT+CGACT=1,1', '+CME ERROR: SIM not inserted'],
    ],
  },
  'L850: mrhaav, fildunsky and the test of a package': {
    name: 'fibocom-l850',
    port: 0,
    flash: { gtusbmode: 0 },
    said: [
      ['AT+CGPIAF=1,1,0,1', 'OK'],
      ['AT+XDNS=1,1', 'OK'],
      ['AT+CGDCONT=1,"IP","internet"', 'OK'],
      ['AT+CGDCONT=1,"IPV4","internet"', 'ERROR'],
      ['AT+XGAUTH=1,1,"me","secret"', 'OK'],
      ['AT+CGDATA="M-RAW_IP",1', 'ERROR'],
      ['AT+CGACT=1,1', 'OK'],
      ['AT+CGCONTRDP=1', '+CGCONTRDP: 1,5,"internet","10.64.87.65.255.255.255.252","10.64.87.66","",""', 'OK'],
      ['AT+XDNS?', '+XDNS: 1,"10.64.87.66","192.0.2.53"', 'OK'],
      ['AT+XDATACHANNEL=1,1,"/USBCDC/0","/USBHS/NCM/0",2,1', 'OK'],
      ['AT+CGDATA="M-RAW_IP",1', 'CONNECT'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.87.65"', 'OK'],
      ['AT+CGCONTRDP=0', '+CGCONTRDP: 0,5,"","10.64.87.65.255.255.255.252","10.64.87.66","10.64.87.66","192.0.2.53"', 'OK'],
      ['AT+XDATACHANNEL=0', 'OK'],
      ['AT+CGACT=0,1', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,""', 'OK'],
    ],
  },
  'L610 as an L718': {
    name: 'fibocom-l610',
    port: 2,
    said: [
      ['AT+GTRNDIS?', '+GTRNDIS: 0', 'OK'],
      ['AT+CGDCONT=1,"IP","internet"', 'OK'],
      ['AT+GTRNDIS=1,1', 'OK'],
      ['AT+GTRNDIS?', '+GTRNDIS: 1,1,10.64.85.65,10.64.85.66,192.0.2.53', 'OK'],
      ['AT+GTRNDIS=0,1', 'OK'],
      ['AT+GTRNDIS?', '+GTRNDIS: 0', 'OK'],
    ],
  },
  'L610 without a card': { name: 'fibocom-l610', port: 0, flash: { gtusbmode: 31 }, said: [['AT+GTRNDIS=1,1', 'ERROR']] },
  'NL678 as an NL668T-GL': {
    name: 'fibocom-nl678',
    port: 2,
    said: [
      ['AT+CGATT?', '+CGATT: 1', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', 'OK'],
      ['AT+GTAUTOCONNECT?', '+GTAUTOCONNECT: 0', 'OK'],
      ['AT+GTRNDIS?', '+GTRNDIS: 0', 'OK'],
      ['AT+GTRNDIS=1,1', 'OK'],
      ['AT+GTRNDIS?', '+GTRNDIS: 1,1,"10.64.82.65","10.64.82.66","192.0.2.53"', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.82.65"', 'OK'],
    ],
  },
  'NL678 without a card': { name: 'fibocom-nl678', port: 2, flash: { gtusbmode: 17 }, said: [['AT+GTRNDIS=1,1', 'ERROR']] },
  'FM160 with ECM': {
    name: 'fibocom-fm160',
    port: 2,
    flash: { gtusbmode: 33 },
    said: [
      ['AT+CGDCONT=1,"IPV4V6","internet"', 'OK'],
      ['AT+MGAUTH=1,1,"me","secret"', 'OK'],
      ['AT+GTWWAN=?', '+GTWWAN: (0,1),(1-6)', 'OK'],
      ['AT+GTRNDIS=?', '+GTRNDIS: (0,1),(1-6)', 'OK'],
      ['AT+GTWWAN=1,1', 'ERROR'],
      ['AT+GTRNDIS=1,1', 'ERROR'],
      ['AT+GTWWAN?', '+GTWWAN: 1,1,"10.64.83.65,2001:db8:0:83::2","10.64.83.66,2001:db8:0:83::53","192.0.2.53,2001:db8:0:83::54"', 'OK'],
      ['AT+CFUN=4', 'OK'],
      ['AT+GTWWAN?', '+GTWWAN: 0', 'OK'],
    ],
  },
  'FM160 with QMI': {
    name: 'fibocom-fm160',
    port: 2,
    said: [
      ['AT+GTWWAN=1,1', 'ERROR'],
      ['AT+GTRNDIS?', '+GTRNDIS: 0', 'OK'],
      ['AT+GTRNDIS=1,1', 'OK'],
      ['AT+GTRNDIS?', '+GTRNDIS: 1,1,"10.64.83.65","10.64.83.66","192.0.2.53"', 'OK'],
      ['AT+GTRNDIS=1,1', 'ERROR'],
      ['AT+GTRNDIS=0,1', 'OK'],
    ],
  },
  'FM650: the SIM speaks between the question and the answer': {
    name: 'fibocom-fm650',
    port: 2,
    said: [
      ['AT+CGDCONT=0,"IPV4V6","internet"', 'OK'],
      ['AT+CGDCONT=1,"IPV4V6","internet"', 'OK'],
      ['AT+GTRNDIS=0,1', 'ERROR'],
      ['AT+GTRNDIS=1,1', 'OK'],
      [
        'AT+GTRNDIS?',
        '+SIM READY',
        '+GTRNDIS: 1,1,"10.64.84.65,2001:0db8:0000:0084:0000:0000:0000:0001","10.64.84.66,2001:0db8:0000:0084:0000:0000:0000:0053","192.0.2.53,2001:0db8:0000:0084:0000:0000:0000:0054"',
        'OK',
      ],
      ['AT+CGDCONT=1,"IP","internet"', 'OK'],
      ['AT+GTRNDIS?', '+GTRNDIS: 1,1,"10.64.84.65","10.64.84.66","192.0.2.53"', 'OK'],
    ],
  },
  'LE910C4: scripts and a README': {
    name: 'telit-le910c4',
    port: 5,
    flash: { usbcfg: 4 },
    said: [
      ['AT+CGATT?', '+CGATT: 1', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', 'OK'],
      ['AT#ECM?', '#ECM: 0,0', 'OK'],
      ['AT#ECM=1,0', 'OK'],
      ['AT#ECM?', '#ECM: 0,1', 'OK'],
      ['AT#ECMD=0', 'OK'],
      ['AT#ECM?', '#ECM: 0,0', 'OK'],
      ['AT#ECM=1,0,"","",0', 'OK'],
      ['AT#ECM=1,1', 'ERROR'],
    ],
  },
  'LE910C4 without a card': { name: 'telit-le910c4', port: 4, said: [['AT#ECM=1,0', 'ERROR']] },
  FN980: {
    name: 'telit-fn980',
    port: 5,
    flash: { usbcfg: 0 },
    said: [
      ['AT#ICMAUTOCONN=1,1', 'OK'],
      ['AT#ICMAUTOCONN?', '#ICMAUTOCONN: 1,1', 'OK'],
      ['AT#ICMAUTOCONN=0,1', 'OK'],
      ['AT#ICMAUTOCONN=2,1', 'ERROR'],
      ['AT#ECM=1,0', 'ERROR'],
    ],
  },
  'EC200A: field notes': {
    name: 'quectel-ec200a',
    port: 3,
    said: [
      ['AT+QCFG="usbnet"', '+QCFG: "usbnet",1', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.106.65"', 'OK'],
      ['AT+QNETDEVCTL?', '+QNETDEVCTL: 0,0,0,0', 'OK'],
      ['AT+QNETDEVCTL=0,1,1', 'ERROR'],
      ['AT+QNETDEVSTATUS=?', 'ERROR'],
      ['AT+QICSGP=1,1,"internet","me","secret",1', 'OK'],
      ['AT+QICSGP=1', '+QICSGP: 1,"internet","","",0', 'OK'],
      ['AT+QNETDEVCTL=1,1,1', 'OK'],
      ['wait', '+QNETDEVSTATUS: 1'],
      ['AT+QNETDEVCTL?', '+QNETDEVCTL: 1,1,1,1', 'OK'],
      ['AT+QNETDEVCTL=0,1,1', 'OK'],
      ['wait', '+QNETDEVSTATUS: 0'],
      ['AT+QNETDEVCTL?', '+QNETDEVCTL: 0,1,1,0', 'OK'],
      ['AT+QNETDEVCTL=2,1,1', 'ERROR'],
      ['AT+QNETDEVCTL=3,1,0', 'OK'],
      ['AT+QNETDEVCTL?', '+QNETDEVCTL: 3,1,0,1', 'OK'],
    ],
  },
  'RM500U: logs of quectel-CM': {
    name: 'quectel-rm500u',
    port: 4,
    said: [
      ['AT+QCFG="usbnet"', '+QCFG: "usbnet",5', 'OK'],
      ['AT+QCFG="nat",1', 'OK'],
      ['AT+QNETDEVCTL=?', '+QNETDEVCTL: (1-8),(0-3),(0,1)', 'OK'],
      ['AT+QNETDEVSTATUS=?', '+QNETDEVSTATUS: (1-8)', 'OK'],
      ['AT+CMEE=1', 'OK'],
      ['AT+QNETDEVSTATUS=1', '+CME ERROR: 3'],
      ['AT+QNETDEVCTL=1,1,0', 'OK'],
      ['AT+QNETDEVSTATUS=1', '+CME ERROR: 3'],
      ['wait', '+QNETDEVSTATUS: 1,1,"IPV4V6",0'],
      [
        'AT+QNETDEVSTATUS=1',
        '+QNETDEVSTATUS: 10.64.107.65,255.255.255.252,10.64.107.66,,10.64.107.66,192.0.2.53,2001:0db8:0000:0107:0000:0000:0000:0002,,,,2001:0db8:0000:0107:0000:0000:0000:0053,2001:0db8:0000:0107:0000:0000:0000:0054',
        'OK',
      ],
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.107.65","2001:0db8:0000:0107:0000:0000:0000:0002"', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', '+CGACT: 11,1', 'OK'],
      ['AT+QNETDEVCTL=1,2,1', 'OK'],
      ['wait', '+QNETDEVSTATUS: 1,0,"IPV4",0'],
    ],
  },
  'EC25 and its like, in ECM': {
    name: 'quectel-ec25',
    port: 2,
    flash: { usbnet: 1 },
    said: [
      ['AT+CGPADDR=1', '+CGPADDR: 1,"10.64.66.65"', 'OK'],
      ['AT+CFUN=4', 'OK'],
      ['AT+CGPADDR=1', '+CGPADDR: 1,""', 'OK'],
    ],
  },
  RM520N: {
    name: 'quectel-rm520n',
    port: 2,
    flash: { usbnet: 1 },
    said: [
      ['AT+QMAP="WWAN"', '+QMAP: "WWAN",1,1,"IPV4","10.64.81.65"', '+QMAP: "WWAN",0,1,"IPV6","0:0:0:0:0:0:0:0"', 'OK'],
      ['AT+CFUN=4', 'OK'],
      ['AT+QMAP="WWAN"', '+QMAP: "WWAN",0,1,"IPV4","0.0.0.0"', '+QMAP: "WWAN",0,1,"IPV6","0:0:0:0:0:0:0:0"', 'OK'],
    ],
  },
  'SLM770A: a hardware note': {
    name: 'meig-slm770a',
    port: 3,
    said: [
      ['AT+ECMDUP?', 'OK'],
      ['AT+ECMDUP=1,0', 'ERROR'],
      ['AT^AUTHDATA=1,1,,"secret","me"', 'OK'],
      ['AT+CGDCONT=1,"IPV4V6","internet"', 'OK'],
      ['AT+ECMDUP=1,1', 'OK'],
      ['wait', '^DCONN: 1,1,"IPV4"'],
      ['AT+ECMDUP?', '+ECMDUP: 1,1,"IPV4",0,"IPV6"', 'OK'],
      ['AT+CGCONTRDP=1', '+CGCONTRDP: 1,5,internet,10.64.79.65.255.255.255.252,10.64.79.66,10.64.79.66,192.0.2.53', 'OK'],
      ['AT+ECMDUP=1,0', 'OK'],
      ['wait', '^DEND: 1,0,"IPV4"'],
    ],
  },
  'ME3630: boards and a daemon': {
    name: 'gosuncn-me3630',
    port: 1,
    said: [
      ['AT+ZECMCALL=0', 'ERROR'],
      ['AT+ZECMCALL?', 'OK'],
      ['AT+ZECMCALL=1', 'CONNECT'],
      ['AT+ZECMCALL?', '+ZECMCALL: IPV4, 10.64.65.69, 10.64.65.70, 10.64.65.70, 192.0.2.53', 'OK'],
      ['AT+ZECMCALL=0', 'OK'],
    ],
  },
  'A7670 as an A7672S': {
    name: 'simcom-a7670',
    port: 4,
    flash: { dialmode: 1 },
    said: [
      ['AT+DIALMODE?', '+DIALMODE: 1', 'OK'],
      ['AT+DIALMODE=0', 'OK'],
      ['AT$MYCONFIG="usbnetmode"', '$MYCONFIG: "usbnetmode",0,0', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', '+CGACT: 8,1', '+CGACT: 9,0', 'OK'],
      ['AT+CGPADDR', '+CGPADDR: 1,10.64.76.65', '+CGPADDR: 8,10.64.76.69,254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1', 'OK'],
      [
        'AT+CGDCONT?',
        '+CGDCONT: 1,"IP","","10.64.76.65",0,0,0,0',
        '+CGDCONT: 8,"IPV4V6","ims","10.64.76.69",0,0,0,0',
        '+CGDCONT: 9,"IPV4V6","sos","0.0.0.0",0,0,0,0',
        'OK',
      ],
    ],
  },
  SIM7600: {
    name: 'simcom-sim7600',
    port: 4,
    flash: { usbpid: '9011' },
    said: [
      ['AT+CGDCONT=6,"IP","internet"', 'OK'],
      ['AT+CGPADDR=6', '+CGPADDR: 6,10.64.74.65', 'OK'],
    ],
  },
  "TOBY-L2: tests of ModemManager's plugin": {
    name: 'ublox-toby-l2',
    port: 2,
    said: [
      ['AT+UUSBCONF?', '+UUSBCONF: 3,"RNDIS",,"0x1146"', 'OK'],
      ['AT+UBMCONF?', '+UBMCONF: 1', 'OK'],
      ['AT+UBMCONF=3', 'ERROR'],
      ['AT+UBMCONF=2', 'OK'],
      ['AT+UBMCONF?', '+UBMCONF: 2', 'OK'],
      ['AT+UAUTHREQ=1,1,"me","secret"', 'OK'],
      ['AT+UIPADDR=1', 'ERROR'],
      ['AT+CGACT=1,1', 'OK'],
      ['AT+CGACT?', '+CGACT: 1,1', 'OK'],
      ['AT+UIPADDR=1', '+UIPADDR: 1,"ccinet0","10.64.91.66","255.255.255.252","",""', 'OK'],
      ['AT+CGCONTRDP=1', '+CGCONTRDP: 1,5,"","10.64.91.65.255.255.255.252","10.64.91.66","10.64.91.66","192.0.2.53"', 'OK'],
    ],
  },
  "TOBY-L2: ECM, as ModemManager's tests have it": {
    name: 'ublox-toby-l2',
    port: 2,
    flash: { uusbconf: '2' },
    said: [['AT+UUSBCONF?', '+UUSBCONF: 2,"ECM",,"0x1143"', 'OK']],
  },
  'E3276: as ModemManager reads it': {
    name: 'huawei-ncm',
    port: 0,
    flash: { setport: 'FF;10,12,16,A1,A2' },
    said: [
      ['AT+CGDCONT=0,"IP","internet"', 'OK'],
      ['AT^AUTHDATA=1,1,,"me","secret"', 'OK'],
      ['AT^NDISSTATQRY?', '^NDISSTATQRY: 0,,,"IPV4"', 'OK'],
      ['AT^NDISDUP=1,1', 'OK'],
      ['wait', '^NDISSTAT:1,,,"IPV4"'],
      ['AT^NDISSTATQRY?', '^NDISSTATQRY: 1,,,"IPV4"', 'OK'],
      ['AT^DHCP?', '^DHCP: 4140400A,FCFFFFFF,4240400A,4240400A,4240400A,350200C0, 150000000, 50000000', 'OK'],
      ['AT^CURC=0', 'OK'],
      ['AT^NDISDUP=1,0', 'OK'],
      ['wait'],
      ['AT^DHCP?', 'ERROR'],
      ['AT+CGACT=1,1', 'OK'],
      ['AT^NDISSTATQRY?', '^NDISSTATQRY: 0,,,"IPV4"', 'OK'],
    ],
  },
};

describe('transcripts', () => {
  it('E3372h: both kinds of address in one line', async () => {
    const { ask } = await openTerminal('huawei-hilink', 2, { composition: 'modem' });
    await ask('AT^NDISDUP=1,1');
    expect(await ask('AT^NDISSTATQRY?')).toEqual(['^NDISSTATQRY: 1,,,"IPV4",0,,,"IPV6"', 'OK']);
  });

  it.each(Object.entries(transcripts))('%s', async (_title, { name, port, flash = {}, faults = {}, said }) => {
    const { ask, heard, clock } = await openTerminal(name, port, { flash, faults });
    for (const [command, ...lines] of said) {
      if (command !== 'wait') {
        expect(await ask(command), command).toEqual(lines);
        continue;
      }
      const before = heard();
      await clock.advance(3000);
      expect(heard().slice(before.length)).toEqual(lines.map((line) => `\r\n${line}\r\n`).join(''));
    }
  });
});

describe('contexts by the standard', () => {
  it('are listed and told by +CGCONTRDP while they are up', async () => {
    const { ask } = await openTerminal('five-silent-ports', 5);
    expect(await ask('AT+CGCONTRDP=?')).toEqual(['+CGCONTRDP: ()', 'OK']);
    expect(await ask('AT+CGCONTRDP')).toEqual(['OK']);
    expect(await ask('AT+CGPADDR')).toEqual(['OK']);
    await ask('AT+CGDCONT=2,"IP","second"');
    await ask('AT+CGEREP=2');
    expect(await ask('AT+CGACT=1,2')).toEqual(['+CGEV: ME PDN ACT 2', 'OK']);
    expect(await ask('AT+CGACT?')).toEqual(['+CGACT: 1,0', '+CGACT: 2,1', 'OK']);
    expect(await ask('AT+CGCONTRDP=?')).toEqual(['+CGCONTRDP: (2)', 'OK']);
    const line = '+CGCONTRDP: 2,5,"second","10.64.105.65.255.255.255.252","10.64.105.66","10.64.105.66","192.0.2.53"';
    expect(await ask('AT+CGCONTRDP')).toEqual([line, 'OK']);
    expect(await ask('AT+CGCONTRDP=1')).toEqual(['OK']);
    expect(await ask('AT+CGACT=1,2')).toEqual(['OK']);
    expect(await ask('AT+CGACT=0,2')).toEqual(['+CGEV: ME PDN DEACT 2', 'OK']);
    expect(await ask('AT+CGACT=0,2')).toEqual(['OK']);
  });

  it('have their login until the restart', async () => {
    const { ask, reopen } = await openTerminal('fibocom-fm350', 3);
    expect(await ask('AT+CGAUTH?')).toEqual(['OK']);
    for (const wrong of ['1,3,"a","b"', '1,1', '17,0', '1,1,"a","b","c"'])
      expect(await ask(`AT+CGAUTH=${wrong}`), wrong).toEqual(['ERROR']);
    expect(await ask('AT+CGAUTH=1,2,"me","secret"')).toEqual(['OK']);
    expect(await ask('AT+CGAUTH?')).toEqual(['+CGAUTH: 1,2', 'OK']);
    expect(await ask('AT+CGDCONT=1,"IP","kept"')).toEqual(['OK']);
    await ask('AT+CFUN=1,1');
    await reopen(3);
    expect(await ask('AT+CGAUTH?')).toEqual(['OK']);
    expect(await ask('AT+CGDCONT?')).toEqual(['+CGDCONT: 1,"IP","kept","0.0.0.0",0,0,0,0', 'OK']);
  });
});

describe('IPv6 addresses', () => {
  it.each([
    ['0,0,0,0', '32.1.13.184.0.0.0.134.0.0.0.0.0.0.0.2'],
    ['1,0,0,0', '2001:db8:0:86:0:0:0:2'],
    ['1,0,1,0', '2001:0db8:0000:0086:0000:0000:0000:0002'],
    ['1,1,0,1', '2001:db8:0:86::2'],
  ])('with +CGPIAF %s', (format, text) => {
    expect(ip6Text('2001:db8:0:86:0:0:0:2', format)).toBe(text);
  });

  it('compress the longest run of zeros, at either end, and a single one not', () => {
    expect(ip6Text('0:0:0:0:0:0:0:1', '1,0,0,1')).toBe('::1');
    expect(ip6Text('fe80:0:0:0:0:0:0:0', '1,0,0,1')).toBe('fe80::');
    expect(ip6Text('1:0:3:4:5:6:7:8', '1,0,0,1')).toBe('1:0:3:4:5:6:7:8');
  });
});
