import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toldAddress } from '../../electron/at/replies/address.ts';
import { questionOf } from '../../electron/modem/dial/commands.ts';
import { compileDials, dialJsonSchema } from '../../modem-db/compile.ts';
import { allDials, dialsFor } from '../../modem-db/dials/index.ts';
import { toExtended } from '../../modem-db/dials/posix.ts';
import { lintDb } from '../../modem-db/lint.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const root = new URL('../../modem-db/', import.meta.url);
const committed = (path: string) => readFileSync(new URL(path, root), 'utf8');
const read = (folder: string) =>
  readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, data: JSON.parse(committed(`${folder}/${name}`)) }));
const files = read('dials');
const vendors = read('vendors');

describe('the dials', () => {
  it('are compiled from their files, in whatever order they come', () => {
    const data = files.map((file) => file.data);
    expect(committed('compiled/dials.json') === compileDials(data)).toBe(true);
    expect(committed('compiled/dials.json') === compileDials(data.toReversed())).toBe(true);
    expect(committed('schema/dials.schema.json') === dialJsonSchema()).toBe(true);
    expect(() => compileDials([{ dials: [{ ...data[0].dials[0], proof: 'surely' }] }])).toThrow();
  });

  it('are there for every network card of the database, and nothing of them is wrong', () => {
    const findings = lintDb(vendors, { dials: files });
    expect(findings.filter(({ severity, file }) => severity === 'error' || file.startsWith('dials/'))).toEqual([]);
  });

  it('are missed where a card has none', () => {
    const others = files.filter(({ name }) => name !== 'telit.json');
    expect(lintDb(vendors, { dials: others }).filter(({ severity }) => severity === 'error')).toContainEqual({
      file: 'telit.json',
      path: expect.stringMatching(/^compositions\.\d+$/),
      message: expect.stringContaining('No entry of dials/ says how 1bc7:1206 gets its connection in ecm'),
      severity: 'error',
    });
  });

  it.each([
    ['a pattern that may take for ever', { proof: { query: 'AT+CGACT?', up: '(a+)+$' } }, 'May take for ever'],
    ['a login that is always sent', { before: [{ send: 'AT+CGAUTH=1,1,"{user}","{password}"' }] }, 'sent without a login as well'],
    ['what nothing fills in', { start: [{ send: 'AT+CGACT=1,{number}' }] }, 'nothing fills in {number}'],
  ])('are refused with %s', (_, change, message) => {
    const [dial] = allDials().filter(({ id }) => id === 'fibocom-fm350');
    const [way] = dial?.call?.ways ?? [];
    const changed = { ...dial, call: { ...dial?.call, ways: [{ ...way, ...change }] } };
    const findings = lintDb([], { dials: [{ name: 'fibocom.json', data: { dials: [changed] } }] });
    expect(findings).toMatchObject([{ severity: 'error', file: 'dials/fibocom.json', message: expect.stringContaining(message) }]);
  });
});

describe('the dial of a modem', () => {
  const idsOf = (...args: Parameters<typeof dialsFor>) => dialsFor(...args).map(({ id }) => id);

  it('goes by its model where families share an id', () => {
    const shared = { vid: 0x1e0e, pid: 0x9011, mode: 'rndis' };
    expect(idsOf({ ...shared, model: 'SIMCOM_SIM7600E-H' })[0]).toBe('simcom-sim7600');
    expect(idsOf({ ...shared, model: 'A7670E-FASE' })[0]).toBe('simcom-a76xx');
    expect(idsOf({ ...shared, model: 'SIM8200EA-M2' })[0]).toBe('simcom-sim82xx');
    // Nobody asked: any of them.
    expect(idsOf(shared).length).toBeGreaterThan(2);
  });

  it('is none for a mode that has a control channel, and for an id that nobody knows', () => {
    expect(idsOf({ vid: 0x2c7c, pid: 0x0125, mode: 'qmi' })).toEqual([]);
    expect(idsOf({ vid: 0xffff, pid: 0xffff, mode: 'ecm' })).toEqual([]);
  });
});

/** What modems were seen to answer to the questions of their dials, as others wrote it down. */
interface FieldReply {
  readonly dial: string;
  readonly query: string;
  readonly reply: readonly string[];
  readonly up?: boolean;
  readonly address?: string | null;
  readonly dns?: readonly string[];
  readonly gateway?: string;
  readonly source: string;
}

const field: readonly FieldReply[] = JSON.parse(readFileSync(new URL('../field/dial-replies.json', import.meta.url), 'utf8'));

describe('a reply from the field', () => {
  it.each(field.map((one) => [`${one.dial} ${one.query} ${one.reply.join(' / ')}`, one] as const))('%s', (_, one) => {
    const dial = allDials().find(({ id }) => id === one.dial);
    if (!dial) throw new Error(`no dial ${one.dial}`);
    const { call, itself } = dial;
    const question = (query: string) => (call ? questionOf(query, call) : query);
    const lines = one.reply;
    if (one.up !== undefined) {
      const proofs = [...(call?.ways ?? []).map(({ proof }) => proof), ...(itself?.proof ? [itself.proof] : [])];
      const own = proofs.filter(({ query }) => question(query) === one.query);
      expect(own.length).toBeGreaterThan(0);
      expect(own.some(({ up }) => lines.some((line) => new RegExp(up).test(line)))).toBe(one.up);
    }
    const told = [one.address, one.dns, one.gateway].filter((value) => value !== undefined);
    expect([one.up, ...told].some((value) => value !== undefined)).toBe(true);
    if (told.length === 0) return;
    const reads = [...(call?.address.reads ?? []), ...(itself?.reads ?? [])].filter(({ query }) => question(query) === one.query);
    expect(reads.length).toBeGreaterThan(0);
    const patterns = reads.flatMap(({ replies }) => replies);
    // A gateway alone is read beside the address that another answer tells.
    const beside = { reply: { lines: ['10.0.0.2'] }, patterns: ['^(?<address>10[.]0[.]0[.]2)$'] };
    const read = toldAddress([{ reply: { lines }, patterns }, ...(one.gateway === undefined ? [] : [beside])]);
    if (one.address !== undefined) expect(read.ipv4?.address ?? null).toBe(one.address);
    if (one.dns !== undefined) expect(read.dns).toEqual(one.dns);
    if (one.gateway !== undefined) expect(read.ipv4?.gateway).toBe(one.gateway);
  });
});

