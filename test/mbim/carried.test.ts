import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAt } from '../../electron/at/decode.ts';
import { atRequest, openAtOverMbim } from '../../electron/mbim/at-stream.ts';
import { basicConnect, type CommandRequest, type MbimCommand } from '../../electron/mbim/commands.ts';
import { decodeMbim, mbimDecoder, plannedMbim } from '../../electron/mbim/decode.ts';
import { encodeRequest } from '../../electron/mbim/messages.ts';
import { carriesQmi, qmiChannelRequests, qmiOverMbim, qmiRequest } from '../../electron/mbim/qmi-channel.ts';
import { compal, deviceUpdate, fibocom, intelTunnel, qualcomm } from '../../electron/mbim/vendor-commands.ts';
import { decodeQmi } from '../../electron/qmi/decode.ts';
import { encodeFrame } from '../../electron/qmi/qmux.ts';
import { u32, writeReply } from '../../electron/virtual/mbim/wire.ts';
import { settle } from '../support/manual-clock.ts';
import { isOf, scriptedClient } from './scripted-client.ts';

const having = (...commands: MbimCommand[]) => new Map(commands.map((c) => [c.service, new Set([c.id])]));
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const ascii = (text: string) => Buffer.from(text, 'latin1');
const ec25 = { vid: '2c7c', pid: '0125' };

describe('AT', () => {
  it.each([
    ['Quectel', deviceUpdate.command, true, 4, ec25],
    ['Fibocom', fibocom.at, true, 0, undefined],
    ['Intel', intelTunnel.at, true, 0, undefined],
    ['Compal', compal.at, false, 0, undefined],
  ] as const)('goes out line by line and comes back as from a port: %s', async (_name, command, set, head, device) => {
    const { client, asked } = await scriptedClient(() => [0, new Uint8Array(head), ascii('+CGMR: 1\r\n\r\nOK')]);
    const stream = openAtOverMbim(client, having(command), device);
    let came = '';
    stream?.onData((data) => {
      came += latin(data);
    });
    await stream?.write(ascii('AT+C'));
    expect(asked).toEqual([]);
    await stream?.write(ascii('GMR\r'));
    expect(asked.map((a) => [isOf(a, command), a.set, latin(a.info)])).toEqual([[true, set, `${'\0'.repeat(head)}AT+CGMR\r\n`]]);
    expect(came).toBe('\r\n+CGMR: 1\r\n\r\nOK\r\n');
  });

  it('has no way where the function has none, or where it is known not to work', async () => {
    const { client } = await scriptedClient(() => [0]);
    expect(openAtOverMbim(client, having(basicConnect.pin))).toBeNull();
    // The update service is Qualcomm's; its command for AT is Quectel's.
    expect(openAtOverMbim(client, having(deviceUpdate.command))).toBeNull();
    expect(openAtOverMbim(client, having(deviceUpdate.command), { vid: '05c6', pid: '90d5' })).toBeNull();
    expect(openAtOverMbim(client, having(fibocom.at), { vid: '2cb7', pid: '01a0' })).toBeNull();
    expect(openAtOverMbim(client, having(fibocom.at), { vid: '2cb7', pid: '0007' })).not.toBeNull();
    expect(atRequest(having(basicConnect.pin), 'AT')).toBeNull();
  });

  it('a refusal fails the write, and so does a channel that goes', async () => {
    const { client } = await scriptedClient(() => [9]);
    await expect(openAtOverMbim(client, having(fibocom.at))?.write(ascii('AT\r'))).rejects.toMatchObject({
      code: 'MBIM_ERROR',
      detail: { message: 'FIBOCOM_AT_COMMAND', name: 'NoDeviceSupport' },
    });
    const silent = await scriptedClient(() => null);
    const stream = openAtOverMbim(silent.client, having(fibocom.at));
    const ends: (Error | null)[] = [];
    stream?.onClose((error) => ends.push(error));
    const failed = expect(stream?.write(ascii('AT\r'))).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL' });
    await settle();
    const gone = new Error('unplugged');
    silent.channel.closing.close(gone);
    await failed;
    expect(ends).toEqual([gone]);
    await expect(stream?.write(ascii('AT\r'))).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL' });
  });

  it('closing it ends what waits and leaves the client open', async () => {
    const { client, clock } = await scriptedClient(({ id }) => (id === fibocom.at.id ? null : [0, u32(1, 1)]));
    const stream = openAtOverMbim(client, having(fibocom.at));
    const failed = expect(stream?.write(ascii('AT\r'))).rejects.toMatchObject({ code: 'CANCELLED' });
    await settle();
    await stream?.close();
    await failed;
    expect(clock.pending).toBe(0);
    await expect(client.request(basicConnect.radioState, 'query')).resolves.toHaveLength(8);
  });
});

