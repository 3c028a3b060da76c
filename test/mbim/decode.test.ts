import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MbimClient, openMbim } from '../../electron/mbim/client.ts';
import { BASIC_CONNECT, basicConnect, type CommandRequest, queryOf, setOf } from '../../electron/mbim/commands.ts';
import {
  connect,
  connectionRequest,
  connectRequest,
  disconnect,
  disconnectRequest,
  getConnection,
  getIpConfiguration,
  ipConfigurationRequest,
} from '../../electron/mbim/connection.ts';
import { closingLines, decodeMbim, openingLines, plannedMbim } from '../../electron/mbim/decode.ts';
import { getDeviceCaps } from '../../electron/mbim/device.ts';
import { capabilityRequests, readCapabilities, versionRequest } from '../../electron/mbim/extensions.ts';
import { identityRequests, readIdentity } from '../../electron/mbim/identity.ts';
import { encodeRequest } from '../../electron/mbim/messages.ts';
import {
  attachPacketService,
  attachRequest,
  getPacketService,
  getRegistration,
  getSignal,
  networkRequests,
  readNetwork,
} from '../../electron/mbim/network.ts';
import {
  enterPin,
  enterPinRequest,
  enterPinRequests,
  getPinStatus,
  pinListRequests,
  pinLockRequests,
  readPinEnabled,
  setPinRequest,
} from '../../electron/mbim/pin.ts';
import { qmiChannelRequests, qmiOverMbim } from '../../electron/mbim/qmi-channel.ts';
import { fccLockRequests, radioRequests, readFccLock, readRadio } from '../../electron/mbim/radio.ts';
import { readServices, servicesRequests } from '../../electron/mbim/services.ts';
import { readSignals, signalRequests } from '../../electron/mbim/signal.ts';
import { readSim, simRequests } from '../../electron/mbim/sim.ts';
import { getHomeProvider } from '../../electron/mbim/subscriber.ts';
import { quectel } from '../../electron/mbim/vendor-commands.ts';
import { structure, text, u32, uuid } from '../../electron/virtual/mbim/wire.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedChannel } from './scripted-channel.ts';

const hex = (digits: string) => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
const INTERNET = '7e5e2a7e4e6f7272736b656e7e5e2a7e';
const messagesOf = ({ command, kind, info }: CommandRequest, most = 4096, transaction = 7) =>
  encodeRequest({ type: 'command', transaction, service: command.service, command: command.id, kind, info }, most);
const [first, only] = [
  (request: CommandRequest, most?: number) => messagesOf(request, most)[0] ?? new Uint8Array(),
  (request: CommandRequest) => decodeMbim(messagesOf(request)[0] ?? new Uint8Array()),
];

