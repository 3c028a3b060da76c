import { describe, expect, it } from 'vitest';
import type { Faults, NonVolatile } from '../../electron/virtual/modem.ts';
import { type AtTerminal, openTerminal } from './at-terminal.ts';
import { type HostCard, OUTSIDE, openCard } from './host-card.ts';
import { model } from './wire.ts';

/** Data calls of modems that are network cards: what each family is told, and what its card does before and after. */

interface Line extends AtTerminal {
  readonly card: HostCard;
}

async function open(name: string, port: number, options: { faults?: Faults; flash?: NonVolatile } = {}, nth = 0): Promise<Line> {
  const line = await openTerminal(name, port, options);
  return { ...line, card: await openCard(line.stick, nth) };
}

/** Each family: its dongle, the AT port and composition of it, and how it is called and hung up. */
interface Family {
  readonly name: string;
  readonly port: number;
  readonly flash?: NonVolatile;
  readonly call: readonly string[];
  readonly end: readonly string[];
  /** Address that DHCP gives to the host with the call; `null` where there is no DHCP server. */
  readonly lease: string | null;
  /** Address that AT tells, where the host has it itself. */
  readonly told?: string;
  readonly arp?: false;
  /** True where a lease is given, and the gateway answers, without the call too. */
  readonly leasesAlways?: true;
  /** How a call ends that has no network, in words of +CMEE=1. */
  readonly refusal?: string;
}

