import { describe, expect, it } from 'vitest';
import { iccidOf, imsiOf, readSimFile, simFiles } from '../../electron/qmi/sim-files.ts';
import { getSimStatus, simStatusOf, verifyPin } from '../../electron/qmi/uim.ts';
import { getCurrentSettings, startNetwork } from '../../electron/qmi/wds.ts';
import { hex, modem } from './answering.ts';
import { failure, SUCCESS } from './scripted-channel.ts';

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

  it('PIN2 that is asked for, and PUK2, are no failure', async () => {
    for (const pin2 of ['01 03 0a', '04 00 0a', '05 00 00']) {
      const usim = `02 07 02 00 00 00 02 a000 00 02 03 0a ${pin2}`;
      const { client } = await modem({ '11/2f': [SUCCESS, [0x10, hex(card([usim]))]] });
      expect(await getSimStatus(client)).toEqual({ state: 'ready', pinTriesLeft: 3 });
    }
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
