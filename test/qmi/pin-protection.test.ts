import { describe, expect, it } from 'vitest';
import { readPinLock, setPinProtection } from '../../electron/qmi/pin-protection.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { hex, modem } from './answering.ts';
import { failure, SUCCESS } from './scripted-channel.ts';

describe('whether the PIN is asked for', () => {
  const card = (pin1: string, pin2 = '01') =>
    hex(`0000 ffff ffff ffff 01 01 00000000 01 02 07 02000000 02 a000 00 ${pin1} 03 0a ${pin2} 03 0a`);
  const uim = async (pin1: string, pin2?: string) => readPinLock((await modem({ '11/2f': [SUCCESS, [0x10, card(pin1, pin2)]] })).client);
  const dms = async (...tlvs: Tlv[]) => readPinLock((await modem({ '2/2b': [SUCCESS, ...tlvs] })).client);

  it.each([
    ['00', 'unknown'],
    ['01', 'on'],
    ['02', 'on'],
    ['03', 'off'],
    ['04', 'on'],
    ['05', 'on'],
    ['06', 'unknown'],
  ])('PIN1 in state %s: %s, by UIM and by DMS', async (state, lock) => {
    expect(await uim(state)).toBe(lock);
    expect(await dms([0x11, hex(`${state} 03 0a`)])).toBe(lock);
  });

  it('PIN2 does not come into it', async () => {
    for (const pin2 of ['01', '03', '04', '05']) expect(await uim('03', pin2)).toBe('off');
  });

  it('without a SIM it is unknown', async () => {
    const absent = hex('ffff ffff ffff ffff 01 00 00000003 00');
    expect(await readPinLock((await modem({ '11/2f': [SUCCESS, [0x10, absent]] })).client)).toBe('unknown');
    expect(await dms()).toBe('unknown');
    expect(await readPinLock((await modem({ '2/2b': [failure(37)] })).client)).toBe('unknown');
  });
});

describe('turning the request on and off', () => {
  it('by UIM, with the session and the PIN', async () => {
    const { client, channel } = await modem({ '11/25': [SUCCESS] });
    await setPinProtection(client, false, '1234');
    expect(Buffer.from(channel.sent.at(-1)?.body ?? []).toString('hex')).toBe('0102000000' + '020700' + '010004' + '31323334');
    await setPinProtection(client, true, '12345678');
    expect(Buffer.from(channel.sent.at(-1)?.body ?? []).toString('hex')).toBe('0102000000' + '020b00' + '010108' + '3132333435363738');
  });

  it('by DMS where UIM does not know it', async () => {
    const { client, channel } = await modem({ '2/27': [SUCCESS] });
    await setPinProtection(client, true, '1234');
    expect(Buffer.from(channel.sent.at(-1)?.body ?? []).toString('hex')).toBe('010700' + '010104' + '31323334');
    const neither = await modem({});
    await expect(setPinProtection(neither.client, true, '1234')).rejects.toMatchObject({ code: 'QMI_ERROR', detail: { number: 71 } });
  });

  it('as it was already is done; a wrong PIN is told with the tries left, and never tried twice', async () => {
    await setPinProtection((await modem({ '11/25': [failure(26), [0x10, hex('03 0a')]] })).client, true, '1234');
    const wrong = await modem({ '11/25': [failure(12), [0x10, hex('02 0a')]], '2/27': [SUCCESS] });
    await expect(setPinProtection(wrong.client, false, '1234')).rejects.toMatchObject({ code: 'PIN_WRONG', detail: { tries: 2 } });
    expect(wrong.channel.sent.filter((f) => f.service !== 0)).toHaveLength(1);
    const blocked = await modem({ '11/25': [failure(35), [0x10, hex('00 0a')]] });
    await expect(setPinProtection(blocked.client, false, '1234')).rejects.toMatchObject({ code: 'PUK_NEEDED' });
  });

  it('what is no PIN is not sent', async () => {
    const { client, channel } = await modem({ '11/25': [SUCCESS] });
    const sent = channel.sent.length;
    for (const pin of ['', '123', '123456789', '12a4'])
      await expect(setPinProtection(client, false, pin)).rejects.toMatchObject({ code: 'PIN_MALFORMED' });
    expect(channel.sent).toHaveLength(sent);
  });
});
