import { describe, expect, it } from 'vitest';
import { readDump } from '../../electron/bench/forecast/dumps.ts';
import { identify } from '../../electron/bench/identity/identify.ts';
import { loadDb } from '../../modem-db/db.ts';
import { huaweiDisc, interfaces, quectelQmi, sighting } from '../support/sightings.ts';

const db = loadDb();
const serial = interfaces([0, 0xff, 0xff, 0xff, 0x81, 0x01], [1, 0xff, 0xff, 0xff, 0x82, 0x02]);
const called = (vid: number, pid: number, words: { manufacturer?: string; product?: string }, model?: string) =>
  identify(sighting(vid, pid, serial, words), db, model === undefined ? {} : { model }).name;

describe('the name of a modem', () => {
  it('is its own where the database has none but its id', () => {
    expect(called(0x19d2, 0x0003, { manufacturer: 'ZTE,Incorporated', product: 'MF622' })).toBe('ZTE MF622');
    expect(called(0x19d2, 0x0003, { product: 'ZTE WCDMA Technologies MSM' })).toBe('ZTE WCDMA Technologies MSM');
    expect(called(0x19d2, 0x0003, {})).toBe('ZTE modem 0003');
  });

  it('is its own where modems of several makers share the id, if it says which it is', () => {
    expect(called(0x05c6, 0x90b2, { manufacturer: 'Fibocom', product: 'MA510-GL' })).toBe('Fibocom MA510-GL');
    expect(called(0x05c6, 0x90b2, { manufacturer: 'Qualcomm, Incorporated', product: 'Qualcomm CDMA Technologies MSM' })).toMatch(
      /u-blox SARA-R410M, Fibocom MA510/,
    );
    expect(called(0x05c6, 0x90b2, { manufacturer: 'u-blox', product: 'Modem' }, 'SARA-R410M-02B')).toBe('u-blox SARA-R410M-02B');
    expect(called(0x05c6, 0x9025, { manufacturer: 'Yuga', product: 'CLM920 NC5' })).toBe('Yuga CLM920 NC5');
    expect(called(0x05c6, 0x6000, {})).toBe('Siemens SG75, ZTE AC8700');
  });

  it('is the listed one everywhere else', () => {
    expect(identify({ ...quectelQmi, manufacturer: 'Android', product: 'Android 1' }, db).name).toBe('Quectel EC25, QMI');
    // A kind of device is better than words that tell no model.
    expect(called(0x12d1, 0x1506, { product: 'HUAWEI_MOBILE' })).toMatch(/^Huawei stick/);
  });

  it('of a disc is of the sticks that have it', () => {
    expect(identify(huaweiDisc, db)).toMatchObject({ kind: 'disc', name: expect.stringMatching(/^Huawei E173, E1550, /) });
    const hilink = sighting(0x12d1, 0x1f01, interfaces([0, 8, 6, 0x50, 0x81, 0x01]));
    expect(identify(hilink, db).name).toMatch(/E3372h.*E8372/);
  });

  it('in a posted text is the same', () => {
    const { devices } = readDump('Bus 001 Device 004: ID 12d1:1f01 Huawei Technologies Co., Ltd. Mass storage\n', '24.10.8', 'en', db);
    expect(devices[0]?.name).toMatch(/E3372h|Mass storage/);
  });
});
