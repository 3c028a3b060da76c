import { describe, expect, it } from 'vitest';
import { finds, plainTexts, slowPattern } from '../../modem-db/lint/pattern.ts';
import { parseRegex } from '../../modem-db/lint/regex/parse.ts';
import { lintDb, statistics } from '../../modem-db/lint.ts';

type Json = Record<string, unknown>;
const source = 'Some manual, page 1';
const entry = (more: Json = {}): Json => ({
  id: 'aaaa:0001',
  name: 'Disc',
  method: { name: 'HuaweiNewMode' },
  target: { vid: 'aaaa', pids: ['0002'] },
  source,
  ...more,
});
const composition = (more: Json = {}): Json => ({
  id: 'aaaa:0002',
  name: 'Stick',
  mode: 'qmi',
  interfaces: [{ number: 4, class: 'ff', role: 'control' }],
  control: 'qmi',
  source,
  ...more,
});
const mbim = (): Json =>
  composition({ id: 'aaaa:0003', mode: 'mbim', control: 'mbim', interfaces: [{ class: '02', subclass: '0e', role: 'control' }] });
/** Another switch of the entry, to where its own leads. */
const other = (more: Json = {}): Json => ({
  name: 'Eject',
  method: { name: 'StandardEject' },
  target: { vid: 'aaaa', pids: ['0002'] },
  source,
  ...more,
});
const mbimTarget = { target: { vid: 'aaaa', pids: ['0003'] } };
const modes = (more: Json = {}): Json => ({
  qmi: { set: ['AT+NET=0'], reached: '^0$', returnsAs: ['aaaa:0002'] },
  ecm: { set: ['AT+NET=1'], reached: '^1$', returnsAs: ['aaaa:0002'] },
  ...more,
});
const recipe = (more: Json = {}): Json => ({
  id: 'acme-net',
  name: 'Acme net',
  ids: ['aaaa:0002'],
  query: 'AT+NET?',
  reply: '^\\+NET: (?<value>\\d+)$',
  modes: modes(),
  restart: 'AT+CFUN=1,1',
  awayMs: 30_000,
  kept: 'flash',
  back: 'AT+NET={value}',
  lockouts: [{ command: '\\+NET=9', reason: 'Nine takes every port away' }],
  source,
  secondSource: 'Another manual, page 2',
  ...more,
});
/** Locks out what `recipe` sends, and sends something else. */
const otherLockout = {
  lockouts: [{ command: '=1$', reason: 'One is not for these' }],
  modes: { qmi: { set: ['AT+NET=0'], reached: '^0$', returnsAs: ['aaaa:0002'] } },
  restart: 'AT+RESET',
};
const setting = (more: Json = {}): Json => ({
  id: 'network-mode',
  query: 'AT+RAT?',
  reply: '^\\+RAT: (?<value>\\d)$',
  values: { auto: { set: 'AT+RAT=0', reached: '^0$' }, lte: { set: 'AT+RAT=3', reached: '^3$' } },
  kept: 'flash',
  source,
  ...more,
});
const reading = (more: Json = {}): Json => ({
  reading: {
    iccid: 'AT+ICC',
    pinTries: 'AT+TRY',
    pinTriesReply: '^\\+TRY: (?<pin>\\d)$',
    signal: ['AT+SIG?', 'AT+ENG="cell"'],
    source,
    ...more,
  },
});
const file = (more: Json = {}): Json => ({
  vendor: 'Acme',
  family: 'acme',
  vids: ['aaaa'],
  switches: [entry()],
  compositions: [composition()],
  recipes: [recipe()],
  settings: [setting()],
  ...more,
});
const lint = (more: Json = {}, ...others: Json[]) =>
  lintDb([file(more), ...others].map((data) => ({ name: `${data['family']}.json`, data }))).map(
    ({ path, severity }) => `${severity} ${path}`,
  );

