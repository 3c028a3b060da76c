import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServingCell, servingCellRequests } from '../../electron/qmi/cell.ts';
import { openQmi, type QmiClient } from '../../electron/qmi/client.ts';
import { allocateRequest, ctlMessages, releaseRequest } from '../../electron/qmi/ctl.ts';
import { clientLines, decodeQmi, openingLines, plannedQmi } from '../../electron/qmi/decode.ts';
import { dmsMessages, getPinStatus, verifyPinRequest as legacyVerifyPinRequest } from '../../electron/qmi/dms.ts';
import { identityRequests, readIdentity } from '../../electron/qmi/identity.ts';
import { nasMessages } from '../../electron/qmi/nas.ts';
import {
  legacySetPinProtectionRequest,
  pinLockRequests,
  pinProtectionRequests,
  readPinLock,
  setPinProtection,
  setPinProtectionRequest,
} from '../../electron/qmi/pin-protection.ts';
import { encodeFrame } from '../../electron/qmi/qmux.ts';
import { radioRequests, readRadio } from '../../electron/qmi/radio.ts';
import { readRegistration, registrationRequests } from '../../electron/qmi/registration.ts';
import { type QmiRequest, requestOf, type ServiceName, services } from '../../electron/qmi/services.ts';
import { readSignals, signalRequests, signalStrengthRequest } from '../../electron/qmi/signal.ts';
import { readSimFileRequest, simFiles } from '../../electron/qmi/sim-files.ts';
import { readSupported, supportedRequest } from '../../electron/qmi/supported.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import {
  getCardStatus,
  getSimStatus,
  simStatusRequests,
  uimMessages,
  verifyPin,
  verifyPinRequest,
  verifyPinRequests,
} from '../../electron/qmi/uim.ts';
import { getDataFormat, getDataFormatRequest, setDataFormat, setDataFormatRequest } from '../../electron/qmi/wda.ts';
import {
  currentSettingsRequest,
  getCurrentSettings,
  getPacketServiceStatus,
  startNetwork,
  startNetworkRequest,
  stopNetwork,
  stopNetworkRequest,
  wdsMessages,
} from '../../electron/qmi/wds.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { failure, ScriptedChannel, SUCCESS } from './scripted-channel.ts';

const hex = (digits: string) => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
const frameOf = ({ message, tlvs }: QmiRequest, client = 1, transaction = 1) =>
  encodeFrame({ from: 'host', service: services[message.service], client, kind: 'request', transaction, message: message.id, tlvs });
const textOf = (request: QmiRequest) => decodeQmi(frameOf(request, 2, 7)).text;