/** The tools that read a dial's patterns on a router, and those of this system; both are wanted by the lab, and skipped where they are not installed. */
const tools = [
  { name: 'busybox', grep: 'busybox grep', sed: 'busybox sed' },
  { name: 'GNU', grep: 'grep', sed: 'sed' },
].filter(({ grep }) => spawnSync('sh', ['-c', `echo a | ${grep} -Eq a`]).status === 0);

/** What modems were seen to say, and what others may: without quotes, with other blanks, in the other case, cut short. */
const transcript = [
  ...new Set(
    field
      .flatMap(({ reply }) => reply)
      .flatMap((line) => [line, line.replaceAll('"', ''), line.replaceAll(',', ', '), line.replaceAll(/[:,] /g, (two) => two.slice(0, 1))])
      .flatMap((line) => [line, line.toLowerCase(), line.slice(0, Math.ceil(line.length * 0.7)), `${line}x`, ` ${line}`, `x ${line}`]),
  ),
].filter((line) => /^[ -~]+$/.test(line));

/** Every pattern of every dial that a router reads; of the replies alone what stands in named groups. */
const patterns = [
  ...new Map(
    allDials()
      .flatMap(({ call }) => {
        if (!call) return [];
        const lines = call.ways.flatMap((way) => [...way.before, ...way.start]);
        const plain = [
          ...call.fell,
          ...call.ways.flatMap(({ when, proof }) => [proof.up, ...(when === undefined ? [] : [when])]),
          ...lines.flatMap(({ again }) => again ?? []),
        ];
        const replies = call.address.reads.flatMap((read) => read.replies);
        return [...plain.map((pattern) => ({ pattern, named: false })), ...replies.map((pattern) => ({ pattern, named: true }))];
      })
      .map((one) => [`${one.named} ${one.pattern}`, one] as const),
  ).values(),
];

describe('a pattern on the router', () => {
  it('is one that POSIX knows, or none', () => {
    expect(toExtended('^\\+X: ?(?:1|2),(?<address>[^,"]*)(?:,(?<dns>[0-9.]+))?$')).toEqual({
      text: '^\\+X: ?(1|2),([^,"]*)(,([0-9.]+))?$',
      groups: new Map([
        ['address', 2],
        ['dns', 4],
      ]),
    });
    for (const other of [
      '(?=a)',
      '(?!a)',
      '(?<=a)b',
      '\\d',
      '\\b',
      'a*?',
      'a+?',
      'a??',
      'a{1,2}?',
      '[\\]]',
      'a~b',
      '\\1',
      `${'(a)'.repeat(9)}(?<dns>b)`,
    ])
      expect(toExtended(other), other).toBeNull();
    expect(toExtended(`(?<dns>b)${'(a)'.repeat(9)}`)?.groups).toEqual(new Map([['dns', 1]]));
    for (const { pattern } of patterns) expect(toExtended(pattern), pattern).not.toBeNull();
  });

  it.each(tools)('finds by $name what it finds here, in all that modems were seen to say', ({ grep, sed }) => {
    expect([patterns.length > 80, transcript.length > 500]).toEqual([true, true]);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'said'), transcript.map((line) => `${line}\n`).join(''));
    patterns.forEach(({ pattern, named }, i) => {
      const { text = '', groups = new Map<string, number>() } = toExtended(pattern) ?? {};
      // As dial.sh has them.
      const names = [...groups].map(([name, number]) => `${name}=\\${number};`).join('');
      writeFileSync(join(folder, `${i}.${named ? 'reply' : 'match'}`), named ? `s~${text}.*~${names}~p` : text);
    });
    const runner = `cd "$1" || exit 9
for file in *.match; do ${grep} -En -e "$(cat "$file")" said | cut -d : -f 1 >"$file.out"; done
for file in *.reply; do ${sed} -nE -e "$(cat "$file")" -e 't hit' -e 'b' -e ':hit' -e '=' said >"$file.out"; done`;
    const { stderr, status } = spawnSync('sh', ['-c', runner, 'sh', folder], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    expect([stderr, status]).toEqual(['', 0]);
    let found = 0;
    patterns.forEach(({ pattern, named }, i) => {
      const expression = new RegExp(pattern);
      const here = transcript.flatMap((line, at) => {
        const match = expression.exec(line);
        if (!match) return [];
        found++;
        if (!named) return [String(at + 1)];
        const values = [...(toExtended(pattern)?.groups.keys() ?? [])].map((name) => `${name}=${match.groups?.[name] ?? ''};`).join('');
        // What stands before it stays, as of a line of the router's.
        return [`${line.slice(0, match.index)}${values}`, String(at + 1)];
      });
      const out = readFileSync(join(folder, `${i}.${named ? 'reply' : 'match'}.out`), 'utf8');
      expect(out.split('\n').slice(0, -1), pattern).toEqual(here);
    });
    expect(found).toBeGreaterThan(300);
  });
});
