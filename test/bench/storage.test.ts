import { describe, expect, it } from 'vitest';
import { bundleInput } from '../../electron/bench/export-facts/bundle-input.ts';
import { databaseModel } from '../../electron/bench/export-facts/database-model.ts';
import { describedModel } from '../../electron/bench/export-facts/described-model.ts';
import { factsOfModel } from '../../electron/bench/export-facts/model-dongle.ts';
import { practiceModel } from '../../electron/cli/practice-models.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { languages, type Mode } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';

const db = loadDb();
const wishesFor = (mode: Mode) => Wishes.parse({ mode, router: '24.10.8', apn: 'internet', onRouter: { storage: '/mnt/card' } });

function described(name: string) {
  const model = practiceModel(name);
  if (!model) throw new Error('no such model');
  return describedModel(model, db);
}
const factsOf = (model: ReturnType<typeof described>, mode: Mode) =>
  factsOfModel(model, { wishes: wishesFor(mode), pinLeftOut: false }, db);
const inputOf = (model: ReturnType<typeof described>, mode: Mode, refuses = true) =>
  bundleInput(factsOf(model, mode), wishesFor(mode), { db, version: '0', refuses });
const keys = (input: ReturnType<typeof inputOf>) => (input.warnings ?? []).map(({ key }) => key);
const storage = (key: string) => `bundle.warnings.storage-${key}`;

describe('a card reader as storage', () => {
  it('of a dongle that shows one in its mode is in the bundle', () => {
    const model = described('huawei-ncm');
    expect(factsOf(model, 'ncm').cardReader).toBe(true);
    const input = inputOf(model, 'ncm');
    expect(input.wishes.onRouter.storage).toBe('/mnt/card');
    expect(keys(input)).toContain(storage('card'));
    expect(keys(input)).not.toContain(storage('reader-unlisted'));
  });

  it('is refused where the mode shows none, and left out with a word where the dongle was prepared', () => {
    const model = described('quectel-ec25');
    expect(() => inputOf(model, 'qmi')).toThrow(
      expect.objectContaining({ code: 'CARD_READER_MISSING', detail: expect.objectContaining({ field: 'onRouter.storage', mode: 'qmi' }) }),
    );
    const input = inputOf(model, 'qmi', false);
    expect(input.wishes.onRouter.storage).toBe('');
    expect(keys(input)).toEqual(expect.arrayContaining([storage('no-reader')]));
    expect(keys(input)).not.toContain(storage('card'));
  });

  it('of a model whose interfaces nobody lists whole is not refused, and that is said', () => {
    const input = inputOf(databaseModel('2c7c:0125', db), 'qmi');
    expect(input.wishes.onRouter.storage).toBe('/mnt/card');
    expect(keys(input)).toContain(storage('reader-unlisted'));
  });

  it('is told of in each language', () => {
    for (const language of languages)
      for (const key of ['card', 'reader-unlisted', 'no-reader', 'ejected'])
        expect(
          createText(language).phrase({ key: storage(key), values: { target: '/mnt/card', mode: 'qmi', id: '12d1:1506' } }),
        ).not.toMatch(/\{\{|storage-/);
  });
});

describe('an entry of usbmode that would eject the reader in the dongle’s mode', () => {
  // A stick whose disc and modem have one id, told apart by the class of the first interface; here a reader is the first.
  const model = databaseModel('12d1:1506', db);
  const facts = factsOf(model, 'ncm');
  const drive = {
    number: 0,
    alternate: 0,
    class: 8,
    subclass: 6,
    protocol: 0x50,
    extra: new Uint8Array(),
    endpoints: facts.modem.configurations[0]?.interfaces.flatMap(({ endpoints }) => endpoints).filter(({ type }) => type === 'bulk') ?? [],
  };
  const modem = { ...facts.modem, vid: 0x1410, pid: 0x7001, configurations: [{ value: 1, interfaces: [drive] }], activeConfiguration: 1 };
  const given = (over: Partial<typeof facts>, wishes = wishesFor('ncm')) =>
    bundleInput({ ...facts, modem, fresh: modem, ...over }, wishes, { db, version: '0' });

  it('is put out of action where a card is to be mounted, and only there', () => {
    expect(given({ discs: [] }).usbMode).toEqual({ ids: ['1410:7001'], file: { messages: [], devices: { '1410:7001': {} } } });
    expect(keys(given({ discs: [] }))).not.toContain(storage('ejected'));
    const without = given({ discs: [] }, Wishes.parse({ mode: 'ncm', router: '24.10.8' }));
    expect(without.usbMode?.file.devices['1410:7001']).toEqual({ '*': { mode: 'StandardEject', t_class: 8 } });
  });

  it('is told of where the disc state of the same id needs it', () => {
    const discs = db.switchesOf(0x1410, 0x7001).map((entry) => ({ device: modem, entry }));
    expect(discs.map(({ entry }) => entry.method.name)).toEqual(['StandardEject']);
    expect(keys(given({ discs }))).toContain(storage('ejected'));
  });
});
