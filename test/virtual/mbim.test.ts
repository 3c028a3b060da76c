import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MbimClient, openMbim } from '../../electron/mbim/client.ts';
import { BASIC_CONNECT, basicConnect, commandsOf } from '../../electron/mbim/commands.ts';
import { connect, disconnect, getConnection, getIpConfiguration } from '../../electron/mbim/connection.ts';
import { getDeviceCaps } from '../../electron/mbim/device.ts';
import { maxControlMessage } from '../../electron/mbim/functional-descriptor.ts';
import { readIdentity } from '../../electron/mbim/identity.ts';
import { InfoWriter } from '../../electron/mbim/info.ts';
import type { MbimReply } from '../../electron/mbim/messages.ts';
import { attachPacketService, getPacketService, getRegistration, getSignal } from '../../electron/mbim/network.ts';
import { enterPin, getPinStatus } from '../../electron/mbim/pin.ts';
import { getHomeProvider, getSubscriberReady } from '../../electron/mbim/subscriber.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { VirtualMbim } from '../../electron/virtual/mbim/virtual-mbim.ts';
import { quectelEc25Identity as identity } from '../../electron/virtual/models/quectel-ec25.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { buildNtb16, parseNtb16, signatures } from '../../electron/virtual/network/ntb.ts';
import { buildIpv4, checksum, ipv4Bytes, parseIpv4 } from '../../electron/virtual/network/packets.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { bodyWith } from './firmware-channel.ts';
import { plug } from './wire.ts';

const more = commandsOf(BASIC_CONNECT, { radio: [3, 'RADIO_STATE'], bogus: [77, 'BOGUS'] });

interface Joined {
  readonly client: MbimClient;
  readonly clock: ManualClock;
  readonly bench: PracticeBench;
}

/** This project's client on this project's module, over a handle or a node of the practice bench. */
async function joined(faults: Faults = {}, by: 'handle' | 'node' = 'handle', maxMessage?: number): Promise<Joined> {
  const clock = new ManualClock();
  const bench = new PracticeBench({ clock, stateFile: null, faults: { 'quectel-ec25': faults }, seesDrivers: by === 'node' });
  await bench.plug('quectel-ec25', 'mbim');
  await clock.advance(1000);
  const [sighting] = await bench.bus.list();
  if (!sighting) throw new Error('nothing there');
  const channel =
    by === 'node' ? await bench.host.openControlNode('/dev/cdc-wdm0') : await openEncapsulatedChannel(await bench.bus.open(sighting), 4);
  const opening = openMbim(channel, clock, maxMessage === undefined ? {} : { maxMessage });
  // It may fail while the clock moves on; whoever called looks at it later.
  opening.catch(() => undefined);
  await clock.advance(20_000);
  return { client: await opening, clock, bench };
}

describe('the module on the bus', () => {
  it('shows an MBIM function that tells how long a message may be', async () => {
    const { bench } = await joined({}, 'node');
    const [sighting] = await bench.bus.list();
    const control = sighting?.configurations[0]?.interfaces.find((i) => i.number === 4);
    expect(control).toMatchObject({ class: 2, subclass: 0x0e, protocol: 0 });
    expect(maxControlMessage(control?.extra ?? new Uint8Array())).toBe(4096);
    expect(await bench.host.bindings('practice-1')).toMatchObject([
      {},
      {},
      {},
      {},
      { driver: 'cdc_mbim', nodes: ['/dev/cdc-wdm0'], netDevices: ['wwan0'] },
      { driver: 'cdc_mbim' },
    ]);
  });

  it.each(['handle', 'node'] as const)('tells who it is, over a %s', async (by) => {
    const { client } = await joined({}, by);
    expect(await readIdentity(client)).toEqual({
      revision: identity.revision,
      imei: identity.imei,
      imsi: identity.imsi,
      iccid: identity.iccid,
    });
    expect(await getDeviceCaps(client)).toMatchObject({
      hardware: 'EC25-E',
      maxSessions: 1,
      dataClasses: expect.arrayContaining(['UMTS', 'LTE']),
    });
  });

  it('tells the same in fragments to a host with small messages', async () => {
    const { client } = await joined({}, 'handle', 64);
    expect(await getDeviceCaps(client)).toMatchObject({ deviceId: identity.imei, firmware: identity.revision });
    await connect(client, { apn: 'a-rather-long-access-point-name.example' });
    expect(await getConnection(client)).toEqual({ state: 'activated', networkError: 0 });
  });
});