describe('the linter', () => {
  it('has nothing to say of a file that is right', () => {
    expect(lint()).toEqual([]);
  });

  it('tells file, path and message', () => {
    expect(lintDb([{ name: 'other.json', data: file() }])).toEqual([
      { file: 'other.json', path: 'family', message: 'The file of family acme is named acme.json', severity: 'error' },
    ]);
  });

  it.each<[string, Json, string]>([
    ['a field that is not known', { colour: 'red' }, 'error '],
    ['a source that is missing', { switches: [entry({ source: undefined })] }, 'error switches.0.source'],
    ['a recipe without query', { recipes: [recipe({ query: undefined })] }, 'error recipes.0.query'],
    ['two entries without strings', { switches: [entry(), entry()] }, 'error switches.1'],
    [
      'two entries with the same strings',
      { switches: [0, 1].map(() => entry({ when: [{ key: 'product', contains: 'X' }] })) },
      'error switches.1',
    ],
    ['a target that nobody knows', { switches: [entry({ target: { vid: 'aaaa', pids: ['0009'] } })] }, 'error switches.0.target'],
    ['the same target twice', { switches: [entry({ target: { vid: 'aaaa', pids: ['0002', '0002'] } })] }, 'error switches.0.target.pids'],
    ['products without their vendor', { switches: [entry({ target: { pids: ['0002'] } })] }, 'error switches.0.target'],
    ['a configuration that is not named', { switches: [entry({ method: { name: 'Configuration' } })] }, 'error switches.0'],
    [
      'another switch to a target that nobody knows',
      { switches: [entry({ others: [other({ target: { vid: 'aaaa', pids: ['0009'] } })] })] },
      'error switches.0.others.0.target',
    ],
    [
      'another switch without the configuration to set',
      {
        switches: [entry({ others: [other({ ...mbimTarget, method: { name: 'Configuration' } })] })],
        compositions: [composition(), mbim()],
      },
      'error switches.0.others.0',
    ],
    ['another switch to what the entry leads to', { switches: [entry({ others: [other()] })] }, 'error switches.0.others.0'],
    [
      'another switch to what one before it leads to',
      { switches: [entry({ others: [other(mbimTarget), other(mbimTarget)] })], compositions: [composition(), mbim()] },
      'error switches.0.others.1',
    ],
    [
      'another switch whose second source is the first',
      { switches: [entry({ others: [other({ ...mbimTarget, secondSource: source })] })], compositions: [composition(), mbim()] },
      'error switches.0.others.0.secondSource',
    ],
    ['an entry of another vendor', { switches: [entry({ id: 'bbbb:0001' })] }, 'error switches.0.id'],
    ['a composition of another vendor', { compositions: [composition(), composition({ id: 'bbbb:0001' })] }, 'warning compositions.1.id'],
    ['the same interfaces twice', { compositions: [composition(), composition({ name: 'Twin' })] }, 'error compositions.1'],
    [
      'a composition behind one that always fits',
      { compositions: [composition({ mode: null, control: 'none', interfaces: [{ role: 'disc' }] }), composition()] },
      'error compositions.1',
    ],
    ['a mode that its control does not fit', { compositions: [composition({ control: 'mbim' })] }, 'error compositions.0'],
    ['a control channel without an interface', { compositions: [composition({ interfaces: [{ role: 'net' }] })] }, 'error compositions.0'],
    ['a router without a network', { compositions: [composition({ router: { address: '192.168.8.1' } })] }, 'error compositions.0'],
    [
      'a second source that is the first',
      { compositions: [composition({ secondSource: 'some manual page 1' })] },
      'error compositions.0.secondSource',
    ],
    ['a reply without a value', { recipes: [recipe({ reply: '^\\+NET: \\d+$' })] }, 'error recipes.0.reply'],
    ['a way back without the value', { recipes: [recipe({ back: 'AT+NET=0' })] }, 'error recipes.0.back'],
    ['no mode', { recipes: [recipe({ modes: {} })] }, 'error recipes.0.modes'],
    [
      'a mode that locks out',
      { recipes: [recipe({ modes: modes({ ncm: { set: ['AT+net = 9'], reached: '^9$', returnsAs: ['aaaa:0002'] } }) })] },
      'error recipes.0.modes.ncm.set.0',
    ],
    [
      'a mode that another recipe of the family locks out',
      { recipes: [recipe(), recipe({ id: 'acme-two', lockouts: [{ command: '\\+net=1$', reason: 'One is not for these' }] })] },
      'error recipes.0.modes.ecm.set.0',
    ],
    [
      'an answer that means two modes',
      { recipes: [recipe({ modes: modes({ ncm: { set: ['AT+NET=2'], reached: '^[12]$', returnsAs: ['aaaa:0002'] } }) })] },
      'error recipes.0.modes.ncm.reached',
    ],
    [
      'an offer without a test command',
      { recipes: [recipe({ modes: { qmi: { set: ['AT+NET=0'], reached: '^0$', offered: '0', returnsAs: ['aaaa:0002'] } } })] },
      'error recipes.0',
    ],
    [
      'a mode offered and refused',
      { recipes: [recipe({ refused: [{ mode: 'ecm', reason: 'It does not come back' }] })] },
      'error recipes.0.refused',
    ],
    ['a recipe for an unknown id', { recipes: [recipe({ ids: ['aaaa:0009'] })] }, 'error recipes.0.ids'],
    [
      'a return as something unknown',
      { recipes: [recipe({ modes: { qmi: { set: ['AT+NET=0'], reached: '^0$', returnsAs: ['aaaa:0009'] } } })] },
      'error recipes.0.modes.qmi.returnsAs',
    ],
    [
      'lock-outs that one recipe does not consider',
      { recipes: [recipe(), recipe({ id: 'acme-two', lockouts: [] })] },
      'error recipes.1.lockouts',
    ],
    ['one recipe twice', { recipes: [recipe(), recipe()] }, 'error recipes.1.id'],
    ['a pattern that never ends', { recipes: [recipe({ reply: '^(\\d+)+(?<value>\\d)$' })] }, 'error recipes.0.reply'],
    ['a setting without a value to read', { settings: [setting({ reply: 'RAT' })] }, 'error settings.0.reply'],
    ['a setting without values', { settings: [setting({ values: {} })] }, 'error settings.0.values'],
    [
      'a setting that locks out',
      { settings: [setting({ values: { auto: { set: 'AT+NET=9', reached: '^9$' } } })] },
      'error settings.0.values.auto.set',
    ],
    [
      'an answer that means two settings',
      { settings: [setting({ values: { auto: { set: 'AT+RAT=0', reached: '^0$' }, lte: { set: 'AT+RAT=3', reached: '^0$' } } })] },
      'error settings.0.values.lte.reached',
    ],
    ['a setting of an unknown id', { settings: [setting({ ids: ['aaaa:0009'] })] }, 'error settings.0.ids'],
    ['one setting twice', { settings: [setting(), setting({ values: { lte: { set: 'AT+RAT=3', reached: '^3$' } } })] }, 'error settings.1'],
    ['one setting for some and for all', { settings: [setting(), setting({ ids: ['aaaa:0002'], models: '^A' })] }, 'error settings.1'],
    [
      'one setting twice, asked with other blanks',
      { settings: [setting({ query: 'AT+RAT=?' }), setting({ query: 'AT+rat = ?' })] },
      'error settings.1',
    ],
    [
      'one source alone, and no question to the device',
      { recipes: [recipe({ secondSource: undefined })] },
      'error recipes.0.testMandatory',
    ],
    ['a mandatory test that nobody asks', { recipes: [recipe({ testMandatory: true })] }, 'error recipes.0.testMandatory'],
    ['a list in an answer that nobody asks for', { recipes: [recipe({ listAfter: '"net",' })] }, 'error recipes.0.listAfter'],
    [
      'a test whose answer tells nothing of a mode',
      {
        recipes: [recipe({ test: 'AT+NET=?', modes: { qmi: { set: ['AT+NETCARD=0'], reached: '^0$', returnsAs: ['aaaa:0002'] } } })],
      },
      'error recipes.0.modes.qmi',
    ],
    [
      'a test that is read in two ways',
      {
        recipes: [
          recipe({
            test: 'AT+NET=?',
            modes: modes({ mbim: { set: ['AT+NET=2'], reached: '^2$', offered: '2', returnsAs: ['aaaa:0002'] } }),
          }),
        ],
      },
      'error recipes.0.modes',
    ],
    ['a signal that is set', reading({ signal: ['AT+SIG?', 'AT+SIG=1'] }), 'error reading.signal.1'],
    ['a cell that is set', reading({ cell: ['AT+NET'], iccid: 'AT+NET=0' }), 'error reading.iccid'],
    ['two commands for one signal', reading({ signal: ['AT+SIG?;+NET=0'] }), 'error reading.signal.0'],
    ['a bare word for a cell', reading({ cell: ['ATZ'] }), 'error reading.cell.0'],
    [
      'a lock that is asked for with what locks out',
      {
        ...reading({ radioLock: { query: 'AT+NET?', locked: 'x', source } }),
        recipes: [recipe({ lockouts: [{ command: '\\+NET\\?', reason: 'It takes the port away' }] })],
      },
      'error reading.radioLock.query',
    ],
    ['tries without a pattern', reading({ pinTriesReply: undefined }), 'error reading.pinTriesReply'],
    ['a pattern of tries without a question', reading({ pinTries: undefined }), 'error reading.pinTriesReply'],
    ['tries that the pattern does not name', reading({ pinTriesReply: '^\\+TRY: (\\d)$' }), 'error reading.pinTriesReply'],
    [
      'a lock whose pattern never ends',
      reading({ radioLock: { query: 'AT+LCK?', locked: '(a+)+$', source } }),
      'error reading.radioLock.locked',
    ],
    [
      'a second source of a lock that is the first',
      reading({ radioLock: { query: 'AT+LCK?', locked: 'x', source, secondSource: source } }),
      'error reading.radioLock.secondSource',
    ],
    ['two rules for one interface', { rules: [0, 1].map(() => ({ class: 'ff', protocol: '01', role: 'modem', source })) }, 'error rules.1'],
  ])('finds %s', (_what, more, finding) => {
    expect(lint(more)).toContain(finding);
  });

  it.each<[string, Json]>([
    ['an entry with strings beside one without', { switches: [entry(), entry({ when: [{ key: 'product', contains: 'X' }] })] }],
    ['entries with different strings', { switches: ['X', 'Y'].map((contains) => entry({ when: [{ key: 'product', contains }] })) }],
    ['another switch to another mode', { switches: [entry({ others: [other(mbimTarget)] })], compositions: [composition(), mbim()] }],
    ['a class as the only target', { switches: [entry({ target: { class: 'ff' } })] }],
    [
      'a composition that always fits behind others',
      {
        compositions: [
          composition(),
          composition({ mode: null, control: 'none', interfaces: [{ role: 'at', number: 2, optional: true }] }),
        ],
      },
    ],
    ['the same interfaces of another model', { compositions: [composition(), composition({ models: '^B' })] }],
    ['readings', reading({ radioLock: { query: 'AT+LCK?', locked: '^\\+LCK: 1$', source, secondSource: 'Another manual' } })],
    ['tries that nobody can ask for', reading({ pinTries: undefined, pinTriesReply: undefined })],
    ['another second source', { compositions: [composition({ secondSource: 'Another manual' })] }],
    ['a recipe without lock-outs in a family without', { recipes: [recipe({ lockouts: [] })] }],
    [
      'a lock-out of other models of the family',
      { recipes: [recipe({ models: '^A' }), recipe({ id: 'acme-two', models: '^B', ...otherLockout })] },
    ],
    [
      'a lock-out of other ids of the family',
      {
        compositions: [composition(), composition({ id: 'aaaa:0003' })],
        recipes: [recipe(), recipe({ id: 'acme-two', ids: ['aaaa:0003'], ...otherLockout })],
      },
    ],
    [
      'settings of different ids',
      { settings: [setting(), setting({ id: 'packet-domain', values: { packet: { set: 'AT+RAT=0', reached: '^0$' } } })] },
    ],
    ['one setting asked in two ways', { settings: [setting(), setting({ query: 'AT+MODE?' })] }],
    ['one setting of two kinds of model', { settings: [setting({ models: '^A' }), setting({ models: '^B' })] }],
    [
      'one setting of modems with different ids',
      {
        compositions: [composition(), composition({ id: 'aaaa:0003' })],
        settings: [setting({ ids: ['aaaa:0002'] }), setting({ ids: ['aaaa:0003'] })],
      },
    ],
    [
      'a lock-out that only the way back could become',
      { recipes: [recipe({ lockouts: [{ command: '=\\{', reason: 'Only the brace itself' }] })] },
    ],
  ])('lets %s pass', (_what, more) => {
    expect(lint(more)).toEqual([]);
  });

  it('looks across files', () => {
    const second = (more: Json = {}) => ({
      ...file({ switches: [], recipes: [], settings: [] }),
      family: 'zenith',
      vids: ['bbbb'],
      compositions: [],
      ...more,
    });
    expect(
      lint(
        { switches: [entry({ target: { vid: 'bbbb', pids: ['0001'] } })] },
        second({ compositions: [composition({ id: 'bbbb:0001' })] }),
      ),
    ).toEqual([]);
    expect(lint({}, second({ vids: ['aaaa'] }))).toEqual(['error vids.0']);
    expect(lint({}, second({ recipes: [recipe()] }))).toEqual(['error recipes.0.id']);
    expect(lint({}, second({ compositions: [composition()] }))).toEqual(['warning compositions.0.id', 'error compositions.0']);
  });

  it('says nothing about a lost file but what is wrong with it', () => {
    expect(lintDb([{ name: 'x.json', data: null }]).map(({ severity }) => severity)).toEqual(['error']);
  });
});