describe('what the frames of the wire say', () => {
  it('as qmicli (libqmi 1.32) sent them', () => {
    expect(decodeQmi(hex('010f0000000000012200040001010002'))).toMatchObject({
      text: 'QMI CTL Allocate CID: service DMS (transaction 1)',
      planned: 'QMI CTL Allocate CID: service DMS (transaction ?)',
    });
    expect(decodeQmi(hex('010c0000020100010025000000'))).toMatchObject({
      text: 'QMI DMS Get IDs (client 1, transaction 1)',
      planned: 'QMI DMS Get IDs (client ?, transaction ?)',
    });
  });

  it('fields by name and value', () => {
    expect(textOf(startNetworkRequest({ apn: 'internet', username: 'me', password: 'geheim', auth: 'pap', ipFamily: 4 }))).toBe(
      'QMI WDS Start Network: apn internet, authentication PAP, user me, password ****, IPv4 (client 2, transaction 7)',
    );
    expect(textOf(startNetworkRequest({ apn: 'a, password b', auth: 'both', ipFamily: 6 }))).toBe(
      'QMI WDS Start Network: apn "a, password b", authentication PAP or CHAP, IPv6 (client 2, transaction 7)',
    );
    expect(textOf(currentSettingsRequest)).toBe(
      'QMI WDS Get Current Settings: asks for APN and DNS and address and gateway and MTU (client 2, transaction 7)',
    );
    expect(textOf(readSimFileRequest(simFiles.imsi))).toBe(
      'QMI UIM Read Transparent: primary session, file 3F00/7FFF/6F07, all from 0 (client 2, transaction 7)',
    );
    expect(textOf(verifyPinRequest('1234'))).toBe('QMI UIM Verify PIN: primary session, PIN1 **** (client 2, transaction 7)');
    expect(textOf(legacyVerifyPinRequest('1234'))).toBe('QMI DMS UIM Verify PIN: PIN1 **** (client 2, transaction 7)');
    expect(textOf(setPinProtectionRequest(false, '1234'))).toBe(
      'QMI UIM Set PIN Protection: primary session, PIN1 request off, PIN1 **** (client 2, transaction 7)',
    );
    expect(textOf(legacySetPinProtectionRequest(true, '1234'))).toBe(
      'QMI DMS UIM Set PIN Protection: PIN1 request on, PIN1 **** (client 2, transaction 7)',
    );
    expect(textOf(signalStrengthRequest)).toBe(
      'QMI NAS Get Signal Strength: asks for RSSI and Ec/Io and IO and SINR and RSRQ and LTE SNR and LTE RSRP (client 2, transaction 7)',
    );
    expect(textOf(supportedRequest('WDA'))).toBe('QMI WDA Get Supported Messages (client 2, transaction 7)');
    expect(textOf(setDataFormatRequest('raw-ip', 4))).toBe(
      'QMI WDA Set Data Format: QoS header no, link layer raw-ip, uplink aggregation none, downlink aggregation none, USB interface 4 ' +
        '(client 2, transaction 7)',
    );
    expect(textOf(getDataFormatRequest(4))).toBe('QMI WDA Get Data Format: USB interface 4 (client 2, transaction 7)');
  });

  it('what only an answer gives is open in the plan', () => {
    expect(decodeQmi(frameOf(stopNetworkRequest(0x8000_0001), 2, 7))).toMatchObject({
      text: 'QMI WDS Stop Network: handle 0x80000001 (client 2, transaction 7)',
      planned: 'QMI WDS Stop Network: handle ? (client ?, transaction ?)',
    });
    expect(decodeQmi(frameOf(releaseRequest('WDS', 9), 0, 7))).toMatchObject({
      text: 'QMI CTL Release CID: service WDS, client 9 (transaction 7)',
      planned: 'QMI CTL Release CID: service WDS, client ? (transaction ?)',
    });
  });

  it('what nobody here knows is shown by its numbers', () => {
    const frame = (service: number, message: number, tlvs: Tlv[] = []) =>
      decodeQmi(encodeFrame({ from: 'host', service, client: 1, kind: 'request', transaction: 2, message, tlvs })).text;
    expect(frame(5, 0x41, [[0x10, hex('0102')]])).toBe('QMI service 0x05, message 0x0041: 0x10 0102 (client 1, transaction 2)');
    expect(frame(2, 0x99)).toBe('QMI DMS message 0x0099 (client 1, transaction 2)');
    expect(frame(2, 0x21, [[0x10, new Uint8Array()]])).toBe('QMI DMS Get Manufacturer: 0x10 empty (client 1, transaction 2)');
    // A handle of two bytes is no handle.
    expect(frame(1, 0x21, [[0x01, hex('0102')]])).toBe('QMI WDS Stop Network: 0x01 0102 (client 1, transaction 2)');
    expect(frame(1, 0x21, [[0x01, hex('0102030405')]])).toBe('QMI WDS Stop Network: 0x01 0102030405 (client 1, transaction 2)');
    // The ids are never cut off.
    const long = frame(
      5,
      0x41,
      Array.from({ length: 30 }, (_, type): Tlv => [type, new Uint8Array(90)]),
    );
    expect(long.length).toBeLessThanOrEqual(1000);
    expect(long.endsWith('… (client 1, transaction 2)')).toBe(true);
    expect(decodeQmi(hex('0203')).text).toBe('QMI unreadable frame of 2 bytes: 0203');
  });
});