describe('network', () => {
  it('registration, attachment, signal, home provider', async () => {
    const { client } = await joined();
    expect(await getRegistration(client)).toEqual({
      state: 'home',
      technology: 'LTE',
      providerId: '00101',
      providerName: 'Practice Mobile',
    });
    expect(await getPacketService(client)).toEqual({ state: 'attached', technology: 'LTE', uplink: 50_000_000n, downlink: 150_000_000n });
    expect(await getSignal(client)).toEqual({ dbm: -67, percent: 74 });
    expect(await getHomeProvider(client)).toEqual({ id: '00101', name: 'Practice Mobile' });
  });

  it('none with the radio off, and says so unasked', async () => {
    const { client } = await joined();
    const told: MbimReply[] = [];
    client.onIndication((i) => told.push(i));
    await client.request(more.radio, 'set', new InfoWriter().u32(0).done());
    expect(await getRegistration(client)).toMatchObject({ state: 'none', technology: null, providerId: '' });
    expect(await getSignal(client)).toBeNull();
    expect(told.map((i) => i.command)).toEqual([basicConnect.registerState.id, basicConnect.packetService.id]);
    await expect(connect(client, { apn: 'internet' })).rejects.toMatchObject({ detail: { name: 'RadioPowerOff' } });
    await expect(attachPacketService(client)).rejects.toMatchObject({ detail: { name: 'RadioPowerOff' } });
  });

  it('a command that the firmware does not know is refused, and it lives on', async () => {
    const { client } = await joined();
    await expect(client.request(more.bogus, 'query')).rejects.toMatchObject({ code: 'MBIM_ERROR', detail: { name: 'NoDeviceSupport' } });
    await expect(client.request(basicConnect.deviceCaps, 'set')).rejects.toMatchObject({ detail: { name: 'NoDeviceSupport' } });
    expect(await getSignal(client)).not.toBeNull();
  });
});