describe('what the messages of the wire say', () => {
  it('MBIM 1.0, chapter 9', () => {
    expect(decodeMbim(hex('01000000100000000100000000100000'))).toMatchObject({
      text: 'MBIM OPEN: at most 4096 bytes (transaction 1)',
      planned: 'MBIM OPEN: at most ? bytes (transaction ?)',
    });
    expect(decodeMbim(hex('020000000c00000004030201')).text).toBe('MBIM CLOSE (transaction 16909060)');
    const query = hex(`030000003000000002000000 0100000000000000 ${BASIC_CONNECT} 020000000000000000000000`);
    expect(decodeMbim(query)).toEqual({
      text: 'MBIM BASIC_CONNECT SUBSCRIBER_READY_STATUS query (transaction 2)',
      planned: 'MBIM BASIC_CONNECT SUBSCRIBER_READY_STATUS query (transaction ?)',
      data: query,
    });
  });

  it('fields by name and value', () => {
    const wish = { apn: 'internet', username: 'me', password: 'geheim' };
    expect(only(connectRequest(wish)).text).toBe(
      'MBIM BASIC_CONNECT CONNECT set: activate, apn internet, user me, password ****, IPv4 (transaction 7)',
    );
    expect(only(connectRequest({ apn: 'a, b', auth: 'both', ipType: 'ipv4v6', session: 3 })).text).toBe(
      'MBIM BASIC_CONNECT CONNECT set: activate, session 3, apn "a, b", authentication CHAP, IPv4v6 (transaction 7)',
    );
    expect(only(disconnectRequest()).text).toBe('MBIM BASIC_CONNECT CONNECT set: deactivate (transaction 7)');
    expect(only(connectionRequest(2)).text).toBe('MBIM BASIC_CONNECT CONNECT query: session 2 (transaction 7)');
    expect(only(ipConfigurationRequest()).text).toBe('MBIM BASIC_CONNECT IP_CONFIGURATION query (transaction 7)');
    expect(only(attachRequest).text).toBe('MBIM BASIC_CONNECT PACKET_SERVICE set: attach (transaction 7)');
    expect(only(enterPinRequest('4711')).text).toBe('MBIM BASIC_CONNECT PIN set: enter PIN1 **** (transaction 7)');
    expect(only(queryOf(basicConnect.pin)).text).toBe('MBIM BASIC_CONNECT PIN query (transaction 7)');
    expect(pinLockRequests(false, '4711').map((request) => only(request).text)).toEqual([
      'MBIM BASIC_CONNECT PIN_LIST query (transaction 7)',
      'MBIM BASIC_CONNECT PIN query (transaction 7)',
      'MBIM BASIC_CONNECT PIN set: disable PIN1 **** (transaction 7)',
    ]);
    expect(only(versionRequest).text).toBe('MBIM BASIC_CONNECT_EXTENSIONS VERSION query: MBIM 1.0, extensions 2.0 (transaction 7)');
    expect(fccLockRequests.map((request) => only(request).text)).toEqual([
      'MBIM QUECTEL_RADIO_STATE query (transaction 7)',
      'MBIM INTEL_FCC_LOCK query (transaction 7)',
    ]);
  });

  it('what is not as the house sends it is shown too', () => {
    const info = structure(u32(0, 1), text(''), text(''), text(''), u32(1, 9, 0), uuid(BASIC_CONNECT));
    expect(only(setOf(basicConnect.connect, info)).text).toBe(
      `MBIM BASIC_CONNECT CONNECT set: activate, compression 1, authentication 9, context ${BASIC_CONNECT} (transaction 7)`,
    );
    const change = structure(u32(3, 3), text('1111'), text('2222'));
    expect(only(setOf(basicConnect.pin, change)).text).toBe('MBIM BASIC_CONNECT PIN set: change PIN2 ****, new PIN **** (transaction 7)');
    const query = structure(u32(0, 0, 5, 0), uuid(INTERNET), u32(0));
    expect(only(queryOf(basicConnect.connect, query)).text).toBe('MBIM BASIC_CONNECT CONNECT query: word 0x08 5 (transaction 7)');
  });

  it('what nobody here knows is shown by its numbers', () => {
    const bogus = { service: '00112233445566778899aabbccddeeff', id: 7, name: 'BOGUS' };
    expect(only(setOf(bogus, hex('0102'))).text).toBe(`MBIM service ${bogus.service} command 7 set: 0102 (transaction 7)`);
    expect(only(queryOf({ ...bogus, service: BASIC_CONNECT, id: 99 })).text).toBe('MBIM BASIC_CONNECT command 99 query (transaction 7)');
    expect(only(setOf(basicConnect.deviceCaps, hex('0102'))).text).toBe('MBIM BASIC_CONNECT DEVICE_CAPS set: 0102 (transaction 7)');
    expect(only(setOf(basicConnect.packetService, hex('0102'))).text).toBe('MBIM BASIC_CONNECT PACKET_SERVICE set: 0102 (transaction 7)');
    // A length that is not that of the message: what else is in the transfer, nobody can say.
    expect(decodeMbim(hex('020000000d00000004030201')).text).toBe('MBIM unreadable message of 12 bytes: 020000000d00000004030201');
    expect(decodeMbim(hex('0203')).text).toBe('MBIM unreadable message of 2 bytes: 0203');
    expect(decodeMbim(hex('040000001000000001000000 05000000')).text).toBe(
      'MBIM unreadable message of 16 bytes: 04000000100000000100000005000000',
    );
  });
});

