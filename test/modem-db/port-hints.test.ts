import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';
import { atCandidates, type PortInterface, serialInterfaces } from '../../modem-db/ports/port-hints.ts';

const db = loadDb();

/** `[number, codes, endpoints]`: b one bulk each way, n notices. */
function shape(...list: readonly (readonly [number, string, string])[]): PortInterface[] {
  return list.map(([number, codes, ends]) => {
    const [c = 0, subclass = 0, protocol = 0] = codes.split('/').map((byte) => Number.parseInt(byte, 16));
    const endpoints = [
      ...(ends.includes('n') ? [{ address: 0x8a, type: 'interrupt' }] : []),
      ...(ends.includes('b')
        ? [
            { address: 0x81 + number, type: 'bulk' },
            { address: 0x01 + number, type: 'bulk' },
          ]
        : []),
    ];
    return { number, class: c, subclass, protocol, endpoints };
  });
}

function judge(id: string, interfaces: readonly PortInterface[]) {
  const [vid = 0, pid = 0] = id.split(':').map((part) => Number.parseInt(part, 16));
  const recognised = db.recognise(vid, pid, interfaces);
  return {
    serial: serialInterfaces(interfaces, recognised, { vid, pid }).map(({ number, role, known }) => `${number} ${role} ${known}`),
    asked: atCandidates(interfaces, recognised, { vid, pid }),
    mode: recognised.mode,
  };
}

const qualcomm = shape(
  [0, 'ff/ff/30', 'b'],
  [1, 'ff/ff/40', 'nb'],
  [2, 'ff/ff/60', 'nb'],
  [3, 'ff/ff/50', 'nb'],
  [4, 'ff/42/01', 'b'],
  [5, 'ff/ff/80', 'n'],
);

describe('serial interfaces', () => {
  it("are told by Qualcomm's codes, of a modem that nobody lists", () => {
    const { serial, asked } = judge('aaaa:0001', qualcomm);
    expect(serial).toEqual(['0 diag code', '1 at code', '2 gps code']);
    expect(asked).toEqual([1]);
  });

  it('of Telit have AT where others have NMEA, asked after the plain one', () => {
    const { serial, asked } = judge('1bc7:ffff', shape([1, 'ff/ff/60', 'nb'], [2, 'ff/ff/40', 'nb']));
    expect(serial).toEqual(['1 at code', '2 at code']);
    expect(asked).toEqual([2, 1]);
  });

  it('that nobody can tell are candidates, those with notices first', () => {
    const { serial, asked } = judge(
      'aaaa:0001',
      shape([0, 'ff/01/01', 'b'], [1, 'ff/01/01', 'nb'], [2, 'ff/01/01', 'n'], [3, '08/06/50', 'b']),
    );
    expect(serial).toEqual(['0 other candidate', '1 other candidate']);
    expect(asked).toEqual([1, 0]);
  });

  it('of a boot loader, which shows nothing else, are not asked', () => {
    expect(judge('aaaa:0001', shape([0, 'ff/ff/ff', 'b']))).toMatchObject({ serial: ['0 download code'], asked: [] });
    expect(judge('aaaa:0001', shape([0, 'ff/ff/10', 'b'], [1, 'ff/ff/40', 'nb'])).asked).toEqual([1]);
  });

  it('of the class are candidates, unless they are RNDIS or listed', () => {
    const acm = shape([0, '02/02/01', 'n'], [1, '0a/00/00', 'b'], [2, '02/02/ff', 'n'], [3, '0a/00/00', 'b']);
    expect(judge('aaaa:0001', acm)).toMatchObject({ serial: ['0 other candidate'], asked: [0] });
    const l850 = shape(
      [2, '02/02/01', 'n'],
      [3, '0a/00/00', 'b'],
      [4, '02/02/01', 'n'],
      [5, '0a/00/00', 'b'],
      [6, '02/02/01', 'n'],
      [7, '0a/00/00', 'b'],
    );
    expect(judge('2cb7:0007', l850)).toMatchObject({ serial: ['2 at listed', '4 other listed', '6 at listed'], asked: [2, 6] });
  });

  it('that a list marks to be left alone are not asked', () => {
    expect(
      judge('1bc7:1255', shape([0, 'ff/00/00', 'nb'], [1, 'ff/00/00', 'nb'], [2, 'ff/00/00', 'nb'], [3, 'ff/00/00', 'nb'])).asked,
    ).toEqual([0, 1, 2]);
  });

  it('are not those of a list by numbers, where the network interface has moved them', () => {
    const listed = shape([0, 'ff/ff/ff', 'b'], [1, 'ff/00/00', 'nb'], [2, 'ff/00/00', 'nb'], [3, 'ff/00/00', 'nb']);
    expect(judge('305a:1402', listed).serial).toEqual(['0 diag listed', '1 at listed', '2 modem listed', '3 other candidate']);
    const moved = shape([0, 'e0/01/03', 'n'], [1, '0a/00/00', 'b'], [2, 'ff/ff/ff', 'b'], [3, 'ff/00/00', 'nb'], [4, 'ff/00/00', 'nb']);
    expect(judge('305a:1402', moved).serial).toEqual(['2 diag code', '3 other candidate', '4 other candidate']);
  });

  it("go on in Huawei's second and third set of codes", () => {
    const { serial } = judge('12d1:ffff', shape([0, 'ff/02/31', 'nb'], [1, 'ff/02/32', 'b'], [2, 'ff/02/33', 'b'], [3, 'ff/02/65', 'b']));
    expect(serial).toEqual(['0 modem code', '1 at code', '2 diag code', '3 gps code']);
  });

  it("for a card reader or for sound in Huawei's codes are not asked", () => {
    const { serial, asked } = judge('12d1:ffff', shape([0, 'ff/02/12', 'b'], [1, 'ff/02/04', 'b'], [2, 'ff/02/3e', 'b']));
    expect(serial).toEqual(['0 at code', '1 other code', '2 audio code']);
    expect(asked).toEqual([0]);
  });

  it('make an unlisted modem one that dials, and change no better mode', () => {
    expect(judge('19d2:1481', shape([0, 'ff/00/00', 'nb'], [1, 'ff/00/00', 'nb'])).mode).toBe('ppp');
    expect(
      judge(
        '2c7c:6005',
        shape([0, '02/06/00', 'n'], [1, '0a/00/00', 'b'], [2, 'ff/00/00', 'b'], [3, 'ff/00/00', 'nb'], [4, 'ff/00/00', 'nb']),
      ).mode,
    ).toBe('ecm');
  });
});
