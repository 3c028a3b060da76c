import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openQmi, type QmiIndication } from '../../electron/qmi/client.ts';
import { getIds, getImsi, getPinStatus } from '../../electron/qmi/dms.ts';
import { readIdentity } from '../../electron/qmi/identity.ts';
import { readPinLock, setPinProtection } from '../../electron/qmi/pin-protection.ts';
import { readRadio } from '../../electron/qmi/radio.ts';
import { readRegistration } from '../../electron/qmi/registration.ts';
import { messagesOf } from '../../electron/qmi/services.ts';
import { value } from '../../electron/qmi/tlv.ts';
import { getCardStatus, getSimStatus, verifyPin } from '../../electron/qmi/uim.ts';
import { getDataFormat, setDataFormat } from '../../electron/qmi/wda.ts';
import { getCurrentSettings, getPacketServiceStatus, startNetwork, stopNetwork } from '../../electron/qmi/wds.ts';
import { VirtualQmi } from '../../electron/virtual/qmi/virtual-qmi.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';
import { bodyWith, FirmwareChannel, identity } from './firmware-channel.ts';
import { joined } from './qmi-support.ts';

const dms = messagesOf('DMS', {
  setMode: [0x002e, 'Set Operating Mode'],
  unblockPin: [0x0029, 'UIM Unblock PIN'],
  bogus: [0x7777, 'Bogus'],
});
const nas = messagesOf('NAS', { register: [0x0003, 'Register Indications'] });
const uim = messagesOf('UIM', { register: [0x002e, 'Register Events'] });
const text = (s: string) => new TextEncoder().encode(s);

describe('identity and signal', () => {
  it('who it is, with the SIM read from its files', async () => {
    const { client } = await joined();
    expect(await readIdentity(client)).toEqual({
      manufacturer: 'Test Works',
      model: 'T1',
      revision: '1.2.3',
      imei: identity.imei,
      imsi: identity.imsi,
      iccid: identity.iccid,
    });
    expect(await getIds(client)).toEqual({ esn: null, imei: identity.imei, meid: null });
  });

  it('IMSI and ICCID of every length come through the files as they are', async () => {
    const digits = (min: number, max: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));
    await fc.assert(
      fc.asyncProperty(digits(6, 15), digits(18, 20), async (imsi, iccid) => {
        const { client } = await joined({}, {}, { identity: { ...identity, imsi, iccid } });
        expect(await readIdentity(client)).toMatchObject({ imsi, iccid });
      }),
      { numRuns: 30 },
    );
  });

  it('a firmware that does not know a message says so, and lives on', async () => {
    const { client } = await joined();
    await expect(client.request(dms.bogus)).rejects.toMatchObject({ detail: { name: 'InvalidQmiCommand', message: 'Bogus' } });
    expect(await readRadio(client)).toMatchObject({ mode: 'online' });
  });
});