describe('fragments', () => {
  const request = connectRequest({ apn: 'internet', username: 'me', password: 'geheim', auth: 'pap' });

  it('the first shows what is in it, those behind it their numbers', () => {
    const parts = messagesOf(request, 64);
    const texts = parts.map((part) => decodeMbim(part).text);
    expect(texts[0]).toBe('MBIM BASIC_CONNECT CONNECT set: activate, … (fragment 1 of 3, transaction 7)');
    expect(texts.slice(1)).toEqual([
      'MBIM further fragment (fragment 2 of 3, transaction 7)',
      'MBIM further fragment (fragment 3 of 3, transaction 7)',
    ]);
    expect(plannedMbim(request, 64)).toEqual([
      'MBIM BASIC_CONNECT CONNECT set: activate, … (transaction ?)',
      'MBIM further fragment (transaction ?)',
    ]);
    expect(plannedMbim(ipConfigurationRequest(), 64)).toEqual([
      'MBIM BASIC_CONNECT IP_CONFIGURATION query: … (transaction ?)',
      'MBIM further fragment (transaction ?)',
    ]);
  });

  it('a long password makes fragments of a message, of which the first is what the plan showed', () => {
    const long = connectRequest({ apn: 'internet', username: 'me', password: 'x'.repeat(200), auth: 'pap' });
    const sent = messagesOf(long, 256).map((part) => decodeMbim(part).planned);
    expect(sent.length).toBeGreaterThan(1);
    expect(sent[0]).toBe(plannedMbim(request, 256)[0]);
    expect([...new Set(sent)]).toEqual(plannedMbim(long, 256));
  });
});

describe('secrets', () => {
  it('are overwritten in the data, byte for byte, and nothing else is', () => {
    const wish = { apn: 'internet', username: 'me', auth: 'pap' } as const;
    const stars = '\u2a2a'.repeat(6);
    expect(only(connectRequest({ ...wish, password: 'geheim' })).data).toEqual(first(connectRequest({ ...wish, password: stars })));
    expect(only(enterPinRequest('4711')).data).toEqual(first(enterPinRequest('\u2a2a'.repeat(4))));
    expect(only(ipConfigurationRequest()).data).toEqual(first(ipConfigurationRequest()));
  });

  it('the bytes that are sent stay as they are', () => {
    const message = first(enterPinRequest('4711'));
    decodeMbim(message);
    expect(message).toEqual(first(enterPinRequest('4711')));
  });

  it('a plan needs to know only that there is one', () => {
    const wish = { apn: 'internet', username: 'me', auth: 'pap' } as const;
    expect(plannedMbim(connectRequest({ ...wish, password: 'x' }))).toEqual([
      only(connectRequest({ ...wish, password: 'geheim' })).planned,
    ]);
    expect(plannedMbim(connectRequest(wish))[0]).not.toContain('****');
    expect(plannedMbim(enterPinRequest('0000'))).toEqual([only(enterPinRequest('12345678')).planned]);
  });

  it('whose offset leads nowhere, or to a name beside them, are not shown either', () => {
    const secret = Buffer.from('6789', 'utf16le');
    const info = (offset: number, size: number, apn: number) =>
      Buffer.concat([u32(0, 1, apn, 8, 0, 0, offset, size, 0, 0, 1), uuid(INTERNET), secret]);
    for (const [offset, size, apn] of [
      [60, 8, 60],
      [60, 800, 60],
      [0xffff_fff0, 0xffff_ffff, 60],
      [59, 9, 60],
      [0, 68, 60],
    ] as const) {
      const { text: line, planned, data } = only(setOf(basicConnect.connect, info(offset, size, apn)));
      expect(`${line}${planned}`).not.toContain('6789');
      expect(`${line}${planned}`).not.toContain(secret.toString('hex'));
      expect(Buffer.from(data).includes(secret)).toBe(false);
    }
  });

  it('survive in none of them, whatever stands beside them, in fragments or cut off', () => {
    const provisioned = (password: string): CommandRequest =>
      setOf(
        { ...basicConnect.connect, id: 13 },
        structure(u32(1), uuid(INTERNET), text('internet'), text('me'), text(password), u32(0, 1), text('')),
      );
    const holders: ((secret: string) => CommandRequest)[] = [
      enterPinRequest,
      (pin) => pinLockRequests(true, pin).at(-1) ?? enterPinRequest(pin),
      (pin) => setOf(basicConnect.pin, structure(u32(11, 0), text('88888888'), text(pin))),
      (password) => connectRequest({ apn: 'internet', username: 'me', password, auth: 'pap' }),
      provisioned,
    ];
    const digits = fc.stringMatching(/^[5-9]{4,200}$/);
    fc.assert(
      fc.property(fc.constantFrom(...holders), digits, fc.integer({ min: 64, max: 600 }), fc.nat(), (of, secret, most, cut) => {
        const messages = messagesOf(of(secret), most);
        const seen = messages.map(decodeMbim);
        const [whole] = messagesOf(of(secret), 4096).map(decodeMbim);
        expect(whole?.text).toContain('****');
        // Two digits in a row: a fragment may hold no more of it.
        const pieces = Array.from({ length: secret.length - 1 }, (_, i) => Buffer.from(secret.slice(i, i + 2), 'utf16le'));
        const cutOff = messages.map((message) => decodeMbim(message.subarray(0, cut % message.length)));
        const twice = messages.map((message) => decodeMbim(Uint8Array.from([...message, ...message])));
        for (const { text: line, planned, data } of [...seen, ...cutOff, ...twice, ...(whole ? [whole] : [])]) {
          for (const piece of pieces) {
            expect(Buffer.from(data).includes(piece)).toBe(false);
            expect(`${line}\n${planned}`).not.toContain(piece.toString('hex'));
          }
          expect(`${line}\n${planned}`).not.toContain(secret);
        }
        // What a journal kept says the same again.
        expect(seen.map(({ data }) => decodeMbim(data))).toEqual(seen);
        expect(seen.map(({ data }) => data.length)).toEqual(messages.map((message) => message.length));
      }),
      { numRuns: 300 },
    );
  });
});

