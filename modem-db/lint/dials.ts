import { idNumbers } from '../db.ts';
import { dialsFor } from '../dials/index.ts';
import { type Dial, DialFile, placeholders } from '../dials/schema.ts';
import type { CheckedFile, Finding, Notes } from './finding.ts';
import { notesOf } from './finding.ts';
import { slowPattern } from './pattern.ts';

const FOLDER = 'dials/';
/** What a network card cannot go without. */
const CARD_MODES: readonly string[] = ['ncm', 'ecm', 'rndis'];

/**
 * What is wrong with the files of dials: and with a network card whose mode is known and of which none says how it connects.
 * @param files name without folder (`telit.json`) and parsed JSON of each
 * @param vendors the vendors' files that fit their schema
 */
export function lintDials(files: readonly { readonly name: string; readonly data: unknown }[], vendors: readonly CheckedFile[]): Finding[] {
  const findings: Finding[] = [];
  const dials: Dial[] = [];
  const taken = new Map<string, string>();
  for (const { name, data } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const notes = notesOf(`${FOLDER}${name}`, findings);
    const parsed = DialFile.safeParse(data);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) notes.error(issue.path.join('.'), issue.message);
      continue;
    }
    for (const [i, dial] of parsed.data.dials.entries()) {
      const at = `dials.${i}`;
      const other = taken.get(dial.id);
      if (other !== undefined) notes.error(`${at}.id`, `Dial ${dial.id} stands in ${other} already`);
      taken.set(dial.id, other ?? name);
      if (!dial.id.startsWith(`${name.replace(/\.json$/, '')}-`)) notes.error(`${at}.id`, `A dial of ${name} begins with the file's name`);
      lintPatterns(dial, at, notes);
      lintTemplates(dial, at, notes);
      if (dial.call?.address.from === 'modem' && dial.call.address.reads.length === 0)
        notes.error(`${at}.call.address.reads`, 'Nobody serves the address, and nothing reads it');
      const plain = dial.sources.map((text) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
      if (new Set(plain).size < plain.length) notes.error(`${at}.sources`, 'A source stands there twice');
    }
    dials.push(...parsed.data.dials);
  }
  if (files.length > 0) findings.push(...lintCards(dials, vendors));
  return findings;
}

/** Each network card has an entry: how the host dials, or that the modem does. */
function lintCards(dials: readonly Dial[], vendors: readonly CheckedFile[]): Finding[] {
  const findings: Finding[] = [];
  for (const { name, data } of vendors) {
    const notes = notesOf(name, findings);
    for (const [i, { id, mode, name: called }] of data.compositions.entries()) {
      if (mode === null || !CARD_MODES.includes(mode)) continue;
      if (dialsFor({ ...idNumbers(id), mode, name: called }, dials).length === 0)
        notes.error(`compositions.${i}`, `No entry of dials/ says how ${id} gets its connection in ${mode}`);
    }
  }
  return findings;
}

function lintPatterns({ match, call, itself }: Dial, at: string, notes: Notes): void {
  const reads = [...(call?.address.reads ?? []), ...(itself?.reads ?? [])];
  const patterns: readonly (readonly [path: string, pattern: string | undefined])[] = [
    ['match.models', match.models],
    ...(call?.fell ?? []).map((pattern) => ['call.fell', pattern] as const),
    ...(call?.ways ?? []).flatMap(({ when, proof, before, start, stop }) => [
      ['call.ways.when', when] as const,
      ['call.ways.proof.up', proof.up] as const,
      ...[...before, ...start, ...stop].map(({ again }) => ['call.ways.again', again] as const),
    ]),
    ...reads.flatMap(({ replies }) => replies.map((pattern) => ['reads.replies', pattern] as const)),
  ];
  for (const [path, pattern] of patterns) {
    const slow = pattern === undefined ? null : slowPattern(pattern);
    if (slow !== null) notes.error(`${at}.${path}`, `May take for ever: ${slow}`);
  }
  for (const { replies } of reads)
    if (!replies.every((pattern) => pattern.includes('(?<'))) notes.error(`${at}.reads.replies`, 'It reads nothing: no named group');
}

/** What stands in braces is filled in; a login is sent only where one is wished for. */
function lintTemplates({ call, itself }: Dial, at: string, notes: Notes): void {
  const lines = (call?.ways ?? []).map(({ before, start, stop }) => [...before, ...start, ...stop]);
  for (const some of [...lines, itself?.setUp ?? []]) {
    for (const { send, only = [] } of some) {
      const names = [...send.matchAll(/\{(,?[^}]*)\}/g)].map(([, name]) => name ?? '');
      for (const name of names)
        if (!placeholders.some((known) => known === name)) notes.error(`${at}.call.ways`, `${send}: nothing fills in {${name}}`);
      if (names.some((name) => name === 'user' || name === 'password') && !only.includes('login'))
        notes.error(`${at}.call.ways`, `${send}: sent without a login as well`);
    }
  }
}