describe('secrets', () => {
  it('are overwritten in the data, and nothing else is', () => {
    const request = startNetworkRequest({ apn: 'net', username: 'me', password: 'geheim', ipFamily: 4 });
    const { data } = decodeQmi(frameOf(request));
    expect(Buffer.from(data)).toEqual(
      Buffer.from(frameOf(startNetworkRequest({ apn: 'net', username: 'me', password: '******', ipFamily: 4 }))),
    );
    const pin = decodeQmi(frameOf(verifyPinRequest('1234'))).data;
    expect(Buffer.from(pin)).toEqual(Buffer.from(frameOf(verifyPinRequest('****'))));
    const protection = decodeQmi(frameOf(setPinProtectionRequest(true, '1234'))).data;
    expect(Buffer.from(protection)).toEqual(Buffer.from(frameOf(setPinProtectionRequest(true, '****'))));
    const plain = frameOf(readSimFileRequest(simFiles.iccid));
    expect(decodeQmi(plain).data).toEqual(plain);
  });

  it('the bytes that are sent stay as they are', () => {
    const frame = frameOf(verifyPinRequest('1234'));
    decodeQmi(frame);
    expect(frame).toEqual(frameOf(verifyPinRequest('1234')));
  });

  it('a plan needs to know only that there is one', () => {
    const wish = { apn: 'internet', username: 'me', auth: 'chap', ipFamily: 4 } as const;
    expect(plannedQmi(startNetworkRequest({ ...wish, password: 'x' }))).toBe(
      decodeQmi(frameOf(startNetworkRequest({ ...wish, password: 'a much longer one' }), 9, 99)).planned,
    );
    expect(plannedQmi(startNetworkRequest(wish))).not.toContain('****');
    expect(plannedQmi(verifyPinRequest('0000'))).toBe(decodeQmi(frameOf(verifyPinRequest('12345678'))).planned);
  });

  /** Digits that are nowhere else in a frame, nor in its line: no id, length or other value has four of them in a row. */
  const digits = fc.stringMatching(/^[6-9]{4,8}$/);
  const extra = fc.array(fc.tuple(fc.integer({ min: 0x20, max: 0xff }), fc.uint8Array({ max: 0x2f, maxLength: 40 })), { maxLength: 3 });
  const holders: ((secret: string) => QmiRequest)[] = [
    verifyPinRequest,
    legacyVerifyPinRequest,
    (password) => startNetworkRequest({ apn: 'internet', username: 'me', password, auth: 'both', ipFamily: 4 }),
    ...(
      [
        ['DMS', 0x27, 1, 3],
        ['DMS', 0x29, 1, 1],
        ['DMS', 0x2a, 1, 1],
        ['DMS', 0x36, 1, 0],
        ['DMS', 0x42, 1, 1],
        ['UIM', 0x25, 2, 3],
        ['UIM', 0x27, 2, 1],
        ['UIM', 0x28, 2, 1],
        ['UIM', 0x29, 1, 2],
        ['WDS', 0x27, 0x1c, 0],
        ['WDS', 0x28, 0x1c, 0],
      ] as const
    ).map(([service, id, type, before]) => (secret: string) => {
      const value = Uint8Array.from([...Array<number>(before).fill(1), ...new TextEncoder().encode(secret)]);
      return requestOf({ service, id, name: '' }, [[type, value]]);
    }),
  ];
  const survives = (decoded: ReturnType<typeof decodeQmi>, secret: string) => {
    const both = `${decoded.text}\n${decoded.planned}`;
    const asHex = Buffer.from(secret).toString('hex');
    return both.includes(secret) || both.includes(asHex) || Buffer.from(decoded.data).includes(secret);
  };

  it('survive in none of them, whatever stands beside them, twice, or cut off', () => {
    fc.assert(
      fc.property(fc.constantFrom(...holders), digits, extra, fc.nat(255), fc.nat(5999), fc.nat(), (of, secret, more, client, at, cut) => {
        const request = of(secret);
        const frame = frameOf({ ...request, tlvs: [...more, ...request.tlvs, ...request.tlvs] }, client, at);
        const decoded = decodeQmi(frame);
        expect(decoded.text).toContain('****');
        expect(decoded.planned).toContain('****');
        expect(survives(decoded, secret)).toBe(false);
        expect(decoded.data).toHaveLength(frame.length);
        const part = frame.subarray(0, cut % frame.length);
        expect(survives(decodeQmi(part), secret)).toBe(false);
        // Two frames in one transfer are none that a host sends.
        expect(survives(decodeQmi(Uint8Array.from([...frame, ...frame])), secret)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

it('never throws, keeps the length and stays short, whatever the bytes', () => {
  const frame = fc
    .record({
      service: fc.oneof(fc.constantFrom(...Object.values(services)), fc.nat(255)),
      client: fc.nat(255),
      transaction: fc.nat(255),
      message: fc.oneof(fc.integer({ min: 0x1f, max: 0x50 }), fc.nat(0xffff)),
      tlvs: fc.array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 0x1d }), fc.nat(255)), fc.uint8Array({ maxLength: 600 })), {
        maxLength: 20,
      }),
    })
    .map((f) => encodeFrame({ ...f, from: 'host', kind: 'request' }));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), frame), (bytes) => {
      const before = Uint8Array.from(bytes);
      const { text, planned, data } = decodeQmi(bytes);
      expect(bytes).toEqual(before);
      expect(data).toHaveLength(bytes.length);
      for (const line of [text, planned]) {
        expect(line.length).toBeLessThanOrEqual(1000);
        expect(line).toMatch(/^QMI [^\p{Cc}\p{Cf}]*$/u);
      }
      // What a journal kept says the same again.
      expect(decodeQmi(data)).toMatchObject({ text, planned });
    }),
    { numRuns: 1000 },
  );
});

