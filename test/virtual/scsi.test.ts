import { describe, expect, it } from 'vitest';
import { ScsiDrive } from '../../electron/virtual/scsi.ts';

const hex = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString('hex') : String(bytes));

describe('a drive', () => {
  const image = Buffer.alloc(5 * 2048);
  for (let sector = 0; sector < 5; sector++) image.fill(sector + 1, sector * 2048, (sector + 1) * 2048);
  const identityOfDrive = { vendor: 'V', product: 'P', revision: 'R' };
  const cd = () => new ScsiDrive('cd', identityOfDrive, image);
  const run = (drive: ScsiDrive, ...cdb: number[]) => {
    const result = drive.run(Uint8Array.from(cdb));
    return result.kind === 'good' ? hex(result.data) : result.sense;
  };
  const sectors = (...numbers: number[]) => numbers.map((number) => number.toString(16).padStart(2, '0').repeat(2048)).join('');

  it.each<[string, number[], string | readonly number[]]>([
    ['READ (10)', [0x28, 0, 0, 0, 0, 1, 0, 0, 2, 0], sectors(2, 3)],
    ['READ (10) of the last', [0x28, 0, 0, 0, 0, 4, 0, 0, 1, 0], sectors(5)],
    ['READ (10) of one beyond', [0x28, 0, 0, 0, 0, 4, 0, 0, 2, 0], [5, 0x21, 0]],
    ['READ (12)', [0xa8, 0, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0], sectors(4, 5)],
    ['READ CD', [0xbe, 0, 0, 0, 0, 0, 0, 0, 1, 0x10, 0, 0], sectors(1)],
    ['READ CD of many', [0xbe, 0, 0, 0, 0, 0, 0, 1, 1, 0x10, 0, 0], [5, 0x21, 0]],
    ['READ CD of very many', [0xbe, 0, 0, 0, 0, 0, 1, 0, 1, 0x10, 0, 0], [5, 0x21, 0]],
    ['READ CAPACITY', [0x25], '0000000400000800'],
    ['READ FORMAT CAPACITIES', [0x23, 0, 0, 0, 0, 0, 0, 0, 12], '000000080000000502000800'],
    ['INQUIRY', [0x12, 0, 0, 0, 36], `058002021f000000${Buffer.from('V       P               R   ').toString('hex')}`],
    ['INQUIRY, cut off', [0x12, 0, 0, 0, 5], '058002021f'],
    ['INQUIRY of vital data', [0x12, 1, 0, 0, 36], [5, 0x24, 0]],
    ['INQUIRY of a page', [0x12, 0, 1, 0, 36], [5, 0x24, 0]],
    ['READ TOC', [0x43, 0, 0, 0, 0, 0, 0, 0, 20], '001201010014010000000000' + '0014aa0000000005'],
    ['READ TOC in minutes', [0x43, 2, 0, 0, 0, 0, 0, 0, 20], '001201010014010000000200' + '0014aa0000000205'],
    ['READ TOC, sessions', [0x43, 0, 1, 0, 0, 0, 0, 0, 12], '000a01010014010000000000'],
    ['READ TOC, sessions as before MMC', [0x43, 0, 0, 0, 0, 0, 0, 0, 12, 0x40], '000a01010014010000000000'],
    ['READ TOC, full', [0x43, 0, 2, 0, 0, 0, 0, 0, 12], [5, 0x24, 0]],
    ['GET CONFIGURATION', [0x46, 0, 0, 0, 0, 0, 0, 0, 16], '0000000c00000008' + '0000030400080100'],
    ['GET EVENT STATUS', [0x4a, 1, 0, 0, 0x10, 0, 0, 0, 8], '0006041000020000'],
    ['GET EVENT STATUS of none', [0x4a, 1, 0, 0, 0x08, 0, 0, 0, 8], '00028010'],
    ['GET EVENT STATUS, not polled', [0x4a, 0, 0, 0, 0x10, 0, 0, 0, 8], [5, 0x24, 0]],
    ['READ DISC INFORMATION', [0x51, 0, 0, 0, 0, 0, 0, 0, 7], '00200e01010101'],
    ['MODE SENSE (6)', [0x1a, 0, 0x2a, 0, 4], '19018000'],
    ['MODE SENSE (10)', [0x5a, 0, 0x3f, 0, 0, 0, 0, 0, 10], '001c0180000000002a14'],
    ['MODE SENSE of a page that it has not', [0x5a, 0, 0x1c, 0, 0, 0, 0, 0, 20], '0006018000000000'],
    ['MODE SENSE of an unknown page', [0x5a, 0, 0x01, 0, 0, 0, 0, 0, 10], [5, 0x24, 0]],
    ['TEST UNIT READY', [0], ''],
    ['an unknown command', [0xff], [5, 0x20, 0]],
  ])('answers %s', (_name, cdb, answer) => {
    expect(run(cd(), ...cdb)).toEqual(answer);
  });

  it('keeps the sense of the last command until it is asked for', () => {
    const drive = cd();
    const sense = () => run(drive, 3, 0, 0, 0, 18);
    expect(run(drive, 0xff)).toEqual([5, 0x20, 0]);
    expect([sense(), sense()]).toEqual([
      '7000050000' + '00000a00000000' + '200000000000',
      '7000000000' + '00000a00000000' + '000000000000',
    ]);
    run(drive, 0xff);
    run(drive, 0);
    expect(sense()).toBe('700000000000000a' + '00'.repeat(10));
  });

  it('has nothing in it once it was ejected, and a card reader never had', () => {
    const drive = cd();
    run(drive, 0x1b, 0, 0, 0, 3);
    expect(run(drive, 0)).toBe('');
    run(drive, 0x1b, 0, 0, 0, 2);
    const reader = new ScsiDrive('card', identityOfDrive, null);
    for (const empty of [drive, reader]) {
      expect([run(empty, 0), run(empty, 0x25), run(empty, 0x28, 0, 0, 0, 0, 0, 0, 0, 1)]).toEqual(Array(3).fill([2, 0x3a, 0]));
      expect(run(empty, 0x23, 0, 0, 0, 0, 0, 0, 0, 12)).toBe('000000080000000003000800');
    }
    expect([run(drive, 0x43), run(drive, 0x51), run(drive, 0x46, 0, 0, 0, 0, 0, 0, 0, 16)]).toEqual([
      [2, 0x3a, 0],
      [2, 0x3a, 0],
      '0000000c00000000' + '0000030400080000',
    ]);
    expect([run(reader, 0x43), run(reader, 0x46), run(reader, 0x4a, 1), run(reader, 0x51)]).toEqual(Array(4).fill([5, 0x20, 0]));
    expect([run(reader, 0x12, 0, 0, 0, 2), run(reader, 0x1a, 0, 0x3f, 0, 20)]).toEqual(['0080', '03008000']);
  });
});
