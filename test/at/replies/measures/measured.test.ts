import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../../electron/at/lines.ts';
import { bandName, inBand } from '../../../../electron/at/replies/measures/bands.ts';
import { measured, onScale, plmn, within } from '../../../../electron/at/replies/measures/measured.ts';
import { servingCell } from '../../../../electron/at/replies/serving-cell.ts';
import { signalReadings } from '../../../../electron/at/replies/signal.ts';
import { loadDb } from '../../../../modem-db/db.ts';

const reply = (...lines: string[]): Reply => ({ lines, final: { kind: 'ok' } });
const db = loadDb();
const commands = [...new Set(db.vendors.flatMap(({ reading }) => [...(reading?.signal ?? []), ...(reading?.cell ?? [])]))];

describe('the name of a band', () => {
  it.each<['LTE' | '5G', number | null, number | null, string | null]>([
    ['LTE', 3, 1300, 'B3'],
    // The channel is right.
    ['LTE', 7, 1300, 'B3'],
    ['LTE', null, 1300, 'B3'],
    ['LTE', 3, null, 'B3'],
    ['LTE', 3, 5000, 'B3'],
    ['5G', 78, 640000, 'n78'],
    ['5G', 77, 640000, 'n77'],
    // Two bands have it.
    ['5G', null, 640000, null],
    ['5G', null, 700000, 'n79'],
    ['LTE', null, null, null],
  ])('of %s, told as %s, on channel %s', (technology, told, channel, name) => {
    expect(bandName(technology, told, channel)).toBe(name);
  });

  it('has edges', () => {
    expect([1199, 1200, 1949, 1950].map((channel) => inBand('LTE', 3, channel))).toEqual([false, true, true, false]);
  });
});

describe('what is measured', () => {
  it('lies where it can lie', () => {
    expect(measured('LTE', { rsrp: -32768, rsrq: 255, sinr: -20.04, rssi: 0 })).toMatchObject({
      rsrp: null,
      rsrq: null,
      sinr: -20,
      rssi: null,
    });
    expect(within(Number.NaN, 0, 1)).toBeNull();
    expect(onScale(255, -140, 1, 255)).toBeNull();
    expect(onScale(20, -140, 1, 255)).toBe(-120);
  });

  it('has no cell where all its bits are set', () => {
    expect(measured('LTE', { cellId: 0xfffffff, areaCode: 0xffff, pci: 504, channel: -1 })).toMatchObject({
      ...{ cellId: null, areaCode: null, pci: null, channel: null },
    });
    expect(measured('5G', { cellId: 0xfffffff, areaCode: 0xffff, pci: 504 })).toMatchObject({
      cellId: 0xfffffff,
      areaCode: 0xffff,
      pci: 504,
    });
  });

  it('has a network with its country alone', () => {
    expect(measured('LTE', { mcc: '001', mnc: '1' })).toMatchObject({ mcc: '001', mnc: '01' });
    for (const mcc of ['000', '1234', '12', '26a'])
      expect(measured('LTE', { mcc, mnc: '01' }), mcc).toMatchObject({ mcc: null, mnc: null });
    for (const mnc of ['1234', '', '0a']) expect(measured('LTE', { mcc: '262', mnc }), mnc).toMatchObject({ mcc: '262', mnc: null });
    expect([plmn('001-01'), plmn('"310 260"'), plmn('00101'), plmn('1-1')]).toEqual([
      ...[{ mcc: '001', mnc: '01' }, { mcc: '310', mnc: '260' }, { mcc: '001', mnc: '01' }, {}],
    ]);
  });
});

describe('the readings of the database', () => {
  it.each(commands)('%s reads nothing of nothing', (command) => {
    const name = command.slice(2).replace(/[?=].*$/, '');
    expect([signalReadings(command, reply()), servingCell(command, reply(`${name}:`))]).toEqual([[], null]);
  });

  it('tell nothing of a refusal', () => {
    expect(signalReadings('AT+CSQ', { lines: ['+CSQ: 21,99'], final: { kind: 'error', text: 'ERROR', number: null } })).toEqual([]);
    expect(signalReadings('AT+CSQ', reply('+CSQ: 21,99'))).toEqual([{ technology: null, rssi: -71, rsrp: null, rsrq: null, sinr: null }]);
    expect(signalReadings('ATconstructor', reply('+CSQ: 21,99'))).toEqual([]);
  });

  it('never throw, whatever is answered and however long', () => {
    const field = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.integer().map(String),
      fc.constantFrom('"LTE"', 'NR5G-SA', '-', '', '"NOCONN"'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...commands), fc.array(fc.array(field, { maxLength: 30 }), { maxLength: 6 }), (command, rows) => {
        const name = command.slice(2).replace(/[?=].*$/, '');
        const lines = rows.map((row) => `${name}: ${row.join(',')}`);
        signalReadings(command, reply(...lines));
        servingCell(command, reply(...lines));
      }),
    );
    for (const command of commands) {
      for (const filler of [' ', '  A', ',', ':', '"', 'A: ', '1 A']) {
        const name = command.slice(2).replace(/[?=].*$/, '');
        const lines = Array.from({ length: 50 }, () => `${name}: ${filler.repeat(4000 / filler.length)}x`);
        expect(signalReadings(command, reply(...lines)).length, `${command} ${filler}`).toBeLessThanOrEqual(lines.length);
      }
    }
  });
});
