import { describe, expect, it } from 'vitest';
import { openQmi, type QmiClient } from '../../electron/qmi/client.ts';
import { getServingSystem, getSignalInfo, readSignal, signalOf } from '../../electron/qmi/nas.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { getSimStatus, iccidOf, imsiOf, readSimFile, simFiles, simStatusOf, verifyPin } from '../../electron/qmi/uim.ts';
import { getCurrentSettings, startNetwork } from '../../electron/qmi/wds.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { failure, ScriptedChannel, SUCCESS } from './scripted-channel.ts';

const hex = (digits: string) => Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));

/** A client on a modem that answers the listed messages (`service/message`) and refuses all others. */
async function modem(answers: Record<string, readonly Tlv[]>): Promise<{ client: QmiClient; channel: ScriptedChannel }> {
  const channel = new ScriptedChannel();
  channel.script = (f) => (f.service === 0 ? null : (answers[`${f.service}/${f.message.toString(16)}`] ?? [failure(71)]));
  return { client: await openQmi(channel, new ManualClock()), channel };
}

describe('NAS', () => {
  it('reads every technology that is there', async () => {
    const { client } = await modem({
      '3/4f': [
        SUCCESS,
        [0x12, hex('b5')],
        [0x13, hex('bf 0b00')],
        [0x14, hex('c1 f6 a4ff 7e00')],
        [0x17, hex('a0ff e600')],
        [0x18, hex('f5ff')],
      ],
    });
    const info = await getSignalInfo(client);
    expect(info).toEqual({
      gsm: { rssi: -75 },
      wcdma: { rssi: -65, ecio: -5.5 },
      lte: { rssi: -63, rsrq: -10, rsrp: -92, snr: 12.6 },
      nr5g: { rsrp: -96, snr: 23, rsrq: -11 },
    });
    expect(signalOf(info)).toEqual({ technology: '5G NR', dbm: -96, percent: 46 });
    expect(signalOf({ wcdma: { rssi: -113, ecio: -5 } })).toEqual({ technology: 'UMTS', dbm: -113, percent: 0 });
    expect(signalOf({ gsm: { rssi: -30 } })).toEqual({ technology: 'GSM', dbm: -30, percent: 100 });
    expect(signalOf({ gsm: { rssi: -128 } })).toBeNull();
    expect(signalOf({})).toBeNull();
  });

  it('a 5G measurement that is not there is left out', async () => {
    const { client } = await modem({ '3/4f': [SUCCESS, [0x17, hex('0080 0080')], [0x18, hex('0080')]] });
    expect(await getSignalInfo(client)).toEqual({});
  });

  it('falls back to the legacy signal', async () => {
    const { client } = await modem({ '3/20': [SUCCESS, [0x01, hex('b0 05')]] });
    expect(await readSignal(client)).toEqual({ technology: 'UMTS', dbm: -80, percent: 53 });
  });

  it('roaming, operator, and an operator code whose zeros count', async () => {
    const { client } = await modem({
      '3/24': [
        SUCCESS,
        [0x01, hex('01 01 01 02 02 00 05')],
        [0x10, hex('00')],
        [0x12, hex('3601 0400 04 54657374')],
        [0x27, hex('3601 0400 01')],
      ],
    });
    expect(await getServingSystem(client)).toEqual({
      registration: 'roaming',
      attached: true,
      technology: 'UMTS',
      operator: 'Test',
      plmn: { mcc: '310', mnc: '004' },
    });
  });

  it.each([
    ['00', 'none'],
    ['02', 'searching'],
    ['03', 'denied'],
    ['04', 'unknown'],
    ['77', 'unknown'],
  ])('registration state %s is %s', async (state, registration) => {
    const { client } = await modem({ '3/24': [SUCCESS, [0x01, hex(`${state} 02 02 00 00`)]] });
    expect(await getServingSystem(client)).toMatchObject({ registration, attached: false, technology: null, operator: null });
  });
});