describe('slowPattern', () => {
  it.each([
    '(a+)+',
    '(a*)*$',
    '((ab)*c?)+',
    '(?:x|x)*',
    '(?<v>[0-9]+,?)*',
    '(.*,){3,}',
    '([^;]+,)*',
    '(\\d+.)*',
    '(a+b|a+c)*',
    '([a-z]+){200}',
    '^(\\w|\\d)*$',
    '^(a|[ab])*$',
    '^(a|aa)+$',
    '^(.|\\s)*$',
    '^((a|a))*$',
    '^(?:a(?:b|)|ab)*$',
    '^(a?b?)*$',
    '^(a+){20}$',
    '(a?){50}a{50}',
    '^(?:(?:a{1,50}){1,50}){1,50}$',
    '^a*a*a*$',
    '.*.*.*x',
    '^(?=(a|a)+$)',
    '(?<=(a|a)+)b',
    '(?:\\x61|a)*x',
    '(?:[^A]+a)*x',
    '(?:[A]+a)*x',
    '(?<v>a+)(?:b|\\k<v>*c)+d',
  ])('finds %s', (pattern) => {
    expect(slowPattern(pattern)).not.toBeNull();
  });
  it.each([
    '(a+)?',
    '(a|b)*',
    '^\\^SETPORT: ?(?<value>[0-9A-F,;]+)$',
    ';(.*,)?16(,|$)',
    '[(+]+',
    '(\\+\\*)+',
    '(a+){2}',
    '(?:ab,)*',
    '^(?:\\d+,)*3$',
    '^0(?:,\\d+)*$',
    '([^;]*;)+',
    '(?:[0-9]+\\.)*',
    '^(?:[^A]+A)*$',
    '^(?:a|b(?:c|d)*e)*$',
    '^(?:\\d{1,3},){0,20}2(?:,\\d{1,3}){0,20}$',
    '^(?=.*a)(?=.*b)(?=.*c).*d$',
    '^.*.*$',
    '(?<=ba+)c',
    '[^]*\\^SETPORT: ?1:',
    '',
  ])('lets %s pass', (pattern) => {
    expect(slowPattern(pattern)).toBeNull();
  });
});

