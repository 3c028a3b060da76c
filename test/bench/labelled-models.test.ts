import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databaseModel } from '../../electron/bench/export-facts/database-model.ts';
import { idsOf, stateFor } from '../../electron/bench/export-facts/known-model.ts';
import { BenchError, type Failure } from '../../electron/contract/errors.ts';
import { createText } from '../../electron/contract/text.ts';
import { languages } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';

const db = loadDb();
const known = new Set(db.vendors.flatMap((v) => v.compositions).map(({ id }) => id));

const channel = (id: string, mode: 'qmi' | 'mbim') => ({
  id,
  name: `Acme ZX900, ${mode.toUpperCase()}`,
  mode,
  interfaces: [{ number: mode === 'qmi' ? 0 : 1, class: mode === 'qmi' ? 'ff' : '02', role: 'control' }],
  control: mode,
  source: 'made up for this test',
});
/** One name on two devices that share but one of their modes. */
const twins = loadDb([
  {
    vendor: 'Acme',
    family: 'acme',
    vids: ['aaaa'],
    switches: [],
    compositions: [channel('aaaa:0001', 'qmi'), channel('aaaa:0001', 'mbim'), channel('aaaa:0002', 'qmi')],
    recipes: [],
  },
]);

function failureOf(attempt: () => unknown): Failure | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return error instanceof BenchError ? error.toFailure() : null;
  }
}

describe('a model by what is printed on it', () => {
  it.each([
    ['RM520N-GL', 'Quectel RM520N', 'qmi', '2c7c:0801'],
    ['quectel rm520n_gl', 'Quectel RM520N', 'mbim', '2c7c:0801'],
    ['RM520NGLAA-M20', 'Quectel RM520N', 'ecm', '2c7c:0801'],
    ['EG25-G', 'Quectel EG25', 'qmi', '2c7c:0125'],
    ['EC25EUFA-512-STD', 'Quectel EC25', 'mbim', '2c7c:0125'],
    ['EP06-E', 'Quectel EP06', 'qmi', '2c7c:0306'],
    ['EM12-G', 'Quectel EM12', 'qmi', '2c7c:0512'],
    ['RM500Q-AE', 'Quectel RM500Q', 'qmi', '2c7c:0800'],
    ['MC7455', 'Sierra Wireless MC7455', 'qmi', '1199:9071'],
    ['EM7455', 'Sierra Wireless EM7455', 'mbim', '1199:9079'],
    ['Sierra Wireless AirPrime EM7430', 'Sierra Wireless EM7430', 'qmi', '1199:9079'],
    ['LM960A18', 'Telit LM960A18', 'qmi', '1bc7:1040'],
    ['FN980m', 'Telit FN980m', 'mbim', '1bc7:1051'],
    ['SIM7600E-H', 'SIMCom SIM7600', 'rndis', '1e0e:9011'],
    ['SIM8200EA-M2', 'SIMCom SIM8200', 'qmi', '1e0e:9001'],
    ['A7670E', 'SIMCom A7670', 'ecm', '1e0e:9011'],
    ['L860-GL', 'Fibocom L860-GL', 'ncm', '8087:095a'],
    ['FM350-GL', 'Fibocom FM350-GL', 'rndis', '0e8d:7127'],
    ['DW5821e', 'Dell DW5821e', 'qmi', '413c:81d7'],
    ['T77W968', 'Foxconn T77W968', 'qmi', '0489:e0b4'],
    ['E3372h-320', 'Huawei E3372h-320', 'ecm', '12d1:14db'],
    ['MF833V', 'ZTE MF833V', 'ecm', '19d2:1405'],
  ] as const)('%s is a %s, in %s with %s', (label, title, mode, id) => {
    const model = databaseModel(label, db);
    const { shape } = stateFor(model, mode);
    const hex = (n: number) => n.toString(16).padStart(4, '0');
    expect([model.name, model.title, `${hex(shape.vid)}:${hex(shape.pid)}`]).toEqual([label, title, id]);
    expect(idsOf(model)).toContain(id);
  });

  it('is known wherever a public source gives an id that is', () => {
    const Table = z.object({ labels: z.array(z.object({ label: z.string(), id: z.string() })) });
    const { labels } = Table.parse(JSON.parse(readFileSync(new URL('../field/labels.json', import.meta.url), 'utf8')));
    const codes = labels.filter(({ id }) => known.has(id)).map(({ label }) => [label, failureOf(() => databaseModel(label, db))?.code]);
    expect(codes.filter(([, code]) => code === 'MODEL_UNKNOWN')).toEqual([]);
    // A handful are of several devices, and say so.
    expect(codes.filter(([, code]) => code !== undefined).length).toBeLessThan(codes.length / 20);
  });

  it('has in a mode what is its own, and not what shares its id', () => {
    expect(databaseModel('SIM8200EA-M2', db).states.get('rndis')?.recognised.name).toContain('SIM82xx');
    expect(databaseModel('SIM7600E-H', db).states.get('rndis')?.recognised.name).toContain('SIM7600');
  });

  it('tells which ids others of that label have, and takes none of them', () => {
    const model = databaseModel('EM7455', db);
    expect(model.otherIds).toEqual(['1199:9071', '1199:907b']);
    expect(idsOf(model)).toEqual(['1199:9079']);
    expect(databaseModel('RM520N-GL', db).otherIds).toEqual([]);
    expect(databaseModel('2c7c:0801', db).otherIds).toEqual([]);
  });

  it('of several devices is ambiguous in their common modes alone, and names them', () => {
    const model = databaseModel('ZX900-EU', twins);
    expect([...model.states.keys()]).toEqual(['mbim']);
    const candidates = 'aaaa:0001 Acme ZX900, QMI, aaaa:0002 Acme ZX900, QMI';
    expect(failureOf(() => stateFor(model, 'qmi'))).toEqual({
      code: 'MODEL_AMBIGUOUS',
      detail: { name: 'ZX900-EU', mode: 'qmi', candidates },
    });
    // By words there is no label that would tell what else is meant.
    expect(failureOf(() => databaseModel('acme', twins))?.code).toBe('MODEL_AMBIGUOUS');
    expect(failureOf(() => databaseModel('E371', db))).toMatchObject({ code: 'MODEL_AMBIGUOUS', detail: { name: 'E371', mode: 'qmi' } });
    // Its maker tells which.
    expect(idsOf(databaseModel('Novatel E371', db))).toEqual(['1410:9011']);
  });

  it('with a mode that nobody knows is known all the same', () => {
    const model = databaseModel('K5160', db);
    expect(model.states.size).toBe(0);
    expect(idsOf(model)).toContain('12d1:157f');
  });

  it('goes before words, and a whole name before the words of it', () => {
    expect(databaseModel('Quectel RM520N, MBIM', db).title).toBe('Quectel RM520N, MBIM');
    expect(databaseModel('Huawei E3372 LTE/UMTS/GSM HiLink Modem/Networkcard', db).ids).toEqual(['12d1:14dc']);
    expect(databaseModel('huawei hilink e353', db).ids).toContain('12d1:14db');
  });
});