it('never throws, keeps the length and stays short, whatever the bytes', () => {
  const word = fc.oneof(fc.nat(80), fc.nat(0xffff_ffff));
  const info = fc.oneof(
    fc.uint8Array({ maxLength: 800 }),
    fc.array(word, { maxLength: 30 }).map((words) => Uint8Array.from(u32(...words))),
  );
  const message = fc
    .tuple(fc.constantFrom(...Object.values(basicConnect), { service: 'ff'.repeat(16), id: 4, name: '' }), fc.boolean(), info, fc.nat(300))
    .chain(([command, set, bytes, more]) =>
      fc.constantFrom(...messagesOf({ command, kind: set ? 'set' : 'query', info: bytes }, 64 + more)),
    );
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), message), (bytes) => {
      const before = Uint8Array.from(bytes);
      const decoded = decodeMbim(bytes);
      expect(bytes).toEqual(before);
      expect(decoded.data).toHaveLength(bytes.length);
      for (const line of [decoded.text, decoded.planned]) {
        expect(line.length).toBeLessThanOrEqual(1000);
        expect(line).toMatch(/^MBIM [^\p{Cc}\p{Cf}]*$/u);
      }
    }),
    { numRuns: 1000 },
  );
});

const LOCKED = u32(2, 1, 3);
const OPEN = u32(2, 0, 3);
const VERSION_LISTED = structure(u32(1, 0), { ref: structure(uuid(versionRequest.command.service), u32(0, 0, 1, 15)) });
/** What is read of an answer is there, and 0 where it does not matter. */
function answer(id: number, set: boolean, info: Uint8Array, pin: Uint8Array): readonly [status: number, info: Uint8Array] {
  if (id === basicConnect.pin.id) return set ? [2, new Uint8Array()] : [0, pin];
  if (id === basicConnect.pinList.id) return [0, u32(1)];
  if (id === basicConnect.subscriberReady.id && pin === LOCKED) return [0, u32(6, 0, 0, 0, 0)];
  if (id === basicConnect.deviceServices.id) return [0, VERSION_LISTED];
  if (id === basicConnect.connect.id) return [0, Buffer.concat([u32(0, info[4] === 1 ? 1 : 3, 0, 1), uuid(INTERNET), u32(0)])];
  return [0, new Uint8Array(64)];
}