const families: readonly Family[] = [
  {
    name: 'fibocom-fm350',
    port: 3,
    call: ['AT+CGACT=1,1'],
    end: ['AT+CGACT=0,1'],
    lease: null,
    told: '10.64.86.65',
  },
  {
    name: 'fibocom-l850',
    port: 0,
    flash: { gtusbmode: 0 },
    call: ['AT+CGACT=1,1', 'AT+XDATACHANNEL=1,1,"/USBCDC/0","/USBHS/NCM/0",2,1', 'AT+CGDATA="M-RAW_IP",1'],
    end: ['AT+CGACT=0,1'],
    lease: null,
    told: '10.64.87.65',
    arp: false,
  },
  { name: 'fibocom-l610', port: 2, call: ['AT+GTRNDIS=1,1'], end: ['AT+GTRNDIS=0,1'], lease: '192.168.225.2' },
  {
    name: 'fibocom-l610',
    port: 2,
    flash: { gtusbmode: 33 },
    call: ['AT+GTRNDIS=1,1'],
    end: ['AT+GTRNDIS=0,1'],
    lease: '192.168.225.2',
  },
  { name: 'fibocom-fm650', port: 2, call: ['AT+GTRNDIS=1,1'], end: ['AT+GTRNDIS=0,1'], lease: '192.168.225.2' },
  { name: 'fibocom-fm650', port: 2, flash: { gtusbmode: 36 }, call: ['AT+GTRNDIS=1,1'], end: ['AT+GTRNDIS=0,1'], lease: '192.168.225.2' },
  { name: 'fibocom-nl678', port: 2, call: ['AT+GTRNDIS=1,1'], end: ['AT+GTRNDIS=0,1'], lease: '192.168.225.2' },
  {
    name: 'telit-le910c4',
    port: 5,
    flash: { usbcfg: 4 },
    call: ['AT#ECM=1,0'],
    end: ['AT#ECMD=0'],
    lease: '192.168.225.20',
    leasesAlways: true,
  },
  {
    name: 'telit-fn980',
    port: 5,
    flash: { usbcfg: 3 },
    call: ['AT#ICMAUTOCONN=1,1'],
    end: ['AT#ICMAUTOCONN=0,1'],
    lease: '192.168.225.20',
  },
  {
    name: 'quectel-ec200a',
    port: 3,
    call: ['AT+QNETDEVCTL=1,1,1'],
    end: ['AT+QNETDEVCTL=0,1,1'],
    lease: '192.168.43.100',
    leasesAlways: true,
  },
  {
    name: 'quectel-ec200a',
    port: 3,
    flash: { usbnet: 3 },
    call: ['AT+QNETDEVCTL=1,1,1'],
    end: ['AT+QNETDEVCTL=0,1,1'],
    lease: '192.168.43.100',
    leasesAlways: true,
  },
  {
    name: 'quectel-rm500u',
    port: 4,
    call: ['AT+QNETDEVCTL=1,1,1'],
    end: ['AT+QNETDEVCTL=1,2,1'],
    lease: '10.64.107.65',
    told: '10.64.107.65',
  },
  {
    name: 'quectel-rm500u',
    port: 4,
    flash: { usbnet: 1 },
    call: ['AT+QNETDEVCTL=1,1,1'],
    end: ['AT+QNETDEVCTL=1,0'],
    lease: '10.64.107.65',
    told: '10.64.107.65',
  },
  {
    name: 'quectel-rm500u',
    port: 4,
    flash: { usbnet: 3, nat: 1 },
    call: ['AT+QNETDEVCTL=1,1,1'],
    end: ['AT+QNETDEVCTL=1,2,1'],
    lease: '192.168.42.2',
  },
  {
    name: 'meig-slm770a',
    port: 3,
    call: ['AT+ECMDUP=1,1'],
    end: ['AT+ECMDUP=1,0'],
    lease: '10.64.79.65',
    told: '10.64.79.65',
    refusal: 'ERROR',
  },
  {
    name: 'meig-srm825',
    port: 3,
    flash: { ser: 3 },
    call: ['AT$QCRMCALL=1,0,3,2,1'],
    end: ['AT$QCRMCALL=0,0,3,2,1'],
    lease: '192.168.225.20',
    refusal: 'ERROR',
  },
  { name: 'gosuncn-me3630', port: 1, call: ['AT+ZECMCALL=1'], end: ['AT+ZECMCALL=0'], lease: '10.64.65.69', told: '10.64.65.69' },
  { name: 'gosuncn-gm800', port: 1, call: ['AT+ZECMCALL=1'], end: ['AT+ZECMCALL=0'], lease: '10.64.68.65', told: '10.64.68.65' },
  { name: 'ublox-toby-l2', port: 2, call: ['AT+CGACT=1,1'], end: ['AT+CGACT=0,1'], lease: '192.168.1.100' },
  {
    name: 'ublox-toby-l2',
    port: 2,
    flash: { ubmconf: 2 },
    call: ['AT+CGACT=1,1'],
    end: ['AT+CGACT=0,1'],
    lease: null,
    told: '10.64.91.65',
    arp: false,
  },
  {
    name: 'huawei-ncm',
    port: 0,
    flash: { setport: 'FF;10,12,16,A1,A2' },
    call: ['AT^NDISDUP=1,1'],
    end: ['AT^NDISDUP=1,0'],
    lease: '10.64.64.65',
    told: '10.64.64.65',
    refusal: 'ERROR',
  },
];

const title = ({ name, flash }: Family) => [name, flash && JSON.stringify(flash)].filter(Boolean).join(' ');
const cases = families.map((family): [string, Family] => [title(family), family]);

const openFamily = ({ name, port, flash = {} }: Family, faults: Faults = {}) => open(name, port, { faults, flash });

/** Says each line and waits until the call that it makes is there; the last result of each. */
async function say({ ask, clock }: Line, lines: readonly string[]): Promise<string[]> {
  const results: string[] = [];
  for (const line of lines) results.push((await ask(line)).at(-1) ?? '');
  await clock.advance(3000);
  return results;
}

const hostOf = ({ told, lease }: Family) => told ?? lease ?? '';
const gatewayOf = (address: string) =>
  address.replace(/\d+$/, address.startsWith('192.168.') ? '1' : String(Number(/\d+$/.exec(address)?.[0]) + 1));

/** Address by DHCP, ARP of the gateway, an echo of the gateway and one of the world behind it. */
async function seen(family: Family, { card }: Line): Promise<[string | null, boolean, boolean, boolean]> {
  const host = hostOf(family);
  const gateway = gatewayOf(host);
  return [await card.lease(), await card.arp(gateway), await card.ping(host, gateway), await card.ping(host, OUTSIDE)];
}