describe('QMI', () => {
  const frame = (transaction: number) =>
    encodeFrame({ from: 'host', service: 3, client: 1, kind: 'request', transaction, message: 0x4f, tlvs: [] });

  it('goes out as it is, comes back as the answer and as indications, once those are asked for', async () => {
    const answer = Uint8Array.of(1, 2, 3, 4, 5);
    const { client, asked, channel } = await scriptedClient((a) => [0, ...(isOf(a, qualcomm.qmi) ? [answer] : [])]);
    expect([carriesQmi(having(qualcomm.qmi)), carriesQmi(having(basicConnect.pin))]).toEqual([true, false]);
    const qmi = await qmiOverMbim(client);
    const came: Uint8Array[] = [];
    qmi.onMessage((message) => came.push(Uint8Array.from(message)));
    expect(asked.map((a) => [isOf(a, basicConnect.subscribeList), a.set, Buffer.from(a.info).toString('hex')])).toEqual([
      [true, true, `01000000${'0c000000'}${'18000000'}${qualcomm.qmi.service}0100000001000000`],
    ]);
    await qmi.send(frame(1));
    expect(asked[1]?.info).toEqual(Uint8Array.from(frame(1)));
    const told = (command: MbimCommand, info: Uint8Array) => {
      for (const message of writeReply(command, 0, null, info, 4096)) channel.receive(message);
    };
    told(qualcomm.qmi, Uint8Array.of(9, 9));
    told(basicConnect.signalState, Uint8Array.of(7, 7));
    expect(came).toEqual([answer, Uint8Array.of(9, 9)]);
    await qmi.close();
    told(qualcomm.qmi, Uint8Array.of(8, 8));
    expect(came).toHaveLength(2);
  });

  it('does without indications where the function refuses them', async () => {
    const { client } = await scriptedClient((a) => (isOf(a, qualcomm.qmi) ? [0, Uint8Array.of(1)] : [9]));
    await expect((await qmiOverMbim(client)).send(frame(1))).resolves.toBeUndefined();
  });

  it('a refusal fails the send; closing ends what waits and leaves the client open', async () => {
    const refusing = await scriptedClient((a) => (isOf(a, qualcomm.qmi) ? [9] : [0]));
    await expect((await qmiOverMbim(refusing.client)).send(frame(1))).rejects.toMatchObject({ code: 'MBIM_ERROR' });
    const { client, clock } = await scriptedClient((a) => (isOf(a, qualcomm.qmi) ? null : [0, u32(1, 1)]));
    const qmi = await qmiOverMbim(client);
    const failed = expect(qmi.send(frame(1))).rejects.toMatchObject({ code: 'CANCELLED' });
    await settle();
    await qmi.close();
    await failed;
    expect(clock.pending).toBe(0);
    await expect(qmi.send(frame(2))).rejects.toMatchObject({ code: 'MBIM_NO_CHANNEL' });
    await expect(client.request(basicConnect.radioState, 'query')).resolves.toHaveLength(8);
  });
});