const wish = { apn: 'internet', username: 'me', password: 'geheim', auth: 'pap' } as const;
/** Each use of the house, with what a plan says of it; the password and the PIN are none of the plan's business. */
const uses: readonly (readonly [name: string, plan: readonly CommandRequest[], work: (client: MbimClient) => Promise<unknown>])[] = [
  ['the identity', identityRequests, (c) => readIdentity(c)],
  ['the device', [queryOf(basicConnect.deviceCaps)], (c) => getDeviceCaps(c)],
  ['the PIN', enterPinRequests('0000'), (c) => enterPin(c, '4711')],
  ['the PIN request', pinLockRequests(false, '0000'), (c) => setPinRequest(c, false, '4711')],
  ['the list of PINs', pinListRequests, (c) => readPinEnabled(c)],
  ['the services', servicesRequests, (c) => readServices(c)],
  ['the capabilities', capabilityRequests, (c) => readCapabilities(c)],
  ['the SIM', simRequests, (c) => readSim(c)],
  ['the radio', radioRequests, (c) => readRadio(c)],
  ['the FCC lock', fccLockRequests.slice(0, 1), (c) => readFccLock(c, new Map([[quectel.radioState.service, new Set([1])]]))],
  ['the signals', signalRequests, (c) => readSignals(c)],
  ['all of the network', networkRequests, (c) => readNetwork(c)],
  ['a channel for QMI', qmiChannelRequests, (c) => qmiOverMbim(c)],
  ['the PIN status', [queryOf(basicConnect.pin)], (c) => getPinStatus(c)],
  ['the network', [queryOf(basicConnect.registerState)], (c) => getRegistration(c)],
  ['the packet service', [queryOf(basicConnect.packetService)], (c) => getPacketService(c)],
  ['the signal', [queryOf(basicConnect.signalState)], (c) => getSignal(c)],
  ['the home network', [queryOf(basicConnect.homeProvider)], (c) => getHomeProvider(c)],
  [
    'a connection',
    [attachRequest, connectRequest({ ...wish, password: 'xxxxxx' }), connectionRequest(), ipConfigurationRequest(), disconnectRequest()],
    async (c) => {
      await attachPacketService(c);
      await connect(c, wish);
      await getConnection(c);
      await getIpConfiguration(c);
      await disconnect(c);
    },
  ],
];

describe.each([4096, 96])('what is sent is what is shown, in messages of at most %i bytes', (most) => {
  it.each(uses)('%s', async (name, plan, work) => {
    const pin = name === 'the PIN request' ? OPEN : LOCKED;
    const channel = new ScriptedChannel();
    const sent: string[] = [];
    let begun = { at: 0, service: '', id: 0, set: false, info: new Uint8Array() };
    const send = channel.send.bind(channel);
    channel.send = (message) => {
      sent.push(decodeMbim(message).planned);
      return send(message);
    };
    channel.script = (message) => {
      if (message.type !== 'command') return undefined;
      if (message.current === 0) {
        const view = Buffer.from(message.payload);
        begun = {
          at: 0,
          service: view.toString('hex', 0, 16),
          id: view.readUInt32LE(16),
          set: view.readUInt32LE(20) === 1,
          info: Uint8Array.from(view.subarray(28)),
        };
      }
      if (message.current + 1 < message.total) return null;
      const [status, info] = answer(begun.id, begun.set, begun.info, pin);
      return channel.reply({ ...message, command: begun }, status, info);
    };
    const client = await openMbim(channel, new ManualClock(), { maxMessage: most });
    await work(client).catch((error: unknown) => expect(error).toMatchObject({ code: 'MBIM_ERROR' }));
    await client.close();
    const lines = [...openingLines, ...plan.flatMap((request) => plannedMbim(request, most)), ...closingLines];
    // All fragments behind the first are one line; the PIN's status is asked again where the answer was empty.
    const once = sent.filter((line, i) => !(line.startsWith('MBIM further') && line === sent[i - 1]));
    const again = plan.some(({ command, kind }) => command === basicConnect.pin && kind === 'set')
      ? plannedMbim(queryOf(basicConnect.pin), most)
      : [];
    expect(once).toEqual([...lines.slice(0, -1), ...again, ...closingLines]);
  });
});

it('the lines of a conversation; a deaf function gets OPEN again', async () => {
  expect(openingLines).toEqual(['MBIM OPEN: at most ? bytes (transaction ?)']);
  expect(closingLines).toEqual(['MBIM CLOSE (transaction ?)']);
  const channel = new ScriptedChannel();
  const clock = new ManualClock();
  channel.script = () => (channel.sent.length < 3 ? null : undefined);
  const opening = openMbim(channel, clock);
  await clock.advance(6000);
  await (await opening).close();
  const sent = channel.bytes.map((bytes) => decodeMbim(bytes).planned);
  expect(sent).toEqual([...openingLines, ...openingLines, ...openingLines, ...closingLines]);
});