const withCall = (family: Family) => [family.lease, family.arp !== false, true, true];
const without = (family: Family) => (family.leasesAlways ? [family.lease, true, true, false] : [null, false, false, false]);

describe.each(cases)('%s', (_title, family) => {
  it('carries data with its call, and none before and after', async () => {
    const line = await openFamily(family);
    expect(await seen(family, line)).toEqual(without(family));
    for (const result of await say(line, family.call)) expect(['OK', 'CONNECT']).toContain(result);
    expect(await seen(family, line)).toEqual(withCall(family));
    expect(await say(line, family.end)).toEqual(family.end.map(() => 'OK'));
    expect(await seen(family, line)).toEqual(without(family));
  });

  it.each(['0', '4'])('loses it with AT+CFUN=%s, and does not get it back by itself', async (fun) => {
    const line = await openFamily(family);
    await say(line, family.call);
    await line.ask(`AT+CFUN=${fun}`);
    expect(await seen(family, line)).toEqual(without(family));
    await line.ask('AT+CMEE=1');
    const refused = (await line.ask(family.call[0] ?? '')).at(-1);
    if (family.name !== 'telit-fn980') expect(refused).toBe(family.refusal ?? '+CME ERROR: 30');
    await line.ask('AT+CFUN=1');
    // What #ICMAUTOCONN set is kept.
    expect(await seen(family, line)).toEqual(family.name === 'telit-fn980' ? withCall(family) : without(family));
    await say(line, family.call);
    expect(await seen(family, line)).toEqual(withCall(family));
  });

  it('loses it out of the packet service', async () => {
    const line = await openFamily(family);
    await say(line, family.call);
    expect(await line.ask('AT+CGATT=0')).toContain('OK');
    expect(await line.ask('AT+CGATT?')).toContain('+CGATT: 0');
    expect(await seen(family, line)).toEqual(without(family));
  });

  it('is refused while the PIN was not given, and made once it was', async () => {
    const line = await openFamily(family, { pin: '1234' });
    await line.ask('AT+CMEE=1');
    expect(await line.ask(family.call[0] ?? '')).toEqual(['+CME ERROR: 11']);
    expect(await seen(family, line)).toEqual(without(family));
    expect(await line.ask('AT+CPIN="1234"')).toContain('OK');
    await say(line, family.call);
    expect(await seen(family, line)).toEqual(withCall(family));
  });

  it('loses it with a restart, unless it was told to keep it', async () => {
    const line = await openFamily(family);
    await say(line, family.call);
    expect(await line.ask('AT+CFUN=1,1')).toEqual(['OK']);
    await line.reopen(family.port);
    const after = { ...line, card: await openCard(line.stick) };
    expect(await seen(family, after)).toEqual(family.name === 'telit-fn980' ? withCall(family) : without(family));
    await say(after, family.call);
    expect(await seen(family, after)).toEqual(withCall(family));
  });
});

describe.each([
  ['fibocom-l610', 2, 'AT+GTRNDIS=1,7', '+CME ERROR: 50'],
  ['fibocom-fm350', 3, 'AT+CGACT=1,7', '+CME ERROR: 50'],
  ['quectel-ec200a', 3, 'AT+QNETDEVCTL=1,7,1', '+CME ERROR: 50'],
  ['quectel-rm500u', 4, 'AT+QNETDEVCTL=7,1,1', '+CME ERROR: 50'],
  ['ublox-toby-l2', 2, 'AT+CGACT=1,7', '+CME ERROR: 50'],
  ['meig-slm770a', 3, 'AT+ECMDUP=7,1', 'ERROR'],
])('%s', (name, port, command, refusal) => {
  it('does not call with a context that was not defined, and does once it was, whatever the APN', async () => {
    const line = await open(name, port);
    await line.ask('AT+CMEE=1');
    expect(await line.ask(command)).toEqual([refusal]);
    expect(await line.card.ping('10.0.0.1', OUTSIDE)).toBe(false);
    expect(await line.ask('AT+CGDCONT=7,"IP","no.such.apn"')).toEqual(['OK']);
    expect((await line.ask(command)).at(-1)).toBe('OK');
    await line.clock.advance(3000);
    expect(await line.card.ping('10.0.0.1', OUTSIDE)).toBe(true);
  });
});