describe('what is shown of it', () => {
  const carried = { at: decodeAt, qmi: decodeQmi };
  const messagesOf = ({ command, kind, info }: CommandRequest, most = 4096) =>
    encodeRequest({ type: 'command', transaction: 7, service: command.service, command: command.id, kind, info }, most);
  const shown = (request: CommandRequest, decoder = mbimDecoder(carried)) => decoder(messagesOf(request)[0] ?? new Uint8Array());
  const at = (line: string, command: MbimCommand = fibocom.at): CommandRequest => {
    const request = atRequest(having(command), line, ec25);
    if (!request) throw new Error('no tunnel');
    return request;
  };
  const nas = qmiRequest(encodeFrame({ from: 'host', service: 3, client: 5, kind: 'request', transaction: 9, message: 0x4f, tlvs: [] }));

  it('is said in its own language, and so it is in a plan', () => {
    expect(shown(at('AT+CGMR')).text).toBe('MBIM FIBOCOM_AT_COMMAND set: AT+CGMR (transaction 7)');
    expect(shown(at('AT+CGMR', deviceUpdate.command)).text).toBe('MBIM QDU_COMMAND set: AT+CGMR (transaction 7)');
    expect(shown(at('AT+CGMR', compal.at)).text).toBe('MBIM COMPAL_AT_COMMAND query: AT+CGMR (transaction 7)');
    expect(shown(nas).text).toBe('MBIM QMI_MSG set: QMI NAS Get Signal Info (client 5, transaction 9) (transaction 7)');
    expect(plannedMbim(nas, 4096, carried)).toEqual([
      'MBIM QMI_MSG set: QMI NAS Get Signal Info (client ?, transaction ?) (transaction ?)',
    ]);
    expect(plannedMbim(at('AT+CGMR'), 4096, carried)).toEqual(['MBIM FIBOCOM_AT_COMMAND set: AT+CGMR (transaction ?)']);
  });

  it('its secrets are overwritten, and nothing else is; whoever does not know the language sees nothing', () => {
    const { text, data } = shown(at('AT+CPIN="4711"'));
    expect(text).toMatch(/^MBIM FIBOCOM_AT_COMMAND set: AT\+CPIN="\**" \(transaction 7\)$/);
    expect(latin(data.subarray(-16))).toBe('AT+CPIN="****"\r\n');
    const blind = shown(at('AT+CGMR'), decodeMbim);
    expect(blind.text).toBe('MBIM FIBOCOM_AT_COMMAND set: **** (transaction 7)');
    expect(latin(blind.data.subarray(-9))).toBe('*********');
  });

  it('a piece of it is shown by none of it', () => {
    const long = at(`AT+CGDCONT=1,"IP","${'x'.repeat(60)}"`);
    expect(mbimDecoder(carried)(messagesOf(long, 64)[0] ?? new Uint8Array()).text).toBe(
      'MBIM FIBOCOM_AT_COMMAND set: … (fragment 1 of 3, transaction 7)',
    );
  });

  it('no secret survives, in fragments or cut off', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[5-9]{4,8}$/), fc.integer({ min: 64, max: 200 }), fc.nat(), (pin, most, cut) => {
        for (const command of [fibocom.at, deviceUpdate.command, intelTunnel.at, compal.at]) {
          for (const message of messagesOf(at(`AT+CPIN="${pin}"`, command), most)) {
            for (const bytes of [message, message.subarray(0, cut % message.length)]) {
              const { text, planned, data } = mbimDecoder(carried)(bytes);
              expect(`${text}${planned}${latin(data)}`).not.toContain(pin);
              expect(data).toHaveLength(bytes.length);
            }
          }
        }
      }),
    );
  });

  it('the list of indications is shown by the names of what is in it', () => {
    expect(qmiChannelRequests.map((request) => shown(request).text)).toEqual([
      'MBIM BASIC_CONNECT DEVICE_SERVICE_SUBSCRIBE_LIST set: QMI_MSG (transaction 7)',
    ]);
  });
});
