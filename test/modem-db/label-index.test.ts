import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadDb } from '../../modem-db/db.ts';
import { findLabel, nearestLabels } from '../../modem-db/labels/label-index.ts';

const db = loadDb();
const known = new Set(db.vendors.flatMap((v) => v.compositions).map(({ id }) => id));
const Table = z.strictObject({
  what: z.string(),
  labels: z.array(z.strictObject({ label: z.string(), id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/), source: z.string().min(4) })),
});
const table = Table.parse(JSON.parse(readFileSync(new URL('../field/labels.json', import.meta.url), 'utf8'))).labels;
// What the database does not have as an id cannot be found by any name.
const findable = table.filter(({ id }) => known.has(id));

/** Ids of the label, those first that it stands for. */
function idsOf(label: string): readonly string[] {
  const found = findLabel(label, db);
  return found === null ? [] : [...found.name.ids, ...found.name.others];
}

describe('what is printed on modems', () => {
  it('is written down in great number, each once', () => {
    expect(findable.length).toBeGreaterThanOrEqual(250);
    expect(new Set(table.map(({ label }) => label)).size).toBe(table.length);
  });

  it('leads to the id that public sources give for it', () => {
    const astray = findable.filter(({ label, id }) => !idsOf(label).includes(id)).map(({ label, id }) => `${label} ${id}: ${idsOf(label)}`);
    expect(astray).toEqual([]);
  });

  it('is found with its maker before it, in any case, with blanks or underscores for dashes', () => {
    for (const { label } of findable) {
      const ids = idsOf(label);
      for (const other of [label.toLowerCase(), label.toUpperCase(), label.replaceAll('-', '_'), label.replaceAll('-', ' ')])
        expect(idsOf(other), other).toEqual(ids);
    }
    expect(idsOf('Quectel EC25-EU')).toEqual(idsOf('EC25-EU'));
    expect(idsOf('QUECTEL_EC25_EU')).toEqual(idsOf('EC25-EU'));
  });
});

describe('a label', () => {
  it('is one name, with what else it may show', () => {
    expect(findLabel('EM7455', db)).toEqual({
      name: { label: 'EM7455', maker: 'Sierra Wireless', ids: ['1199:9079'], others: ['1199:9071', '1199:907b'] },
      whole: true,
      listed: true,
    });
    expect(findLabel('RM520NGLAA-M20', db)).toMatchObject({ name: { label: 'RM520N', ids: ['2c7c:0801'] }, whole: false });
  });

  it('is the longest name that fits, and a whole one before a family', () => {
    expect(findLabel('E3372h-320', db)?.name.label).toBe('E3372h-320');
    expect(findLabel('E3372h-153', db)?.name.label).toBe('E3372h-153');
    expect(findLabel('LE910C1-EUX', db)?.name.label).toBe('LE910C1-EUX');
    expect(findLabel('EM7455', db)?.name.label).toBe('EM7455');
    expect(findLabel('MC7350', db)?.name.label).toBe('MC73xx');
  });

  it('of another maker is none', () => {
    expect(findLabel('Huawei RM520N-GL', db)).toBeNull();
    expect(findLabel('Quectel EM7455', db)).toBeNull();
    // A laptop's maker sells them all.
    expect(findLabel('Dell T99W175', db)?.name.label).toBe('T99W175');
  });

  it('is no word, no number and no id', () => {
    for (const text of ['', 'huawei', 'modem', '3372', 'no such dongle', '2c7c:0801', '90d3', '-', '💾'])
      expect(findLabel(text, db), text).toBeNull();
  });

  it('is found by a disc and by the sticks that were seen with it', () => {
    expect(findLabel('E3372s-153', db)?.name.ids).toContain('12d1:1506');
    expect(idsOf('E1762')).toContain('12d1:1436');
  });
});

describe('the nearest names', () => {
  const near = (text: string) => nearestLabels(text, db, 3).map(({ label }) => label);

  it('are those with a letter or two different, the nearest first', () => {
    expect(near('RM522N-GL')).toContain('RM520N');
    expect(near('Quectel RM530N-GL')).toContain('RM520N');
    expect(near('ME7455')[0]).toBe('EM7455');
    expect(near('SIM7190')[0]).toBe('SIM7100');
  });

  it('are those of the same series, where nothing else is near', () => {
    expect(near('RM520XYZ')[0]).toBe('RM520N');
    expect(near('SIM7600ABCDEF')[0]).toBe('SIM7600');
  });

  it('are none where nothing is near', () => {
    for (const text of ['no such dongle', 'nothing', 'ABCDEFGH123456789', '']) expect(near(text), text).toEqual([]);
  });

  it('are no more than are asked for', () => {
    expect(nearestLabels('EM7431', db, 1)).toHaveLength(1);
  });
});
