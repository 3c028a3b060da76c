import { describe, expect, it } from 'vitest';
import { loadDb } from '../../modem-db/db.ts';
import { modelName } from '../../modem-db/ids/known-ids.ts';
import { importSwitches } from '../../modem-db/import.ts';
import { lintDb, statistics } from '../../modem-db/lint.ts';
import { VendorFile } from '../../modem-db/schema.ts';
import { waysOf } from '../../modem-db/switch-ways.ts';
import { exportSwitch, switchFileName } from '../support/switch-text.ts';
import { readVendorFiles } from './vendor-files.ts';

const files = readVendorFiles();
const vendors = files.map(({ data }) => VendorFile.parse(data));
const switches = vendors.flatMap((v) => v.switches);

describe('the vendor files', () => {
  it('are without findings', () => {
    expect(lintDb(files)).toEqual([]);
  });

  it('name their schema, for editors', () => {
    for (const vendor of vendors) expect(vendor.$schema, vendor.family).toBe('../schema/vendor.schema.json');
  });

  it('hold the whole public switch data', () => {
    const { switchEntries, models, compositions } = statistics(files);
    expect(switchEntries).toBeGreaterThanOrEqual(513);
    expect(models).toBeGreaterThanOrEqual(1100);
    expect(compositions).toBeGreaterThan(models);
  });
});

describe('every switch entry', () => {
  it('goes out to the format of usb_modeswitch and comes back the same', () => {
    // A file of usb_modeswitch is one switch.
    for (const { entry } of switches.flatMap(waysOf)) {
      const { secondSource: _second, others: _others, sticks: _sticks, ...first } = entry;
      const name = switchFileName(entry);
      const result = importSwitches(exportSwitch(entry), { fileName: name, source: entry.source });
      expect(result, name).toEqual({ entries: [first], problems: [], warnings: [] });
    }
  });

  it('has a file name of its own, so that the real program can be given all of them', () => {
    const names = switches.map(switchFileName);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is found by the strings that it asks for, and not by others', () => {
    const db = loadDb();
    for (const entry of switches) {
      const [vid = 0, pid = 0] = entry.id.split(':').map((part) => Number.parseInt(part, 16));
      const asked = (key: string) =>
        (entry.when ?? []).filter((match) => match.key === key).map((match) => match.contains.replaceAll('_', ' '));
      const text = (key: string) => asked(key).join(' ');
      const strings = {
        manufacturer: text('manufacturer'),
        product: text('product'),
        serial: text('serial'),
        scsi: { vendor: text('scsi-vendor'), model: text('scsi-model'), revision: text('scsi-revision') },
      };
      expect(db.findSwitch(vid, pid, strings), switchFileName(entry)).toEqual(entry);
      const other = { manufacturer: 'x', product: 'x', serial: 'x', scsi: { vendor: 'x', model: 'x', revision: 'x' } };
      expect(db.findSwitch(vid, pid, other)?.when, switchFileName(entry)).toBeUndefined();
    }
  });

  it('shares its id with others only where strings tell them apart', () => {
    const withStrings = switches.filter((entry) => entry.when !== undefined).map((entry) => entry.id);
    expect([...new Set(withStrings)].sort()).toEqual([
      '0408:f000',
      '0471:1210',
      '04e8:f000',
      '05c6:1000',
      '0e8d:0002',
      '19d2:0083',
      '1c9e:6061',
      '1c9e:f000',
    ]);
    expect(withStrings.filter((id) => id === '05c6:1000')).toHaveLength(12);
  });
});

describe('every composition', () => {
  it('is found where its interfaces are', () => {
    const db = loadDb();
    for (const { vendor, composition } of vendors.flatMap(({ vendor, compositions }) =>
      compositions.map((composition) => ({ vendor, composition })),
    )) {
      // Two of one id for different models are told apart by what AT+CGMM answers.
      if (composition.models !== undefined) continue;
      const [vid = 0, pid = 0] = composition.id.split(':').map((part) => Number.parseInt(part, 16));
      const needed = composition.interfaces.filter((p) => p.optional !== true && p.role !== 'disc' && p.role !== 'card');
      const taken = new Set(needed.map((p) => p.number));
      let free = 0;
      const hex = (text: string | undefined, other: number) => (text === undefined ? other : Number.parseInt(text, 16));
      const interfaces = needed.map((p) => {
        while (p.number === undefined && taken.has(free)) free++;
        const number = p.number ?? free++;
        return { number, class: hex(p.class, 0xfe), subclass: hex(p.subclass, 0xfe), protocol: hex(p.protocol, 0xfe) };
      });
      const found = db.recognise(vid, pid, interfaces);
      expect({ id: composition.id, listed: found.listed, name: found.name }).toEqual({
        id: composition.id,
        listed: true,
        name: modelName(composition.name, composition.id, vendor),
      });
      if (composition.mode !== null)
        expect([composition.id, found.mode, found.control]).toEqual([composition.id, composition.mode, composition.control]);
    }
  });
});