describe('a model that is not known', () => {
  it('has the nearest names in its failure, and in its sentence', () => {
    const failure = failureOf(() => databaseModel('Quectel RM522N-GL', db));
    expect(failure).toMatchObject({ code: 'MODEL_UNKNOWN', detail: { name: 'Quectel RM522N-GL' } });
    expect(failure?.detail['nearest']).toMatch(/^Quectel RM520N \(2c7c:0801\)/);
    for (const language of languages) expect(failure && createText(language).cause(failure)).toContain('Quectel RM520N (2c7c:0801)');
  });

  it('has none where nothing is near', () => {
    const failure = failureOf(() => databaseModel('no such dongle', db));
    expect(failure).toEqual({ code: 'MODEL_UNKNOWN', detail: { name: 'no such dongle' } });
    expect(failure && createText('en').cause(failure)).toBe('No dongle is known under the name no such dongle.');
  });

  it('is refused whatever was typed', () => {
    for (const text of [
      '',
      ' ',
      '-',
      '()',
      '(',
      '\u0000',
      '💾',
      'x'.repeat(100_000),
      '1'.repeat(10_000),
      `${'a1-'.repeat(5000)}`,
      '2c7c:',
      ':0801',
      '[a',
      'xx',
      '\\',
    ])
      expect(failureOf(() => databaseModel(text, db))?.code, text.slice(0, 20)).toBe('MODEL_UNKNOWN');
  });
});