describe('SIM', () => {
  it('ready, without a PIN', async () => {
    const { client } = await joined();
    expect(await getSimStatus(client)).toEqual({ state: 'ready', pinTriesLeft: 3 });
    expect(await getPinStatus(client)).toEqual({ state: 'disabled', pinTriesLeft: 3, pukTriesLeft: 10 });
  });

  it('missing', async () => {
    const { client } = await joined({ simMissing: true });
    expect(await getSimStatus(client)).toEqual({ state: 'missing', pinTriesLeft: null });
    expect((await getCardStatus(client)).cards).toMatchObject([{ state: 'absent', applications: [] }]);
    await expect(getImsi(client)).rejects.toMatchObject({ code: 'QMI_ERROR', detail: { name: 'UimUninitialized' } });
    const who = await readIdentity(client);
    expect(who).not.toHaveProperty('iccid');
    expect(who).toHaveProperty('imei', identity.imei);
  });

  it('the PIN opens it; state, registration and IMSI follow, for the AT side too', async () => {
    const { client, body } = await joined({}, { pin: '1234', pinTries: 3 });
    expect(await getSimStatus(client)).toEqual({ state: 'pin', pinTriesLeft: 3 });
    expect(await readRegistration(client)).toMatchObject({ registration: 'none' });
    expect(await readIdentity(client)).not.toHaveProperty('imsi');
    await verifyPin(client, '1234');
    expect(body.memory.get('pinVerified')).toBe(true);
    expect(await getSimStatus(client)).toEqual({ state: 'ready', pinTriesLeft: 3 });
    expect(await readRegistration(client)).toMatchObject({ registration: 'home' });
    expect(await readIdentity(client)).toHaveProperty('imsi', identity.imsi);
  });

  it('a PIN that the AT side gave counts here', async () => {
    const { client, body } = await joined({}, { pin: '1234' });
    body.memory.set('pinVerified', true);
    expect(await getSimStatus(client)).toMatchObject({ state: 'ready' });
  });

  it('a wrong PIN costs a try, the third blocks, the PUK frees', async () => {
    const { client, body } = await joined({}, { pin: '1234', pinTries: 3 });
    await expect(verifyPin(client, '0000')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    await expect(verifyPin(client, '0000')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 1 } });
    expect(await getSimStatus(client)).toEqual({ state: 'pin', pinTriesLeft: 1 });
    await expect(verifyPin(client, '0000')).rejects.toMatchObject({ code: 'PUK_NEEDED' });
    expect(await getSimStatus(client)).toEqual({ state: 'puk', pinTriesLeft: 0 });
    expect(body.flash['pinTries']).toBe(0);
    const info = value.join(value.u8(1, 8), text('12345678'), value.u8(4), text('4321'));
    await client.request(dms.unblockPin, [[0x01, info]]);
    expect(await getSimStatus(client)).toEqual({ state: 'ready', pinTriesLeft: 3 });
    expect(body.flash['pin']).toBe('4321');
  });

  it('the request for the PIN goes off and on, with the right PIN', async () => {
    const { client, body } = await joined({}, { pin: '1234', pinTries: 3 });
    expect(await readPinLock(client)).toBe('on');
    await verifyPin(client, '1234');
    await expect(setPinProtection(client, false, '0000')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect(await readPinLock(client)).toBe('on');
    await setPinProtection(client, false, '1234');
    expect(await readPinLock(client)).toBe('off');
    expect(body.flash).toMatchObject({ pin: '', pinTries: 3 });
    await setPinProtection(client, false, '1234');
    await setPinProtection(client, true, '0000');
    expect(await readPinLock(client)).toBe('on');
    expect(body.flash['pin']).toBe('0000');
  });

  it('what is no PIN is not sent', async () => {
    const { client, body } = await joined({}, { pin: '1234', pinTries: 3 });
    for (const pin of ['', '123', '123456789', '12a4', '1234 '])
      await expect(verifyPin(client, pin)).rejects.toMatchObject({ code: 'PIN_MALFORMED' });
    expect(body.flash['pinTries']).toBe(3);
  });

  it('whoever asked for it is told of the card and of the network when the PIN opened it, after the answer', async () => {
    const { client } = await joined({}, { pin: '1234' });
    const seen: QmiIndication[] = [];
    await client.request(nas.register, [[0x13, value.u8(1)]]);
    await client.request(uim.register, [[0x01, value.u32(1)]]);
    client.onIndication((i) => seen.push(i));
    const verified = verifyPin(client, '1234').then(() => seen.length);
    await settle();
    expect(await verified).toBeLessThanOrEqual(seen.length);
    expect(seen.map((i) => [i.service, i.message])).toEqual([
      [0x0b, 0x32],
      [0x03, 0x24],
    ]);
  });
});