type Script = ScriptedChannel['script'];
const modes: Record<string, Script> = {
  'a modem that answers what it can': (f) => (f.service === 0 ? null : answers(f.service, f.message)),
  'a modem without UIM': (f) =>
    f.service === 0 ? (f.message === 0x21 ? [SUCCESS, [1, hex('02 01 0100 0a00 02 0100 0a00')]] : null) : answers(f.service, f.message),
  'a modem that knows no message': (f) => (f.service === 0 ? null : [failure(71)]),
};

/** Empty answers will do for most; those that are read get what is read. */
function answers(service: number, message: number): readonly Tlv[] {
  if (service === services.WDS && message === wdsMessages.start.id) return [SUCCESS, [0x01, hex('01000080')]];
  if (service === services.UIM && message === uimMessages.readTransparent.id) return [SUCCESS, [0x11, hex('0900 080910101032547698')]];
  if (service === services.WDA) return [SUCCESS, [0x11, hex('02000000')]];
  if (service === services.NAS && message === nasMessages.servingSystem.id) return [SUCCESS, [0x01, hex('01 01 01 02 00')]];
  if (message === nasMessages.rfBand.id && service === services.NAS) return [SUCCESS, [0x01, hex('00')]];
  if (service === services.UIM && message === uimMessages.cardStatus.id) return [SUCCESS, [0x10, hex('0000 ffff ffff ffff 00')]];
  return [SUCCESS, [0x01, hex('30')]];
}

const wish = { apn: 'internet', username: 'me', password: 'geheim', auth: 'chap', ipFamily: 4 } as const;
/** Each use of the house, with what a plan says of it; the password and the PIN are none of the plan's business. */
const uses: readonly (readonly [name: string, plan: readonly QmiRequest[], work: (client: QmiClient) => Promise<unknown>])[] = [
  ['the identity', identityRequests, (c) => readIdentity(c)],
  ['the SIM', simStatusRequests, (c) => getSimStatus(c)],
  ['the card', [requestOf(uimMessages.cardStatus)], (c) => getCardStatus(c)],
  ['the PIN', verifyPinRequests('0000'), (c) => verifyPin(c, '1234')],
  ['the PIN status', [requestOf(dmsMessages.pinStatus)], (c) => getPinStatus(c)],
  ['whether the PIN is asked for', pinLockRequests, (c) => readPinLock(c)],
  ['the PIN request off', pinProtectionRequests(false, '0000'), (c) => setPinProtection(c, false, '1234')],
  ['the radio', radioRequests, (c) => readRadio(c)],
  ['the signal', signalRequests, (c) => readSignals(c)],
  ['the network', registrationRequests, (c) => readRegistration(c)],
  ['the cell', servingCellRequests, (c) => readServingCell(c)],
  ['the messages of a service', [supportedRequest('NAS')], (c) => readSupported(c, 'NAS')],
  [
    'the data format',
    [getDataFormatRequest(4), setDataFormatRequest('raw-ip', 4)],
    async (c) => {
      await getDataFormat(c, 4).catch(() => undefined);
      await setDataFormat(c, 'raw-ip', 4);
    },
  ],
  ['the packet service', [requestOf(wdsMessages.status)], (c) => getPacketServiceStatus(c)],
  [
    'a connection',
    [startNetworkRequest({ ...wish, password: 'x' }), currentSettingsRequest, stopNetworkRequest(0)],
    async (c) => {
      const handle = await startNetwork(c, wish);
      await getCurrentSettings(c);
      await stopNetwork(c, handle);
    },
  ],
];

