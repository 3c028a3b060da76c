import { QuirkFile } from '../quirks/schema.ts';
import type { CheckedFile, Finding } from './finding.ts';
import { notesOf } from './finding.ts';
import { slowPattern } from './pattern.ts';

const FOLDER = 'quirks/';
const CYRILLIC = /\p{Script=Cyrillic}/u;

/**
 * What is wrong with the files of quirks. An id that stands nowhere else in the database may be a slip of the pen.
 * @param files name without folder (`telit.json`) and parsed JSON of each
 * @param vendors the vendors' files that fit their schema
 * @param otherIds ids that the database knows besides, `vid:pid`
 */
export function lintQuirks(
  files: readonly { readonly name: string; readonly data: unknown }[],
  vendors: readonly CheckedFile[],
  otherIds: ReadonlySet<string> = new Set(),
): Finding[] {
  const findings: Finding[] = [];
  const ids = new Set([...otherIds, ...vendors.flatMap(({ data }) => [...data.compositions, ...data.switches].map(({ id }) => id))]);
  const vids = new Set([...vendors.flatMap(({ data }) => data.vids), ...[...ids].map((id) => id.slice(0, 4))]);
  const taken = new Map<string, string>();
  for (const { name, data } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const notes = notesOf(`${FOLDER}${name}`, findings);
    const parsed = QuirkFile.safeParse(data);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) notes.error(issue.path.join('.'), issue.message);
      continue;
    }
    for (const [i, { id, match, effect, remedy, sources }] of parsed.data.quirks.entries()) {
      const at = `quirks.${i}`;
      const other = taken.get(id);
      if (other !== undefined) notes.error(`${at}.id`, `Quirk ${id} stands in ${other} already`);
      taken.set(id, other ?? name);
      if (!id.startsWith(`${name.replace(/\.json$/, '')}-`)) notes.error(`${at}.id`, `A quirk of ${name} begins with the file's name`);
      for (const listed of match.ids) {
        const isVendor = listed.endsWith(':*');
        if (match.ids.indexOf(listed) !== match.ids.lastIndexOf(listed)) notes.error(`${at}.match.ids`, `${listed} stands there twice`);
        if (isVendor ? !vids.has(listed.slice(0, 4)) : !ids.has(listed))
          notes.warning(`${at}.match.ids`, `${listed} stands nowhere else in the database`);
      }
      for (const key of ['models', 'revision'] as const) {
        const slow = match[key] === undefined ? null : slowPattern(match[key]);
        if (slow !== null) notes.error(`${at}.match.${key}`, `May take for ever: ${slow}`);
      }
      for (const [key, sentences] of [
        ['effect', effect],
        ['remedy', remedy],
      ] as const) {
        if (sentences === null) continue;
        if (!CYRILLIC.test(sentences.ru)) notes.error(`${at}.${key}.ru`, 'Not in Russian');
        if (CYRILLIC.test(sentences.en)) notes.error(`${at}.${key}.en`, 'Not in English');
        for (const language of ['en', 'ru'] as const)
          if (!sentences[language].endsWith('.')) notes.error(`${at}.${key}.${language}`, 'No sentence: it does not end with a full stop');
      }
      const plain = sources.map((text) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
      if (new Set(plain).size < plain.length) notes.error(`${at}.sources`, 'A source stands there twice');
    }
  }
  return findings;
}
