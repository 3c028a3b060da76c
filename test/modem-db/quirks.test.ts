import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileQuirks, quirkJsonSchema } from '../../modem-db/compile.ts';
import { mayBeFccLocked } from '../../modem-db/ids/id-lists.ts';
import { lintDb, statistics } from '../../modem-db/lint.ts';
import { type QuirkSubject, quirksFor, startSeconds } from '../../modem-db/quirks/index.ts';
import { Quirk, QuirkFile, QuirkUse } from '../../modem-db/quirks/schema.ts';
import { readQuirkFiles } from './quirk-files.ts';
import { readVendorFiles } from './vendor-files.ts';

const committed = (path: string) => readFileSync(new URL(`../../modem-db/${path}`, import.meta.url), 'utf8');
const files = readQuirkFiles();

type Json = Record<string, unknown>;
const sentences = (en: string) => ({ en, ru: 'Что-то происходит.' });
const entry = (more: Json = {}): Json => ({
  id: 'acme-slow',
  match: { ids: ['aaaa:0001'] },
  kind: 'modem',
  effect: sentences('Something happens.'),
  remedy: sentences('Wait a while.'),
  proof: 'report',
  sources: ['Some forum, topic 1'],
  ...more,
});
const quirk = (more: Json = {}) => Quirk.parse(entry(more));

describe('quirks of a modem', () => {
  const idsOf = (subject: Partial<QuirkSubject>, ...quirks: Quirk[]) =>
    quirksFor({ vid: 0xaaaa, pid: 1, ...subject }, quirks).map(({ id }) => id);

  it('are found by the whole id, or by the vendor', () => {
    const quirks = [quirk(), quirk({ id: 'acme-all', match: { ids: ['aaaa:*'] } }), quirk({ id: 'other', match: { ids: ['aaaa:0002'] } })];
    expect(idsOf({}, ...quirks)).toEqual(['acme-slow', 'acme-all']);
    expect(idsOf({ pid: 9 }, ...quirks)).toEqual(['acme-all']);
    expect(idsOf({ vid: 1 }, ...quirks)).toEqual([]);
    // One that is listed both ways is one.
    expect(idsOf({}, quirk({ match: { ids: ['aaaa:0001', 'aaaa:*'] } }))).toEqual(['acme-slow']);
  });

  it('of one model among several of an id need that model, as it says itself or else as it is called', () => {
    const one = quirk({ match: { ids: ['aaaa:0001'], models: '^X1' } });
    expect(idsOf({ model: 'x100' }, one)).toEqual(['acme-slow']);
    expect(idsOf({ name: 'X100, QMI' }, one)).toEqual(['acme-slow']);
    expect(idsOf({ model: 'Y200', name: 'X100, QMI' }, one)).toEqual([]);
    expect(idsOf({}, one)).toEqual([]);
    // Of several models behind one id nobody knows which it is; its own words tell.
    expect(idsOf({ name: 'X100, Y200, QMI' }, quirk({ match: { ids: ['aaaa:0001'], models: 'Y200' } }))).toEqual([]);
    expect(idsOf({ name: 'X100, Y200, QMI', product: 'X100-GL' }, one)).toEqual(['acme-slow']);
    expect(idsOf({ name: 'X100, Y200, QMI', product: 'Y200-GL' }, one)).toEqual([]);
  });

  it('of a firmware need that firmware', () => {
    const one = quirk({ match: { ids: ['aaaa:0001'], revision: '^1\\.2' } });
    expect(idsOf({ revision: '1.2.7' }, one)).toEqual(['acme-slow']);
    expect(idsOf({ revision: '1.3' }, one)).toEqual([]);
    expect(idsOf({}, one)).toEqual([]);
  });

  it('of a mode or a release are told where these are not known, or are theirs', () => {
    const mode = quirk({ match: { ids: ['aaaa:0001'], modes: ['qmi'] } });
    expect([idsOf({ mode: 'qmi' }, mode), idsOf({}, mode)]).toEqual([['acme-slow'], ['acme-slow']]);
    expect([idsOf({ mode: 'mbim' }, mode), idsOf({ mode: null }, mode)]).toEqual([[], []]);
    const release = quirk({ match: { ids: ['aaaa:0001'], releases: { from: '24.10.0', before: '24.10.10' } } });
    const told = ['23.05.6', '24.10.0', '24.10.9', '24.10.10', '25.12.0'].filter(
      (version) => idsOf({ release: version }, release).length > 0,
    );
    expect(told).toEqual(['24.10.0', '24.10.9']);
    expect(idsOf({}, release)).toEqual(['acme-slow']);
  });

  it('stand in the order in which they matter: what is done about one first, then the surer ones', () => {
    const quirks = [
      quirk({ id: 'report' }),
      quirk({ id: 'code', proof: 'code' }),
      quirk({ id: 'hardware', proof: 'hardware' }),
      quirk({ id: 'used', use: { kind: 'slow-start', seconds: 5 } }),
    ];
    expect(idsOf({}, ...quirks)).toEqual(['used', 'hardware', 'code', 'report']);
  });

  it('say how long it takes to start: the longest of them', () => {
    expect(startSeconds([quirk()])).toBe(0);
    const slow = (seconds: number) => quirk({ use: { kind: 'slow-start', seconds } });
    expect(startSeconds([slow(20), slow(90), slow(5)])).toBe(90);
  });

  it('say which cards may be behind an FCC lock, beside the list of ids', () => {
    // Of the list alone, of the quirks alone, of neither.
    expect([mayBeFccLocked(0x413c, 0x81a3), mayBeFccLocked(0x0489, 0xe0b5), mayBeFccLocked(0x2c7c, 0x0125)]).toEqual([true, true, false]);
  });
});