describe('UIM', () => {
  /** One card with applications of any type and state; layout of libqmi's data/qmi-service-uim.json. */
  const application = (type: string, state: string, pin: string) => `${type} ${state} 02 00 00 00 02 a000 00 ${pin} 01 03 0a`;
  const card = (applications: string[]) => `0000 ffff ffff ffff 01 01 00 00 00 00 0${applications.length} ${applications.join('')}`;

  it.each([
    ['07', 'ready'],
    ['02', 'pin'],
    ['03', 'puk'],
    ['05', 'failed'],
    ['06', 'failed'],
    ['01', 'unknown'],
    ['63', 'unknown'],
  ])('application state %s is %s', async (state, expected) => {
    const { client } = await modem({
      '11/2f': [SUCCESS, [0x10, hex(card([application('02', state, '01 02 0a'), application('05', '07', '03 03 0a')]))]],
    });
    expect(await getSimStatus(client)).toEqual({ state: expected, pinTriesLeft: 2 });
  });

  it('before an application is chosen, the first USIM of the card that is there counts', () => {
    const ready = { type: 'usim', state: 'ready', pin1: 'disabled', pin1TriesLeft: 3, puk1TriesLeft: 10 } as const;
    const cards = [
      { state: 'absent', applications: [] } as const,
      { state: 'present', applications: [{ ...ready, type: 'isim' } as const, ready] } as const,
    ];
    expect(simStatusOf({ primary: null, cards })).toEqual({ state: 'ready', pinTriesLeft: 3 });
    expect(simStatusOf({ primary: null, cards: cards.slice(0, 1) })).toEqual({ state: 'missing', pinTriesLeft: null });
    expect(simStatusOf({ primary: { card: 9, application: 9 }, cards: [{ state: 'error', applications: [] }] }).state).toBe('failed');
    expect(simStatusOf({ primary: null, cards: [] })).toEqual({ state: 'missing', pinTriesLeft: null });
  });

  it('a card status cut anywhere is QMI_GARBLED', async () => {
    const whole = hex(card([application('02', '07', '03 03 0a')]));
    for (let length = 0; length < whole.length; length++) {
      const { client } = await modem({ '11/2f': [SUCCESS, [0x10, whole.subarray(0, length)]] });
      await expect(getSimStatus(client)).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get Card Status' } });
    }
  });

  it('without UIM the legacy way is taken, for state and PIN', async () => {
    const { client, channel } = await modem({ '2/2b': [SUCCESS, [0x11, hex('01 03 0a')]], '2/28': [SUCCESS] });
    expect(await getSimStatus(client)).toEqual({ state: 'pin', pinTriesLeft: 3 });
    await verifyPin(client, '1234');
    expect(Buffer.from(channel.sent.at(-1)?.body ?? []).toString('hex')).toBe('01060001' + '0431323334');
  });

  it('a wrong PIN is told with the tries left, and never tried twice', async () => {
    const { client, channel } = await modem({ '11/26': [failure(12), [0x10, hex('02 0a')]], '2/28': [SUCCESS] });
    await expect(verifyPin(client, '1234')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect(channel.sent.filter((f) => f.service !== 0)).toHaveLength(1);
    const blocked = await modem({ '11/26': [failure(35), [0x10, hex('00 0a')]] });
    await expect(verifyPin(blocked.client, '1234')).rejects.toMatchObject({ code: 'PUK_NEEDED' });
    const mute = await modem({ '11/26': [failure(12)] });
    await expect(verifyPin(mute.client, '1234')).rejects.toMatchObject({ code: 'QMI_ERROR', detail: { name: 'IncorrectPin' } });
  });

  it('reads files, and says what the card said where it cannot', async () => {
    const short = await modem({ '11/20': [SUCCESS, [0x10, hex('9000')], [0x11, hex('0a00 981010000000000020')]] });
    await expect(readSimFile(short.client, simFiles.iccid)).rejects.toMatchObject({ code: 'QMI_GARBLED' });
    const whole = await modem({ '11/20': [SUCCESS, [0x11, hex('0a00 981010000000000020f5')]] });
    expect(iccidOf(await readSimFile(whole.client, simFiles.iccid))).toBe('8901010000000000025');
    const bad = await modem({ '11/20': [failure(82), [0x10, hex('6982')]] });
    await expect(readSimFile(bad.client, simFiles.imsi)).rejects.toMatchObject({
      code: 'QMI_ERROR',
      detail: { name: 'AccessDenied', sw: '6982' },
    });
  });

  it('digits of the files; nonsense is QMI_GARBLED', () => {
    // TS 31.102, 4.2.2: odd number of digits has parity 1 in bit 4 of the first half.
    expect(imsiOf(hex('08 09 10 10 10 32 54 76 98'))).toBe('001010123456789');
    expect(() => imsiOf(hex('09 09 10 10 10 32 54 76 98'))).toThrow(/QMI_GARBLED/);
    expect(() => imsiOf(hex('08 09 10'))).toThrow(/QMI_GARBLED/);
    expect(() => imsiOf(new Uint8Array())).toThrow(/QMI_GARBLED/);
    expect(() => iccidOf(hex('98 1b 10'))).toThrow(/QMI_GARBLED/);
  });
});

describe('WDS', () => {
  it('sends what was wished, and nothing else', async () => {
    const { client, channel } = await modem({ '1/20': [SUCCESS, [0x01, hex('01000080')]] });
    expect(await startNetwork(client, { apn: 'a"b', username: 'u', password: 'p', auth: 'both', ipFamily: 4 })).toBe(0x8000_0001);
    expect(Buffer.from(channel.sent.at(-1)?.body ?? []).toString('hex')).toBe(
      '140300612262' + '16010003' + '17010075' + '18010070' + '19010004',
    );
    await startNetwork(client, { apn: '' });
    expect(channel.sent.at(-1)?.body).toHaveLength(0);
  });

  it('says why a connection failed', async () => {
    const { client } = await modem({ '1/20': [failure(14), [0x10, hex('0100')], [0x11, hex('0600 2100')]] });
    await expect(startNetwork(client, { apn: 'internet' })).rejects.toMatchObject({
      code: 'QMI_ERROR',
      detail: { name: 'CallFailed', callEndReason: 1, verboseType: 6, verboseReason: 33 },
    });
  });

  it('settings that the network did not give are null', async () => {
    const { client } = await modem({ '1/2d': [SUCCESS, [0x1e, hex('0102030a')], [0x15, hex('00000000')]] });
    expect(await getCurrentSettings(client)).toEqual({ address: '10.3.2.1', mask: null, gateway: null, dns: [], mtu: null, apn: null });
  });
});
