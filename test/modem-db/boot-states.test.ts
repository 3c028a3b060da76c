import { describe, expect, it } from 'vitest';
import { bootKinds as contractKinds } from '../../electron/contract/words.ts';
import data from '../../modem-db/ids/boot-states.json' with { type: 'json' };
import { BootStateFile, bootKinds, stateWithoutModem } from '../../modem-db/ids/boot-states.ts';
import { lintDb } from '../../modem-db/lint.ts';
import { interfaces } from '../support/sightings.ts';
import { readVendorFiles } from './vendor-files.ts';

const file = BootStateFile.parse(data);
const alone = (subclass: number, protocol: number) => interfaces([0, 0xff, subclass, protocol, 0x81, 0x01]);
const modem = interfaces([0, 0xff, 0xff, 0xff, 0x81, 1], [2, 0xff, 0, 0, 0x82, 2, 0x8b], [3, 0xff, 0, 0, 0x83, 3, 0x8c]);
const kindOf = (vid: number, pid: number, list = alone(0xff, 0xff), product: string | null = null) =>
  stateWithoutModem({ vid, pid, product }, list)?.kind;

describe('a state without a modem', () => {
  it.each([
    [0x05c6, 0x9008, 'emergency-download'],
    [0x05c6, 0x900e, 'crash-dump'],
    [0x1bc7, 0x9000, 'crash-dump'],
    [0x1bc7, 0x9010, 'download'],
    [0x1782, 0x4d00, 'preloader'],
    [0x1199, 0x9070, 'download'],
    [0x0e8d, 0x2000, 'preloader'],
    [0x0e8d, 0x0003, 'download'],
    [0x05c6, 0x9211, 'firmware-load'],
    [0x2cb7, 0xd00d, 'fastboot'],
  ])('%i:%i is told by its id, with its interface or without any', (vid, pid, kind) => {
    expect(kindOf(vid, pid)).toBe(kind);
    expect(kindOf(vid, pid, [])).toBe(kind);
  });

  it('is none where a modem shows more than the one interface that the id has in it', () => {
    expect(kindOf(0x1199, 0x9040, modem)).toBeUndefined();
    expect(kindOf(0x1199, 0x9040)).toBe('download');
    // Alternate settings are no interfaces of their own: a Gobi 1000 has two (Linux, qcserial.c).
    const [first] = alone(0xff, 0xff);
    expect(kindOf(0x05c6, 0x9211, first ? [first, { ...first, alternate: 1 }] : [])).toBe('firmware-load');
  });

  it('is told under the id of the modem by the name that the chip gives itself, and by its only interface', () => {
    expect(kindOf(0x2c7c, 0x0125, alone(0xff, 0xff), 'QHSUSB__BULK')).toBe('download');
    expect(kindOf(0x2c7c, 0x0800, alone(0xff, 0x10), 'QUSB_BULK')).toBe('download');
    expect(kindOf(0x2c7c, 0x9999, alone(0xff, 0x10))).toBe('download');
    expect(kindOf(0x18d1, 0x9999, alone(0x42, 0x03))).toBe('fastboot');
  });

  it('is none of a modem, of adb beside others, or of one interface of another kind', () => {
    expect(kindOf(0x2c7c, 0x0125, modem, 'EG25-G')).toBeUndefined();
    expect(kindOf(0x2c7c, 0x0125, modem, 'QUSB_BULK')).toBeUndefined();
    expect(kindOf(0x2c7c, 0x0125, alone(0xff, 0xff), 'EG25-G')).toBeUndefined();
    expect(kindOf(0x18d1, 0x9999, alone(0x42, 0x01))).toBeUndefined();
    expect(kindOf(0x2c7c, 0x0125, [])).toBeUndefined();
  });
});

describe('the list of them', () => {
  it('has the kinds of the contract, each in use', () => {
    expect(bootKinds).toEqual(contractKinds);
    expect(new Set(file.states.map(({ kind }) => kind))).toEqual(new Set(bootKinds));
  });

  it('is in order, so that what is added twice is seen', () => {
    const ids = file.states.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('agrees with the vendors, and the linter says where it does not', () => {
    const of = (states: unknown) => lintDb(readVendorFiles(), { bootStates: states }).filter((f) => f.file === 'ids/boot-states.json');
    expect(of(data)).toEqual([]);
    const state = { id: '2c7c:0125', kind: 'download', name: 'Quectel', source: 'nobody' };
    const paths = (...states: object[]) => of({ states, signs: [] }).map(({ path }) => path);
    expect(paths(state)).toEqual(['states.0.id']);
    expect(paths({ ...state, interfaces: 1 })).toEqual([]);
    const other = { ...state, id: '05c6:9008' };
    expect(paths(other, other)).toEqual(['states.1.id']);
    expect(paths({ ...other, secondSource: 'nobody' })).toEqual(['states.0.secondSource']);
    expect(paths({ ...other, kind: 'asleep' })).toEqual(['states.0.kind']);
    expect(of({ states: [], signs: [{ kind: 'download', name: 'Any', source: 'nobody' }] }).length).toBe(1);
    expect(of({ states: [], signs: [{ kind: 'download', name: 'Any', source: 'nobody', product: 'BULK' }] }).length).toBe(1);
  });
});