describe('the quirks of the tree', () => {
  it('are what the app carries (else: npm run compile-db)', () => {
    const data = files.map((file) => file.data);
    expect(committed('compiled/quirks.json') === compileQuirks(data)).toBe(true);
    expect(committed('compiled/quirks.json') === compileQuirks(data.toReversed())).toBe(true);
    expect(committed('schema/quirks.schema.json') === quirkJsonSchema()).toBe(true);
    expect(() => compileQuirks([{ quirks: [entry({ proof: 'surely' })] }])).toThrow();
  });

  it('are right, and each use of them has an entry', () => {
    const findings = lintDb(readVendorFiles(), { portRoles: JSON.parse(committed('ports/port-roles.json')), quirks: files });
    expect(findings.filter(({ file, severity }) => file.startsWith('quirks/') && severity === 'error')).toEqual([]);
    const used = files.flatMap(({ data }) => QuirkFile.parse(data).quirks.flatMap(({ use }) => use?.kind ?? []));
    expect(new Set(used)).toEqual(new Set(QuirkUse.options.map(({ shape }) => shape.kind.value)));
  });

  it('are counted by how sure they are', () => {
    const { hardware, code, report } = statistics([], { quirks: files }).quirks;
    expect(Math.min(hardware, code, report)).toBeGreaterThan(10);
    expect(hardware + code + report).toBe(files.flatMap(({ data }) => QuirkFile.parse(data).quirks).length);
  });
});

describe('the linter of quirks', () => {
  const vendor = { name: 'acme.json', data: { vendor: 'Acme', family: 'acme', vids: ['aaaa'], switches: [], recipes: [] } };
  const composition = { id: 'aaaa:0001', name: 'X1', mode: null, interfaces: [{ role: 'other' }], control: 'none', source: 'Some manual' };
  const vendors = [{ name: 'acme.json', data: { ...vendor.data, compositions: [composition] } }];
  const lint = (...quirks: Json[]) => lintQuirks([{ name: 'acme.json', data: { quirks } }]);
  const lintQuirks = (given: { name: string; data: unknown }[]) =>
    lintDb(vendors, { quirks: given }).map(({ file, path, severity }) => `${severity} ${file} ${path}`);

  it('is content with a right one', () => {
    expect(lint(entry(), entry({ id: 'acme-all', match: { ids: ['aaaa:*'] }, remedy: null }))).toEqual([]);
  });

  it.each([
    ['an id that is known nowhere', { match: { ids: ['aaaa:0002'] } }, 'warning quirks/acme.json quirks.0.match.ids'],
    ['a vendor that is known nowhere', { match: { ids: ['bbbb:*'] } }, 'warning quirks/acme.json quirks.0.match.ids'],
    ['an id twice', { match: { ids: ['aaaa:0001', 'aaaa:0001'] } }, 'error quirks/acme.json quirks.0.match.ids'],
    ['a name of another file', { id: 'other-slow' }, 'error quirks/acme.json quirks.0.id'],
    [
      'a pattern without end',
      { match: { ids: ['aaaa:0001'], models: '^(a+)+(a+)+(a+)+(a+)+$' } },
      'error quirks/acme.json quirks.0.match.models',
    ],
    ['English in Russian', { effect: { en: 'It is slow.', ru: 'It is slow.' } }, 'error quirks/acme.json quirks.0.effect.ru'],
    ['Russian in English', { effect: { en: 'Он медленный.', ru: 'Он медленный.' } }, 'error quirks/acme.json quirks.0.effect.en'],
    ['no sentence', { remedy: { en: 'wait a while', ru: 'Подождать.' } }, 'error quirks/acme.json quirks.0.remedy.en'],
    ['a source twice', { sources: ['Some forum, topic 1', 'some forum topic 1'] }, 'error quirks/acme.json quirks.0.sources'],
    ['no source', { sources: [] }, 'error quirks/acme.json quirks.0.sources'],
    ['a use that nothing honours', { use: { kind: 'hope' } }, 'error quirks/acme.json quirks.0.use.kind'],
  ] as const)('finds %s', (_what, more, finding) => {
    const found = lint(entry(more));
    expect(found).toContain(finding);
    expect(new Set(found).size).toBe(1);
  });

  it('finds an entry that stands in two files', () => {
    const given = ['acme.json', 'acme-b.json'].map((name) => ({ name, data: { quirks: [entry({ id: 'acme-b-slow' })] } }));
    expect(lintQuirks(given)).toEqual(['error quirks/acme.json quirks.0.id']);
  });
});