describe('what is sent is what is shown', () => {
  it.each(uses)('%s', async (_name, plan, work) => {
    const names = [...new Set(plan.map(({ message }): ServiceName => message.service))];
    const lines = [...openingLines, ...names.flatMap(clientLines), ...plan.map(plannedQmi)];
    const seen = new Set<string>();
    for (const script of Object.values(modes)) {
      const channel = new ScriptedChannel();
      const sent: string[] = [];
      const send = channel.send.bind(channel);
      channel.send = (message) => {
        sent.push(decodeQmi(message).planned);
        return send(message);
      };
      channel.script = script;
      const client = await openQmi(channel, new ManualClock());
      await work(client).catch((error: unknown) => expect(error).toMatchObject({ code: 'QMI_ERROR' }));
      await client.close();
      expect(lines).toEqual(expect.arrayContaining(sent));
      // Sync and the services come first and once, a service's client id before its first request and back at the end.
      expect(sent.slice(0, 2)).toEqual(openingLines);
      for (const line of sent) if (openingLines.includes(line)) expect(sent.filter((l) => l === line)).toHaveLength(1);
      const requests = sent.filter((line) => !line.startsWith('QMI CTL '));
      expect(requests).toEqual(plan.map(plannedQmi).filter((line) => requests.includes(line)));
      for (const line of sent) seen.add(line);
    }
    // And nothing is shown that no modem would ever get.
    expect([...seen].sort()).toEqual([...lines].sort());
  });

  it('a deaf modem gets Sync again, and nothing else until it answered', async () => {
    const channel = new ScriptedChannel();
    const clock = new ManualClock();
    const sent: string[] = [];
    const send = channel.send.bind(channel);
    channel.send = async (message) => {
      sent.push(decodeQmi(message).planned);
      if (sent.length > 2) await send(message);
    };
    const opening = openQmi(channel, clock);
    await clock.advance(4000);
    await (await opening).close();
    const [sync, versions] = openingLines;
    expect(sent).toEqual([sync, sync, sync, versions]);
  });

  it('on a shared channel the services are asked for, until they are told', async () => {
    const channel = new ScriptedChannel();
    const sent: string[] = [];
    const send = channel.send.bind(channel);
    channel.send = (message) => {
      sent.push(decodeQmi(message).planned);
      return send(message);
    };
    await (await openQmi(channel, new ManualClock(), { shared: true })).close();
    expect(sent).toEqual(openingLines.slice(1));
    expect(sent).toEqual(['QMI CTL Get Version Info (transaction ?)']);
  });

  it('the lines of a conversation', () => {
    expect(openingLines).toEqual(['QMI CTL Sync (transaction ?)', 'QMI CTL Get Version Info (transaction ?)']);
    expect(clientLines('DMS')).toEqual([
      'QMI CTL Allocate CID: service DMS (transaction ?)',
      'QMI CTL Release CID: service DMS, client ? (transaction ?)',
    ]);
    expect(plannedQmi(allocateRequest('UIM'))).toBe('QMI CTL Allocate CID: service UIM (transaction ?)');
    expect(ctlMessages.sync.name).toBe('Sync');
  });
});