describe('modems that call by themselves', () => {
  it.each([
    ['quectel-ec25', 2, { usbnet: 1 }, '192.168.225.20'],
    ['quectel-rm520n', 2, { usbnet: 1 }, '192.168.225.20'],
    ['simcom-sim8200', 4, { usbpid: '9011' }, '192.168.225.20'],
  ])('%s: in the network is online', async (name, port, flash, lease) => {
    const line = await open(name, port, { flash });
    expect([await line.card.lease(), await line.card.ping(lease, OUTSIDE)]).toEqual([lease, true]);
    expect((await line.ask('AT+CGPADDR=1'))[0]).toMatch(/^\+CGPADDR: 1,"10\.64\./);
    await line.ask('AT+CFUN=4');
    expect((await line.ask('AT+CGPADDR=1'))[0]).toBe('+CGPADDR: 1,""');
    expect([await line.card.lease(), await line.card.ping(lease, OUTSIDE)]).toEqual([null, false]);
  });

  it('fibocom-fm160 with ECM refuses both verbs while its card works', async () => {
    const line = await open('fibocom-fm160', 2, { flash: { gtusbmode: 33 } });
    expect(await line.ask('AT+GTWWAN=1,1')).toEqual(['ERROR']);
    expect(await line.ask('AT+GTRNDIS=1,1')).toEqual(['ERROR']);
    expect([await line.card.lease(), await line.card.ping('192.168.1.30', OUTSIDE)]).toEqual(['192.168.1.30', true]);
    const locked = await open('fibocom-fm160', 2, { flash: { gtusbmode: 33 }, faults: { pin: '1234' } });
    expect([await locked.card.lease(), await locked.card.ping('192.168.1.30', OUTSIDE)]).toEqual([null, false]);
  });

  it.each([
    ['9011', 4],
    ['9018', 2],
  ])('simcom-sim7600 as %s gives a lease without a SIM, and calls with context 6', async (usbpid, port) => {
    const empty = await open('simcom-sim7600', port, { flash: { usbpid }, faults: { simMissing: true } });
    expect([await empty.card.lease(), await empty.card.ping('192.168.225.20', OUTSIDE)]).toEqual(['192.168.225.20', false]);
    const line = await open('simcom-sim7600', port, { flash: { usbpid } });
    expect(await line.card.ping('192.168.225.20', OUTSIDE)).toBe(true);
    expect(await line.ask('AT+CGDCONT=6')).toEqual(['OK']);
    expect([await line.card.lease(), await line.card.ping('192.168.225.20', OUTSIDE)]).toEqual(['192.168.225.20', false]);
  });

  it('simcom-a7670 forwards nothing with +DIALMODE 1, from the next start on, and gives a lease all the same', async () => {
    const line = await open('simcom-a7670', 4);
    expect(await line.card.ping('192.168.0.100', OUTSIDE)).toBe(true);
    expect(await line.ask('AT+DIALMODE=1')).toEqual(['OK']);
    expect(await line.card.ping('192.168.0.100', OUTSIDE)).toBe(true);
    await line.ask('AT+CRESET');
    await line.reopen(4);
    const card = await openCard(line.stick);
    expect([await card.lease(), await card.ping('192.168.0.100', '192.168.0.1'), await card.ping('192.168.0.100', OUTSIDE)]).toEqual([
      '192.168.0.100',
      true,
      false,
    ]);
  });
});

describe('what is kept', () => {
  it.each([
    ['quectel-ec200a', 3, 'AT+QNETDEVCTL=3,1,0', 'AT+QNETDEVCTL=0,1', '192.168.43.100'],
    ['quectel-rm500u', 4, 'AT+QNETDEVCTL=1,3,0', 'AT+QNETDEVCTL=1,2', '10.64.107.65'],
    ['fibocom-nl678', 2, 'AT+GTAUTOCONNECT=1', 'AT+GTAUTOCONNECT=0', '192.168.225.2'],
  ])('%s calls by itself at each start once it was told so, until it is told otherwise', async (name, port, keep, forget, host) => {
    const line = await open(name, port);
    expect(await line.ask(keep)).toEqual(['OK']);
    const restarted = async () => {
      await line.ask('AT+CFUN=1,1');
      await line.reopen(port);
      return (await openCard(line.stick)).ping(host, OUTSIDE);
    };
    expect(await restarted()).toBe(true);
    expect(await line.ask(forget)).toEqual(['OK']);
    expect(await restarted()).toBe(false);
  });

  it('fibocom-nl678: +GTAUTOCONNECT alone calls nobody before the restart', async () => {
    const line = await open('fibocom-nl678', 2);
    await line.ask('AT+GTAUTOCONNECT=1');
    expect(await line.ask('AT+GTAUTOCONNECT?')).toEqual(['+GTAUTOCONNECT: 1', 'OK']);
    expect(await line.card.lease()).toBeNull();
  });
});

describe('fibocom-fm350', () => {
  it('answers a second +CGACT with 500 and starts anew', async () => {
    const line = await open('fibocom-fm350', 3);
    await line.ask('AT+CMEE=1');
    await line.ask('AT+CGACT=1,1');
    expect(await line.ask('AT+CGACT=1,1')).toEqual(['+CME ERROR: 500']);
    await line.reopen(3);
    expect(line.stick.seen).toEqual(['rndis', 'rndis']);
    expect(await line.ask('AT+CGPADDR=1')).toEqual(['+CGPADDR: 1,"0.0.0.0"', 'OK']);
    expect(await (await openCard(line.stick)).ping('10.64.86.65', OUTSIDE)).toBe(false);
  });

  it('is told to wait where it is not ready, as other families in their words', async () => {
    const line = await open('fibocom-fm350', 3, { faults: { callRefused: 2 } });
    await line.ask('AT+CMEE=1');
    for (const _ of [1, 2]) expect(await line.ask('AT+CGACT=1,1')).toEqual(['+CME ERROR: 5847']);
    expect((await line.ask('AT+CGACT=1,1')).at(-1)).toBe('OK');
    const other = await open('fibocom-l610', 2, { faults: { callRefused: 1 } });
    await other.ask('AT+CMEE=2');
    expect(await other.ask('AT+GTRNDIS=1,1')).toEqual(['+CME ERROR: no network service']);
    expect(await other.ask('AT+GTRNDIS=1,1')).toEqual(['OK']);
  });
});

describe('fibocom-l850', () => {
  const options = { flash: { gtusbmode: 0 } };
  const bind = (card: number, cid = 1) => `AT+XDATACHANNEL=1,1,"/USBCDC/2","/USBHS/NCM/${card}",2,${cid}`;

  it('carries nothing where the channel was tied before the context was up', async () => {
    const line = await open('fibocom-l850', 0, options);
    expect(await line.ask(bind(0))).toEqual(['OK']);
    await line.ask('AT+CGACT=1,1');
    expect(await line.ask('AT+CGDATA="M-RAW_IP",1')).toEqual(['CONNECT']);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(false);
    await line.ask(bind(0));
    await line.ask('AT+CGDATA="M-RAW_IP",1');
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(true);
    expect(await line.ask('AT+CGDATA=0')).toEqual(['OK']);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(false);
  });

  it.each([1, 2])('carries nothing on function %i', async (nth) => {
    const line = await open('fibocom-l850', 0, options, nth);
    await line.ask('AT+CGACT=1,1');
    for (const command of [bind(nth), 'AT+CGDATA="M-RAW_IP",1']) await line.ask(command);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(false);
    const lowest = await openCard(line.stick);
    expect(await lowest.ping('10.64.87.65', OUTSIDE)).toBe(false);
    for (const command of [bind(0), 'AT+CGDATA="M-RAW_IP",1']) await line.ask(command);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(false);
    expect(await lowest.ping('10.64.87.65', OUTSIDE)).toBe(true);
  });

  it('has context 0 by the attach, which needs the channel alone', async () => {
    const line = await open('fibocom-l850', 0, options);
    expect(await line.ask('AT+CGPADDR=0')).toEqual(['+CGPADDR: 0,"10.64.87.65"', 'OK']);
    await line.ask(bind(0, 0));
    expect(await line.ask('AT+CGDATA="M-RAW_IP",0')).toEqual(['CONNECT']);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(true);
    expect(await line.ask('AT+XDATACHANNEL=0')).toEqual(['OK']);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(false);
    await line.ask('AT+CFUN=4');
    await line.ask(bind(0, 0));
    await line.ask('AT+CFUN=1');
    expect(await line.ask('AT+CGDATA="M-RAW_IP",0')).toEqual(['CONNECT']);
    expect(await line.card.ping('10.64.87.65', OUTSIDE)).toBe(false);
  });

  it('tells name servers by +XDNS? where that was asked before the activation', async () => {
    const line = await open('fibocom-l850', 0, options);
    await line.ask('AT+CGACT=1,1');
    await line.ask('AT+XDNS=1,1');
    expect(await line.ask('AT+XDNS?')).toEqual(['OK']);
    await line.ask('AT+CGACT=0,1');
    await line.ask('AT+CGACT=1,1');
    expect(await line.ask('AT+XDNS?')).toEqual(['+XDNS: 1,"10.64.87.66","192.0.2.53"', 'OK']);
  });
});

describe('quectel-rm500u', () => {
  it('is not there before its line has come, and not at all where it was hung up before', async () => {
    const line = await open('quectel-rm500u', 4);
    expect(await line.ask('AT+QNETDEVCTL=1,1,0')).toEqual(['OK']);
    expect(await line.card.lease()).toBeNull();
    await line.ask('AT+QNETDEVCTL=1,0');
    await line.clock.advance(5000);
    expect(await line.card.lease()).toBeNull();
  });
});

describe('the new dongles look as their listings', () => {
  const endpoints = (name: string, flash: NonVolatile) => {
    const m = model(name);
    const { spec } = m.compose(m.powerUp({ ...m.factory(), ...flash }), {
      clock: { now: () => 0, setTimeout: () => 0, clearTimeout: () => undefined },
      flash: {},
      faults: {},
      memory: new Map(),
      reenumerate: () => undefined,
      restart: () => undefined,
      saveFlash: () => undefined,
    });
    return spec.configurations[0]?.map(
      (i) =>
        `${i.number}.${i.alternate ?? 0} ${[i.class, i.subclass, i.protocol].map((n) => n.toString(16)).join('/')} ${i.endpoints.map((e) => e.address.toString(16)).join(' ')}`,
    );
  };

  it('quectel-ec200a: Linux commit 857ea9005806', () => {
    expect(endpoints('quectel-ec200a', {})).toEqual([
      '0.0 2/6/0 87',
      '1.0 a/0/0 ',
      '1.1 a/0/0 83 c',
      '2.0 ff/0/0 82 b',
      '3.0 ff/0/0 89 86 f',
      '4.0 ff/0/0 88 81 a',
    ]);
    expect(endpoints('quectel-ec200a', { usbnet: 3 })?.slice(0, 2)).toEqual(['0.0 e0/1/3 87', '1.0 a/0/0 83 c']);
  });

  it('quectel-rm500u: Linux commit 7708a3858e69', () => {
    const ports = ['2.0 ff/0/0 83 2', '3.0 ff/0/0 84 3', '4.0 ff/0/0 85 4', '5.0 ff/0/0 86 5', '6.0 ff/0/0 87 6'];
    expect(endpoints('quectel-rm500u', {})).toEqual(['0.0 2/d/0 82', '1.0 a/0/1 ', '1.1 a/0/1 81 1', ...ports]);
    expect(endpoints('quectel-rm500u', { usbnet: 1 })).toEqual(['0.0 2/6/0 82', '1.0 a/0/0 ', '1.1 a/0/0 81 1', ...ports]);
    expect(endpoints('quectel-rm500u', { usbnet: 3 })).toEqual(['0.0 e0/1/3 82', '1.0 a/0/0 81 1', ...ports]);
  });
});