describe('the time that a pattern is looked at', () => {
  const families: [string, (length: number) => string][] = [
    ['plain text', (n) => 'a'.repeat(n)],
    ['a count without an end', (n) => `a{${'1'.repeat(n)}`],
    ['counts without an end', (n) => 'a{1'.repeat(n / 3)],
    ['counts', (n) => 'a{1,9}'.repeat(n / 6)],
    ['open groups', (n) => '('.repeat(n)],
    ['open names', (n) => '(?<a'.repeat(n / 4)],
    ['open references', (n) => '\\k<a'.repeat(n / 4)],
    ['open classes', (n) => '['.repeat(n)],
    ['classes', (n) => '[^a-z\\d]'.repeat(n / 9)],
    ['backslashes', (n) => '\\'.repeat(n)],
    ['groups in groups', (n) => '('.repeat(n / 2) + ')'.repeat(n / 2)],
    ['repeated groups in repeated groups', (n) => `${'('.repeat(n / 3)}a${')*'.repeat(n / 3)}`],
    ['optional groups in optional groups', (n) => '(a'.repeat(n / 4) + ')?'.repeat(n / 4)],
    ['looks in looks', (n) => '(?='.repeat(n / 4) + ')'.repeat(n / 4)],
    ['looks behind looks', (n) => '(?<=a'.repeat(n / 6) + ')'.repeat(n / 6)],
    ['alternatives', (n) => `(${'a|'.repeat(n / 2)})*`],
    ['repetitions in a repetition', (n) => `(${'a+,'.repeat(n / 3)})*`],
    ['repetitions that end with the same', (n) => `(${'a+'.repeat(n / 2)},)*`],
  ];

  /** Parts, and mentions of parts in others. The check goes through all of them three times, with a few steps each. */
  function partsOf(pattern: string): number {
    const parts = parseRegex(pattern, true);
    return parts.reduce((sum, part) => sum + 1 + ('parts' in part ? part.parts.length : 'part' in part ? 1 : 0), 0);
  }

  it.each(families)('grows with its length and no faster: %s', (_name, make) => {
    const [once, twice] = [partsOf(make(3600)), partsOf(make(7200))];
    expect(once).toBeLessThanOrEqual(2 * 3600 + 10);
    expect(twice).toBeLessThanOrEqual(2 * once + 10);
  });

  it('ends, however long and deep it is', () => {
    for (const [, make] of families) slowPattern(make(18_000));
    // A quarter of a million digits, each looked at from each, are minutes.
    expect(slowPattern(`a{${'1'.repeat(250_000)}`)).toBeNull();
  });
});

