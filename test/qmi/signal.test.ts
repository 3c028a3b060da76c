import { describe, expect, it } from 'vitest';
import { readSignals } from '../../electron/qmi/signal.ts';
import { hex, modem } from './answering.ts';
import { SUCCESS } from './scripted-channel.ts';

const none = { rssi: null, rsrp: null, rsrq: null, sinr: null };

describe('Get Signal Info', () => {
  it('reads every technology that is there, the newest first', async () => {
    const { client } = await modem({
      '3/4f': [
        SUCCESS,
        [0x12, hex('b5')],
        [0x13, hex('bf 0b00')],
        [0x14, hex('c1 f6 a4ff 7e00')],
        [0x17, hex('a0ff e600')],
        [0x18, hex('f5ff')],
        [0x19, hex('4600')],
      ],
    });
    expect(await readSignals(client)).toEqual([
      { technology: '5G', rssi: null, rsrp: -96, rsrq: -11, sinr: 23 },
      { technology: 'LTE', rssi: -63, rsrp: -92, rsrq: -10, sinr: 12.6 },
      { technology: 'UMTS', rssi: -65, rsrp: -70, rsrq: -5.5, sinr: null },
      { technology: 'GSM', ...none, rssi: -75 },
    ]);
  });

  it('a value that is a sentinel or off the scale is null, and a technology without a value is left out', async () => {
    const { client } = await modem({
      '3/4f': [
        SUCCESS,
        [0x12, hex('80')],
        // RSSI -125, Ec/Io -31.5.
        [0x13, hex('83 3f00')],
        // RSSI 0, RSRQ -10, RSRP 32767, SNR -32768.
        [0x14, hex('00 f6 ff7f 0080')],
        [0x17, hex('0080 0080')],
        [0x18, hex('0080')],
      ],
    });
    expect(await readSignals(client)).toEqual([{ technology: 'LTE', ...none, rsrq: -10 }]);
  });

  it('the ends of the scales are measurements', async () => {
    const { client } = await modem({ '3/4f': [SUCCESS, [0x14, hex('e7 d5 64ff 1aff')], [0x17, hex('e1ff 9001')], [0x18, hex('1400')]] });
    expect(await readSignals(client)).toEqual([
      { technology: '5G', rssi: null, rsrp: -31, rsrq: 20, sinr: 40 },
      { technology: 'LTE', rssi: -25, rsrp: -156, rsrq: -43, sinr: -23 },
    ]);
    const beyond = await modem({ '3/4f': [SUCCESS, [0x14, hex('e8 d4 63ff 19ff')], [0x17, hex('e2ff 9101')], [0x18, hex('1500')]] });
    expect(await readSignals(beyond.client)).toEqual([]);
  });

  it('nothing measured is an empty list; a cut value is QMI_GARBLED', async () => {
    expect(await readSignals((await modem({ '3/4f': [SUCCESS] })).client)).toEqual([]);
    const cut = await modem({ '3/4f': [SUCCESS, [0x14, hex('c1 f6 a4')]] });
    await expect(readSignals(cut.client)).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get Signal Info' } });
  });
});

describe('Get Signal Strength, where the other is unknown', () => {
  it('asks with the mask of qmicli and reads LTE whole', async () => {
    const { client, channel } = await modem({
      '3/20': [SUCCESS, [0x01, hex('c1 08')], [0x11, hex('0100 3f 08')], [0x16, hex('f6 08')], [0x17, hex('7e00')], [0x18, hex('a4ff')]],
    });
    expect(await readSignals(client)).toEqual([{ technology: 'LTE', rssi: -63, rsrp: -92, rsrq: -10, sinr: 12.6 }]);
    expect(Buffer.from(channel.sent.at(-1)?.body ?? []).toString('hex')).toBe('100200ef00');
  });

  it('takes the one strength where no list came, and Ec/Io of UMTS', async () => {
    const { client } = await modem({ '3/20': [SUCCESS, [0x01, hex('b0 05')], [0x12, hex('0100 0b 05')], [0x18, hex('a4ff')]] });
    expect(await readSignals(client)).toEqual([{ technology: 'UMTS', ...none, rssi: -80, rsrq: -5.5 }]);
    const cdma = await modem({ '3/20': [SUCCESS, [0x01, hex('b0 01')]] });
    expect(await readSignals(cdma.client)).toEqual([]);
  });

  it('a list that is longer than its bytes is QMI_GARBLED', async () => {
    const { client } = await modem({ '3/20': [SUCCESS, [0x01, hex('b0 05')], [0x11, hex('ffff 3f 08')]] });
    await expect(readSignals(client)).rejects.toMatchObject({ code: 'QMI_GARBLED', detail: { message: 'Get Signal Strength' } });
  });
});
