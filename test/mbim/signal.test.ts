import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { SignalReading } from '../../electron/contract/signal.ts';
import { readSignals } from '../../electron/mbim/signal.ts';
import { type Part, u32 } from '../../electron/virtual/mbim/wire.ts';
import { scriptedClient } from './scripted-client.ts';

const head = (rssi: number) => u32(rssi, 99, 5, 0xffff_ffff, 0xffff_ffff);
const cell = (rsrp: number, snr: number, systemType: number) => u32(rsrp, snr, 0, 0, systemType);
const cells = (...of: Uint8Array[]): Part => ({ ref: Buffer.concat([u32(of.length), ...of]) });
const none = { rssi: null, rsrp: null, rsrq: null, sinr: null };
const [LTE, NSA, SA, UMTS, GPRS] = [0x20, 0x40, 0x80, 0x04, 0x01];

async function read(...parts: Part[]) {
  const { client } = await scriptedClient(() => [0, ...parts]);
  return readSignals(client);
}

describe('MBIM 1.0', () => {
  it('tells the RSSI, and not of what', async () => {
    expect(await read(head(0))).toEqual([{ ...none, technology: null, rssi: -113 }]);
    expect(await read(head(31))).toEqual([{ ...none, technology: null, rssi: -51 }]);
    expect(await read(head(99))).toEqual([]);
    expect(await read(head(32))).toEqual([]);
  });
});

describe('MBIMEx 2.0', () => {
  it('tells RSRP and SNR by technology, from edge to edge of their scales', async () => {
    expect(await read(head(20), cells(cell(65, 72, LTE)))).toEqual([{ technology: 'LTE', rssi: -73, rsrp: -92, rsrq: null, sinr: 12.5 }]);
    expect(await read(head(99), cells(cell(0, 0, SA)))).toEqual([{ ...none, technology: '5G', rsrp: -157, sinr: -23.5 }]);
    expect(await read(head(99), cells(cell(126, 127, SA)))).toEqual([{ ...none, technology: '5G', rsrp: -31, sinr: 40 }]);
  });

  it('what is unknown is null, and a cell of which nothing is known is none', async () => {
    expect(await read(head(99), cells(cell(127, 40, LTE)))).toEqual([{ ...none, technology: 'LTE', sinr: -3.5 }]);
    expect(await read(head(99), cells(cell(57, 128, LTE)))).toEqual([{ ...none, technology: 'LTE', rsrp: -100 }]);
    expect(await read(head(99), cells(cell(127, 128, LTE), cell(0xffff_ffff, 0xffff_ffff, NSA)))).toEqual([]);
  });

  it('of two cells nobody can say whose the RSSI is', async () => {
    const both = cells(cell(57, 60, LTE), cell(62, 70, NSA));
    expect(await read(head(25), both)).toEqual([
      { ...none, technology: null, rssi: -63 },
      { ...none, technology: 'LTE', rsrp: -100, sinr: 6.5 },
      { ...none, technology: '5G', rsrp: -95, sinr: 11.5 },
    ]);
    // The second measures nothing: then the first is the one.
    expect(await read(head(25), cells(cell(57, 60, LTE), cell(127, 128, NSA)))).toMatchObject([{ technology: 'LTE', rssi: -63 }]);
  });

  it('names of older technologies, and none for one that nobody knows', async () => {
    const all = cells(cell(50, 128, UMTS), cell(50, 128, GPRS), cell(50, 128, 0x0001_0000));
    expect((await read(head(99), all)).map((r) => r.technology)).toEqual(['UMTS', 'GSM', null]);
  });

  it('of a list without end the first eight are read', async () => {
    expect(await read(head(99), cells(...Array<Uint8Array>(20).fill(cell(50, 50, LTE))))).toHaveLength(8);
  });

  it('without a list it is as before; a list that leads away is MBIM_GARBLED', async () => {
    expect(await read(head(10), u32(0, 0))).toEqual([{ ...none, technology: null, rssi: -93 }]);
    for (const [offset, size] of [
      [28, 200],
      [4000, 24],
      [28, 2],
    ] as const)
      await expect(read(head(10), u32(offset, size))).rejects.toMatchObject({ code: 'MBIM_GARBLED', detail: { message: 'SIGNAL_STATE' } });
    await expect(read(head(10), { ref: Buffer.concat([u32(2), cell(1, 1, LTE)]) })).rejects.toMatchObject({ code: 'MBIM_GARBLED' });
  });
});

it('whatever the bytes: readings that the contract takes, few of them, or MBIM_GARBLED', async () => {
  const word = fc.oneof(fc.nat(140), fc.nat(0xffff_ffff));
  const info = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(word, { maxLength: 60 }).map((words) => u32(...words)),
  );
  await fc.assert(
    fc.asyncProperty(info, async (bytes) => {
      try {
        const readings = await read(bytes);
        expect(readings.length).toBeLessThanOrEqual(9);
        for (const reading of readings) SignalReading.parse(reading);
      } catch (error) {
        if (!(error instanceof BenchError) || error.code !== 'MBIM_GARBLED') throw error;
      }
    }),
  );
});