describe('SIM', () => {
  it('asks for its PIN, tells the tries left, takes the right one', async () => {
    const { client } = await joined({ pin: '4711' });
    expect(await getSubscriberReady(client)).toEqual({ state: 'locked', subscriberId: '', iccid: identity.iccid });
    expect(await getPinStatus(client)).toEqual({ asksFor: 'pin', triesLeft: 3 });
    await expect(getHomeProvider(client)).rejects.toMatchObject({ detail: { name: 'PinRequired' } });
    await expect(enterPin(client, '1234')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect(await enterPin(client, '4711')).toBe(true);
    expect(await getPinStatus(client)).toEqual({ asksFor: 'nothing', triesLeft: 3 });
    expect(await getSubscriberReady(client)).toMatchObject({ state: 'initialized', subscriberId: identity.imsi });
    expect(await enterPin(client, '4711')).toBe(false);
  });

  it('is not tried with the last try, nor with what is no PIN', async () => {
    const { client, bench } = await joined({ pin: '4711', pinTries: 1 });
    await expect(enterPin(client, '4711')).rejects.toMatchObject({ code: 'PIN_LAST_TRY', detail: { tries: 1 } });
    await expect(enterPin(client, 'abcd')).rejects.toMatchObject({ code: 'PIN_MALFORMED' });
    expect(await getPinStatus(client)).toEqual({ asksFor: 'pin', triesLeft: 1 });
    expect(bench.plugged().size).toBe(1);
  });

  it('asks for its PUK when it is blocked, and is left alone', async () => {
    const { client } = await joined({ pin: '4711', pinTries: 0 });
    expect(await getPinStatus(client)).toEqual({ asksFor: 'puk', triesLeft: 10 });
    await expect(enterPin(client, '4711')).rejects.toMatchObject({ code: 'PUK_NEEDED' });
  });

  it('may be missing', async () => {
    const { client } = await joined({ simMissing: true });
    expect(await getSubscriberReady(client)).toEqual({ state: 'missing', subscriberId: '', iccid: '' });
    expect(await readIdentity(client)).toEqual({ revision: identity.revision, imei: identity.imei });
    await expect(connect(client, { apn: '' })).rejects.toMatchObject({ detail: { name: 'SimNotInserted' } });
  });
});

describe('connection', () => {
  it('connects, tells its addresses, disconnects', async () => {
    const { client } = await joined();
    await expect(getIpConfiguration(client)).rejects.toMatchObject({ detail: { name: 'ContextNotActivated' } });
    await attachPacketService(client);
    await connect(client, { apn: 'internet', username: 'me', password: 'geheim', auth: 'chap', ipType: 'ipv4v6' });
    expect(await getIpConfiguration(client)).toEqual({
      ipv4: { address: '10.64.66.65', prefix: 30 },
      ipv4Gateway: '10.64.66.66',
      ipv4Dns: ['10.64.66.66', '192.0.2.53'],
      ipv6: null,
      mtu: 1500,
    });
    await disconnect(client);
    expect(await getConnection(client)).toEqual({ state: 'deactivated', networkError: 0 });
    await expect(disconnect(client)).rejects.toMatchObject({ detail: { name: 'ContextNotActivated' } });
  });

  it('a refusal of the network has its cause', async () => {
    const { client } = await joined();
    await expect(connect(client, { apn: 'internet', ipType: 'ipv6' })).rejects.toMatchObject({
      code: 'MBIM_ERROR',
      detail: { message: 'CONNECT', name: 'Failure', networkError: 50 },
    });
    await expect(connect(client, { apn: 'x'.repeat(101) })).rejects.toMatchObject({ detail: { name: 'InvalidAccessString' } });
    await expect(connect(client, { apn: '', session: 1 })).rejects.toMatchObject({ detail: { name: 'MaxActivatedContexts' } });
  });

  it('ends with the client', async () => {
    const { client, bench, clock } = await joined();
    await connect(client, { apn: 'internet' });
    await client.close();
    const [sighting] = await bench.bus.list();
    if (!sighting) throw new Error('gone');
    const again = await openMbim(await openEncapsulatedChannel(await bench.bus.open(sighting), 4), clock);
    expect(await getConnection(again)).toMatchObject({ state: 'deactivated' });
  });
});

describe('faults', () => {
  it.each([
    [{ mbimSilent: true }, 'MBIM_SILENT'],
    [{ mbimGarbage: true }, 'MBIM_GARBLED'],
  ])('%o: %s', async (faults, code) => {
    await expect(joined(faults)).rejects.toMatchObject({ code });
  });

  it('pulled out: MBIM_NO_CHANNEL', async () => {
    const { client, bench } = await joined();
    await bench.unplug('practice-1');
    await expect(getSignal(client)).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL' });
  });
});

describe('the firmware', () => {
  const fresh = () => new VirtualMbim(identity, bodyWith(), { maxControlMessage: 512 });
  const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
  const words = (...numbers: number[]) => new InfoWriter().u32(...numbers).done();
  const OPEN = words(1, 16, 1, 4096);

  it('wants to be opened first, takes what makes no sense for what it is', () => {
    const mbim = fresh();
    expect(mbim.handle(words(3, 12 + 36, 5, 1, 0, 0, 0, 0, 0, 1, 0, 0)).map(hex)).toEqual(['04000080100000000500000005000000']);
    expect(mbim.handle(OPEN).map(hex)).toEqual(['01000080100000000100000000000000']);
    expect(mbim.handle(words(9, 12, 6)).map(hex)).toEqual(['04000080100000000600000006000000']);
    expect(mbim.handle(words(2, 13, 7)).map(hex)).toEqual(['04000080100000000700000003000000']);
    expect(mbim.handle(words(3, 24, 8, 2, 1, 0)).map(hex)).toEqual(['04000080100000000800000002000000']);
    expect(mbim.handle(words(3, 516, 9, ...Array<number>(126).fill(0))).map(hex)).toEqual(['04000080100000000900000008000000']);
    expect(mbim.handle(words(4, 16, 9, 1))).toEqual([]);
    expect(mbim.handle(words(2, 12, 10)).map(hex)).toEqual(['02000080100000000a00000000000000']);
    expect(mbim.handle(words(2, 12, 11)).map(hex)).toEqual(['04000080100000000b00000005000000']);
  });

  it('withstands any bytes', () => {
    const mbim = fresh();
    mbim.handle(OPEN);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void mbim.handle(bytes)));
    const command = fc.tuple(fc.integer({ min: 1, max: 22 }), fc.boolean(), fc.uint8Array({ maxLength: 100 }));
    fc.assert(
      fc.property(command, ([id, set, info]) => {
        const uuid = Buffer.from(BASIC_CONNECT, 'hex');
        const body = Buffer.concat([words(1, 0), uuid, words(id, set ? 1 : 0, info.length), info]);
        const [answer] = mbim.handle(Buffer.concat([words(3, 12 + body.length, 3), body]));
        expect(hex(answer?.subarray(0, 4))).toBe('03000080');
      }),
    );
  });
});