describe('patterns that may take for ever', () => {
  it('are told, and are not tried on anything by the check itself', () => {
    expect(finds('^(a|a)*$', 'aaaa')).toBe(false);
    expect(finds('^(?:a|b)*$', 'abab')).toBe(true);
    const endless = recipe({ lockouts: [{ command: '^AT\\+NET=(0|0)*1$', reason: 'A pattern that takes for ever' }] });
    const command = `AT+NET=${'0'.repeat(190)}`;
    const findings = lintDb([
      {
        name: 'acme.json',
        data: file({ recipes: [{ ...endless, modes: modes({ qmi: { set: [command], reached: '^0$', returnsAs: ['aaaa:0002'] } }) }] }),
      },
    ]);
    expect(findings.map((f) => f.path)).toContain('recipes.0.lockouts.0.command');
  });
});

describe('plainTexts', () => {
  it('unfolds plain alternatives and gives up on the rest', () => {
    expect(plainTexts('^0$')).toEqual(['0']);
    expect(plainTexts('^(?:5|16)$')).toEqual(['5', '16']);
    expect(plainTexts('^a\\.b$')).toEqual(['a.b']);
    expect(plainTexts('^\\d+$')).toEqual([]);
    expect(plainTexts('^[12]$')).toEqual([]);
  });
  it('is not upset by what cannot be compiled', () => {
    expect(finds('(', 'x')).toBe(false);
  });
});

