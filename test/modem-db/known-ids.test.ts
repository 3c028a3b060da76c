import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDb } from '../../modem-db/compile.ts';
import { loadDb } from '../../modem-db/db.ts';
import { IdListFile, isPlaceholder } from '../../modem-db/ids/id-list.ts';
import { listedId, modelName } from '../../modem-db/ids/known-ids.ts';
import { listImporters, writeList } from '../../modem-db/import/lists/index.ts';
import { coverage } from '../../modem-db/lint/coverage.ts';
import { VendorFile } from '../../modem-db/schema.ts';
import { readVendorFiles } from './vendor-files.ts';

const folder = new URL('../../modem-db/ids/lists/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const lists = names.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
const parsed = lists.map(({ text }) => IdListFile.parse(JSON.parse(text)));
const vendors = readVendorFiles().map(({ data }) => VendorFile.parse(data));

describe('the lists of the tree', () => {
  it.each(lists)('$name is as its importer writes it', ({ name, text }) => {
    const list = IdListFile.parse(JSON.parse(text));
    expect(`${list.list}.json`).toBe(name);
    expect(writeList(list)).toBe(text);
    expect(Object.keys(list.ids)).toEqual(Object.keys(list.ids).toSorted());
  });

  it('have an importer each, and are all read', () => {
    expect(parsed.map(({ list }) => list).toSorted()).toEqual(
      listImporters()
        .map(({ list }) => list)
        .toSorted(),
    );
    for (const { list, ids } of parsed) for (const id of Object.keys(ids)) expect(listedId(id)?.lists).toContain(list);
  });

  it('have no id whose vendor no file knows', () => {
    expect(coverage(vendors, parsed).filter(({ unknown }) => unknown > 0)).toEqual([]);
  });
});

describe('an id of the lists', () => {
  const db = loadDb();

  it('is known by vendor, family, model and drivers, though no vendor’s file has it', () => {
    expect(db.compositionsOf(['2c7c:012a'])).toEqual([]);
    expect(db.knownId(0x2c7c, 0x012a)).toEqual({
      vendor: 'Quectel',
      family: 'quectel',
      name: 'Quectel EM060K',
      names: ['Quectel EM060K'],
      drivers: ['option'],
      lists: ['linux-option'],
    });
    expect(db.knownId(0xdead, 0xbeef)).toBeUndefined();
  });

  it('is recognised by that name and by nothing more', () => {
    const serial = { class: 0xff, subclass: 0x42, protocol: 0x42 };
    const found = db.recognise(0x2c7c, 0x012a, [{ number: 0, ...serial }]);
    expect(found).toMatchObject({ name: 'Quectel EM060K', listed: false });
    const unnamed = db.recognise(0xdead, 0xbeef, [{ number: 0, ...serial }]);
    expect({ ...found, name: '' }).toEqual(unnamed);
  });

  it('goes by the most trusted list that tells a name', () => {
    // qmi_wwan's remark is of this id; option has a constant's name, the packages their scripts'.
    expect(listedId('2c7c:030b')?.name).toBe('Quectel EM060K/EG120K-EA');
    expect(listedId('2c7c:030b')?.names).toContain('Quectel EM060K');
    expect(listedId('2c7c:030b')?.drivers).toEqual(['qmi_wwan', 'option']);
  });

  it('has up to three names where several modems share it, with what they begin with once', () => {
    expect(listedId('05c6:9215')?.name).toBe('Acer Gobi 2000 Modem device (VP413), Quectel EC20 Mini PCIe');
    expect(listedId('2c7c:0900', 'Quectel')?.name).toBe('Quectel RM500U-CN');
    expect(listedId('1199:68c0')?.name).toBe('Sierra Wireless MC7304/MC7354, WP76xx');
  });

  it('has its maker before a name that leaves it out, once', () => {
    expect(listedId('2c7c:0700', 'Quectel')?.name).toBe('Quectel BG95');
    expect(listedId('04a5:4068', 'BenQ')?.name).toBe('BenQ H10');
  });
});

describe('a name that only holds the product id', () => {
  it.each([
    ['Sierra modem 90d3', '1199:90d3', true],
    ['ZTE 0017, QMI', '19d2:0017', true],
    ['Sierra Wireless EM9190', '1199:90d3', false],
    ['ZTE MF90017', '19d2:0017', false],
    ['Netgear AirCard 341U (9057)', '1199:9057', false],
  ])('%s of %s: %s', (name, id, expected) => expect(isPlaceholder(name, id)).toBe(expected));

  it('gives way to the model of a list, and keeps its mode', () => {
    expect(modelName('Quectel 030b, QMI', '2c7c:030b', 'Quectel')).toBe('Quectel EM060K/EG120K-EA, QMI');
    expect(modelName('Telit modem 0991, QMI', '1bc7:0991', 'Telit')).toBe('Telit FE990D50, QMI');
    expect(modelName('Quectel EM060K, QMI', '2c7c:030b', 'Quectel')).toBe('Quectel EM060K, QMI');
    expect(modelName('Acme beef', 'dead:beef', 'Acme')).toBe('Acme beef');
  });

  it('gives way in what the app carries', () => {
    const vendor = {
      ...{ vendor: 'Quectel', family: 'quectel', vids: ['2c7c'], switches: [], recipes: [] },
      compositions: [
        { id: '2c7c:030b', name: 'Quectel 030b', mode: null, interfaces: [{ role: 'other' }], control: 'none', source: 'none at all' },
      ],
    };
    expect(compileDb([vendor])).toContain('"name":"Quectel EM060K/EG120K-EA"');
  });
});

describe('the coverage of a list', () => {
  const acme = VendorFile.parse({
    ...{ vendor: 'Acme', family: 'acme', vids: ['aaaa'], switches: [], recipes: [] },
    compositions: [
      { id: 'aaaa:0001', name: 'Acme One', mode: null, interfaces: [{ role: 'other' }], control: 'none', source: 'none at all' },
      { id: 'aaaa:0002', name: 'Acme 0002', mode: null, interfaces: [{ role: 'other' }], control: 'none', source: 'none at all' },
    ],
  });
  const list = IdListFile.parse({
    ...{ list: 'sample', title: 'Sample', source: 'Sample 1, none' },
    ids: { 'aaaa:0001': [], 'aaaa:0002': [], 'aaaa:0003': ['Acme Three'], 'bbbb:0001': [], 'bbbb:0002': ['Beta 2'] },
  });

  it('counts every id once: by model, by vendor alone, not at all', () => {
    expect(coverage([acme], [list])).toEqual([{ list: 'sample', title: 'Sample', ids: 5, byModel: 3, byFamily: 1, unknown: 1 }]);
    expect(coverage([acme], [list], [])).toEqual([{ list: 'sample', title: 'Sample', ids: 5, byModel: 1, byFamily: 2, unknown: 2 }]);
  });
});