describe('the data path', () => {
  function echo(): Uint8Array {
    const icmp = Uint8Array.from([8, 0, 0, 0, 0x12, 0x34, 0, 1, ...Buffer.from('is anybody there?')]);
    const sum = checksum(icmp);
    icmp.set([sum >> 8, sum & 0xff], 2);
    return buildIpv4({ protocol: 1, source: ipv4Bytes(identity.ip.address), destination: ipv4Bytes('192.0.2.1'), payload: icmp });
  }
  const setInterface = (value: number) => ({ requestType: 1, request: 11, value, index: 5 });

  it('carries IP packets of session 0 in blocks, and only those', async () => {
    const { modem, wire } = plug('quectel-ec25', { composition: 'mbim' });
    await wire().control(setInterface(1), new Uint8Array(), 1000);
    modem.body.memory.set('connected', true);
    // Ethernet's signature and another session's bring nothing; what comes is the answer to the last.
    await wire().out(5, buildNtb16(0, [echo()], signatures.ncm), 1000);
    await wire().out(5, buildNtb16(1, [echo()], signatures.ips0 + 0x0100_0000), 1000);
    await wire().out(5, buildNtb16(2, [echo()], signatures.ips0), 1000);
    const back = await wire().in(0x88, 16384, 1000);
    expect(parseNtb16(back)).toEqual([]);
    const [packet] = parseNtb16(back, signatures.ips0) ?? [];
    expect(parseIpv4(packet ?? new Uint8Array())?.source.join('.')).toBe('192.0.2.1');
    await expect(wire().in(0x88, 16384, 50)).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('answers the requests about blocks on its control interface; a reset ends the session', async () => {
    const { modem, wire } = plug('quectel-ec25', { composition: 'mbim' });
    const get = async (request: number, length: number) => {
      const { data } = await wire().control({ requestType: 0xa1, request, value: 0, index: 4 }, length, 1000);
      return new DataView(Uint8Array.from(data ?? []).buffer);
    };
    const parameters = await get(0x80, 28);
    expect([parameters.getUint16(0, true), parameters.getUint16(2, true), parameters.getUint32(4, true)]).toEqual([28, 1, 16384]);
    const size = { requestType: 0x21, request: 0x86, value: 0, index: 4 };
    await wire().control(size, Uint8Array.of(0, 0x10, 0, 0, 0, 0, 0, 0), 1000);
    expect((await get(0x85, 4)).getUint32(0, true)).toBe(4096);
    await expect(wire().control(size, Uint8Array.of(1, 0, 0, 0), 1000)).rejects.toMatchObject({ kind: 'stall' });
    await expect(wire().control({ ...size, index: 5 }, Uint8Array.of(0, 0x10, 0, 0), 1000)).rejects.toMatchObject({ kind: 'stall' });
    modem.body.memory.set('connected', true);
    await wire().control({ requestType: 0x21, request: 5, value: 0, index: 4 }, new Uint8Array(), 1000);
    expect((await get(0x85, 4)).getUint32(0, true)).toBe(16384);
    // It was another side's session: the function ends its own only.
    expect(modem.body.memory.get('connected')).toBe(true);
  });
});