describe('statistics', () => {
  it('counts what fits the schema', () => {
    const data = file({
      compositions: [
        composition({ secondSource: 'Another manual' }),
        composition({ name: 'B', interfaces: [{ number: 5, role: 'control' }] }),
      ],
    });
    expect(statistics([{ data }, { data: 'nonsense' }], { providers: { providers: [1, 2, 3] } })).toEqual({
      vendors: 1,
      switchEntries: 1,
      models: 1,
      compositions: 2,
      routers: 0,
      recipes: 1,
      settings: 1,
      bootStates: null,
      providers: 3,
      quirks: { hardware: 0, code: 0, report: 0 },
      dials: { hardware: 0, code: 0, report: 0, assumed: 0 },
      facts: 5,
      factsWithSecondSource: 2,
      secondSourceShare: 0.4,
      coverage: [],
    });
    const list = { list: 'sample', title: 'Sample', source: 'Sample 1, none', ids: { 'dead:beef': [] } };
    expect(statistics([{ data }], { lists: [{ data: list }, { data: 'nonsense' }] }).coverage).toEqual([
      { list: 'sample', title: 'Sample', ids: 1, byModel: 0, byFamily: 0, unknown: 1 },
    ]);
    expect(statistics([])).toMatchObject({ providers: null, facts: 0, secondSourceShare: 0 });
    const state = { id: '05c6:9008', kind: 'download', name: 'EDL', source: 'A manual', secondSource: 'Another manual' };
    expect(statistics([], { bootStates: { states: [state], signs: [] } })).toMatchObject({
      bootStates: 1,
      facts: 1,
      factsWithSecondSource: 1,
    });
  });
});