describe('data', () => {
  it('connects, tells its settings, and stops', async () => {
    const { client, body } = await joined();
    await expect(getCurrentSettings(client)).rejects.toMatchObject({ detail: { name: 'OutOfCall' } });
    const handle = await startNetwork(client, { apn: 'internet', ipFamily: 4 });
    expect(body.memory.get('connected')).toBe(true);
    expect(await getPacketServiceStatus(client)).toBe('connected');
    expect(await getCurrentSettings(client)).toEqual({
      address: '10.64.64.65',
      mask: '255.255.255.252',
      gateway: '10.64.64.66',
      dns: ['10.64.64.66', '192.0.2.53'],
      mtu: 1500,
      apn: 'internet',
    });
    await expect(stopNetwork(client, handle + 1)).rejects.toMatchObject({ detail: { name: 'InvalidHandle' } });
    await stopNetwork(client, handle);
    expect(await getPacketServiceStatus(client)).toBe('disconnected');
    expect(body.memory.get('connected')).toBe(false);
  });

  it('a connection ends with its client id', async () => {
    const { client, body } = await joined();
    await startNetwork(client, { apn: 'internet' });
    await client.close();
    expect(body.memory.get('connected')).toBe(false);
  });

  it('says why it cannot: no registration, IPv6', async () => {
    const locked = await joined({}, { pin: '1234' });
    await expect(startNetwork(locked.client, { apn: 'internet' })).rejects.toMatchObject({
      code: 'QMI_ERROR',
      detail: { name: 'CallFailed', callEndReason: 3 },
    });
    const { client } = await joined();
    await expect(startNetwork(client, { apn: 'internet', ipFamily: 6 })).rejects.toMatchObject({
      detail: { name: 'CallFailed', verboseType: 6, verboseReason: 50 },
    });
  });

  it('the radio going off, here or by AT, ends it', async () => {
    const { client, body } = await joined();
    await startNetwork(client, { apn: 'internet' });
    await client.request(dms.setMode, [[0x01, value.u8(1)]]);
    expect(await getPacketServiceStatus(client)).toBe('disconnected');
    await client.request(dms.setMode, [[0x01, value.u8(0)]]);
    await startNetwork(client, { apn: 'internet' });
    body.memory.set('connected', false);
    expect(await getPacketServiceStatus(client)).toBe('disconnected');
  });

  it('data format: both, or raw IP only', async () => {
    const both = await joined();
    expect(await getDataFormat(both.client)).toMatchObject({ linkLayer: '802.3', downlinkAggregation: 0 });
    expect(await setDataFormat(both.client, 'raw-ip', 2)).toMatchObject({ linkLayer: 'raw-ip' });
    expect(await getDataFormat(both.client, 2)).toMatchObject({ linkLayer: 'raw-ip' });
    const raw = await joined({}, {}, { rawIpOnly: true });
    expect(await getDataFormat(raw.client)).toMatchObject({ linkLayer: 'raw-ip' });
    expect(await setDataFormat(raw.client, '802.3')).toMatchObject({ linkLayer: 'raw-ip' });
  });
});

describe('the firmware', () => {
  it('sync drops every client of before', async () => {
    const { client, qmi } = await joined();
    expect(await readRadio(client)).toMatchObject({ mode: 'online' });
    await openQmi(new FirmwareChannel(qmi), new ManualClock());
    // The frame of the first client, sent behind the back of its channel, which the second one took over.
    const [answer] = qmi.handle(Buffer.from('010c000002010001002d000000', 'hex'));
    expect(Buffer.from(answer ?? []).toString('hex')).toBe('011300800201020100' + '2d0007000204000100' + '0700');
  });

  it('reset restarts the dongle', async () => {
    const { client, body } = await joined();
    await client.request(dms.setMode, [[0x01, value.u8(4)]]);
    expect(body.restarts).toBe(1);
  });

  it('drops what is no frame and answers every frame with one that is well formed', () => {
    const qmi = new VirtualQmi(identity, bodyWith());
    const service = fc.constantFrom(0, 1, 2, 3, 11, 26, 77);
    const request = fc.tuple(service, fc.integer({ min: 0, max: 0xff }), fc.uint8Array({ maxLength: 40 })).map(([s, message, body]) => {
      const head = s === 0 ? [0, 1, message, 0, body.length, 0] : [0, 1, 0, message, 0, body.length, 0];
      return Uint8Array.from([1, 5 + head.length + body.length, 0, 0, s, 1, ...head, ...body]);
    });
    // One client of each service, so that requests reach the handlers.
    for (const s of [1, 2, 3, 11, 26]) qmi.handle(Buffer.from(`010f00000000000122000400010100${s.toString(16).padStart(2, '0')}`, 'hex'));
    fc.assert(
      fc.property(fc.oneof(request, fc.uint8Array({ maxLength: 60 })), (frame) => {
        for (const answer of qmi.handle(frame)) expect(answer[1]).toBe((answer.length - 1) & 0xff);
      }),
      { numRuns: 2000 },
    );
  });

  it('silent and garbled are told apart', async () => {
    const open = async (faults: { qmiSilent?: boolean; qmiGarbage?: boolean }) => {
      const clock = new ManualClock();
      const opening = openQmi(new FirmwareChannel(new VirtualQmi(identity, bodyWith(faults))), clock, { attempts: 2 });
      const result = opening.then(
        () => 'open',
        (error: unknown) => error,
      );
      await clock.advance(10_000);
      return result;
    };
    expect(await open({ qmiSilent: true })).toMatchObject({ code: 'QMI_SILENT' });
    expect(await open({ qmiGarbage: true })).toMatchObject({ code: 'QMI_GARBLED' });
    expect(await open({})).toBe('open');
  });
});
