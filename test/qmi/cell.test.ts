import { describe, expect, it } from 'vitest';
import { bandOf, lteBandOf } from '../../electron/qmi/bands.ts';
import { readServingCell } from '../../electron/qmi/cell.ts';
import type { Tlv } from '../../electron/qmi/tlv.ts';
import { hex, modem } from './answering.ts';
import { failure, SUCCESS } from './scripted-channel.ts';

const LOCATION = '3/43';
const BANDS = '3/31';
const SYSTEM = '3/4d';

/** Idle, 262-02, area 0x1a2b, cell 0x01a2d01, channel, physical cell id 201, priority and thresholds, no cell in the list. */
const lte = (channel = '1405') => hex(`01 62f220 2b1a 012d1a00 ${channel} c900 05 0a 04 3e 00`);
/** 310-410, area 0x123456, cell 0x1_2345_6789, physical cell id 500, and its measures. */
const nr = hex('130014 123456 8967452301000000 f401 92ff 40fc 7e00');
const read = async (answers: Record<string, readonly Tlv[]>) => readServingCell((await modem(answers)).client);

const here = { mcc: '262', mnc: '02', cellId: 0x01a2d01, areaCode: 0x1a2b, pci: 201 };

describe('the serving cell', () => {
  it('of LTE, with band and channel', async () => {
    expect(await read({ [LOCATION]: [SUCCESS, [0x13, lte()]], [BANDS]: [SUCCESS, [0x01, hex('01 08 7a00 1405')]] })).toEqual({
      technology: 'LTE',
      ...here,
      band: 3,
      channel: 1300,
    });
  });

  it('the channel wins over the number of the band', async () => {
    // 1300 is a channel of band 3, whatever the firmware calls it (here 120: band 1).
    const found = await read({ [LOCATION]: [SUCCESS, [0x13, lte()]], [BANDS]: [SUCCESS, [0x01, hex('01 08 7800 1405')]] });
    expect(found).toMatchObject({ band: 3, channel: 1300 });
  });

  it('a channel of 17 bits is made whole: by the list of 32 bits, or by the band', async () => {
    // 66786, of band 66 (161), is 1250 in 16 bits, which would be band 3.
    const wide = await read({
      [LOCATION]: [SUCCESS, [0x13, lte('e204')]],
      [BANDS]: [SUCCESS, [0x01, hex('01 08 a100 e204')], [0x11, hex('01 08 a100 e2040100')]],
    });
    expect(wide).toMatchObject({ band: 66, channel: 66_786 });
    const narrow = await read({ [LOCATION]: [SUCCESS, [0x13, lte('e204')]], [BANDS]: [SUCCESS, [0x01, hex('01 08 a100 e204')]] });
    expect(narrow).toMatchObject({ band: 66, channel: 66_786 });
  });

  it('another carrier in the list of bands does not move the cell', async () => {
    const found = await read({ [LOCATION]: [SUCCESS, [0x13, lte()]], [BANDS]: [SUCCESS, [0x01, hex('01 08 7e00 be0a')]] });
    expect(found).toMatchObject({ band: 3, channel: 1300 });
  });

  it('of 5G alone, with an MNC of three digits', async () => {
    const found = await read({
      [LOCATION]: [SUCCESS, [0x2e, hex('a0b30900')], [0x2f, nr]],
      [BANDS]: [SUCCESS, [0x01, hex('01 0c 0d01 a0b3')], [0x11, hex('01 0c 0d01 a0b30900')]],
    });
    const cell = { technology: '5G', mcc: '310', mnc: '410', cellId: 0x1_2345_6789, areaCode: 0x123456, pci: 500 };
    expect(found).toEqual({ ...cell, band: 78, channel: 635_808 });
    const cut = await read({
      [LOCATION]: [SUCCESS, [0x2e, hex('a0b30900')], [0x2f, nr]],
      [BANDS]: [SUCCESS, [0x01, hex('01 0c 0d01 a0b3')]],
    });
    expect(cut).toEqual({ ...cell, band: 78, channel: 635_808 });
  });

  it('5G beside LTE: the LTE cell', async () => {
    const found = await read({
      [LOCATION]: [SUCCESS, [0x13, lte()], [0x2e, hex('a0b30900')], [0x2f, nr]],
      [BANDS]: [SUCCESS, [0x11, hex('02 0c 0d01 a0b30900 08 7a00 14050000')]],
    });
    expect(found).toEqual({ technology: 'LTE', ...here, band: 3, channel: 1300 });
  });

  it('of UMTS and GSM', async () => {
    // Cell, network, area, channel, scrambling code, RSCP, Ec/Io, no neighbours; RNC and cell in 32 bits apart.
    const umts = hex('012d 62f220 2b1a 8c2a 0f01 a0ff f6ff 00 00');
    const found = await read({
      [LOCATION]: [SUCCESS, [0x11, umts], [0x17, hex('012d1a00')]],
      [BANDS]: [SUCCESS, [0x01, hex('01 05 5000 8c2a')]],
    });
    expect(found).toEqual({ technology: 'UMTS', ...here, cellId: 0x1a2d01, pci: 271, band: 1, channel: 10_892 });
    const geran = hex('012d0000 62f220 2b1a 3e00 10 ffffffff 2500 00');
    expect(await read({ [LOCATION]: [SUCCESS, [0x10, geran]] })).toEqual({
      technology: 'GSM',
      ...here,
      cellId: 0x2d01,
      pci: null,
      band: null,
      channel: 62,
    });
  });

  it('what is all ones is not there', async () => {
    const nothing = hex('01 62f220 ffff ffffffff ffff ffff 05 0a 04 3e 00');
    expect(await read({ [LOCATION]: [SUCCESS, [0x13, nothing]], [BANDS]: [SUCCESS, [0x01, hex('01 08 7a00 1405')]] })).toEqual({
      technology: 'LTE',
      mcc: '262',
      mnc: '02',
      cellId: null,
      areaCode: null,
      pci: null,
      band: 3,
      channel: 1300,
    });
  });

  it('by Get System Info where the location is unknown, by the band alone where both are', async () => {
    const system = hex('01 03 01 03 01 00 01 00 00 ffff 01 012d1a00 00 00 00 01 323632 3032ff 01 2b1a');
    const bands: readonly Tlv[] = [SUCCESS, [0x01, hex('01 08 7a00 1405')]];
    expect(await read({ [SYSTEM]: [SUCCESS, [0x14, hex('02 02 01')], [0x19, system]], [BANDS]: bands })).toEqual({
      technology: 'LTE',
      ...here,
      pci: null,
      band: 3,
      channel: 1300,
    });
    expect(await read({ [BANDS]: bands })).toMatchObject({ technology: 'LTE', mcc: null, cellId: null, band: 3, channel: 1300 });
    expect(await read({})).toBeNull();
    expect(await read({ [LOCATION]: [SUCCESS], [BANDS]: [SUCCESS, [0x01, hex('00')]] })).toBeNull();
    expect(await read({ [LOCATION]: [failure(74)], [BANDS]: [failure(74)] })).toBeNull();
  });

  it('cut off it is QMI_GARBLED', async () => {
    for (let length = 0; length < 14; length++)
      await expect(read({ [LOCATION]: [SUCCESS, [0x13, lte().subarray(0, length)]] })).rejects.toMatchObject({ code: 'QMI_GARBLED' });
    await expect(read({ [BANDS]: [SUCCESS, [0x01, hex('02 08 7a00 1405')]] })).rejects.toMatchObject({ code: 'QMI_GARBLED' });
  });
});

describe('bands', () => {
  it.each([
    [0, 1],
    [1300, 3],
    [3350, 7],
    [6300, 20],
    [9410, 28],
    [38_000, 38],
    [66_786, 66],
    [4999, null],
    [70_646, null],
  ])('EARFCN %i is of band %s', (channel, band) => {
    expect(lteBandOf(channel)).toBe(band);
  });

  // By libqmi's QmiNasActiveBand.
  it.each([
    ['LTE', 134, 17],
    ['LTE', 142, 40],
    ['LTE', 145, 20],
    ['LTE', 154, 32],
    ['LTE', 158, 28],
    ['LTE', 161, 66],
    ['LTE', 168, 71],
    ['LTE', 169, null],
    ['5G', 257, 28],
    ['5G', 269, 78],
    ['5G', 281, 261],
    ['5G', 282, 12],
    ['5G', 301, 94],
    ['UMTS', 87, 8],
    ['UMTS', 89, null],
    ['UMTS', 91, 19],
    ['GSM', 45, null],
    ['LTE', 80, null],
  ] as const)('%s: active band %i is %s', (technology, active, band) => {
    expect(bandOf(technology, active)).toBe(band);
  });
});
