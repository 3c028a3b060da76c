import type { Snapshot } from '../../electron/contract/snapshot.ts';

export type PracticeView = Snapshot['practice'][number];

/** A practice dongle with its title in two: the model, without the vendor's name, and what stands in brackets behind it. */
export interface PracticeModel extends PracticeView {
  readonly model: string;
  readonly detail: string | null;
}

/** Practice dongles of one vendor. */
export interface PracticeGroup {
  /** What the names of its dongles begin with. */
  readonly key: string;
  /** `null`: captured ones, which are named after their USB ids. */
  readonly vendor: string | null;
  readonly members: readonly PracticeModel[];
}

const CAPTURED = 'captured';

/** The words that all titles begin with, at least the first. */
function commonStart(titles: readonly string[]): string {
  const [first = [], ...others] = titles.map((title) => title.split(' '));
  if (others.length === 0) return first[0] ?? '';
  const differs = first.findIndex((word, i) => others.some((words) => words[i] !== word));
  return first.slice(0, Math.max(1, differs)).join(' ');
}

function titleParts(title: string, vendor: string): Pick<PracticeModel, 'model' | 'detail'> {
  const rest = title.slice(vendor.length).trim() || title;
  const [, model = rest, detail = null] = /^(.+?) \((.+)\)$/.exec(rest) ?? [];
  return { model, detail };
}

/** By vendor, vendors and titles in the order of the alphabet, captured ones last. The vendor is what a name begins with: `quectel-ec25`. */
export function byVendor(practice: readonly PracticeView[]): PracticeGroup[] {
  const groups = new Map<string, PracticeView[]>();
  for (const dongle of practice) {
    const key = dongle.name.split('-')[0] ?? dongle.name;
    groups.set(key, [...(groups.get(key) ?? []), dongle]);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...groups]
    .sort(([a], [b]) => Number(a === CAPTURED) - Number(b === CAPTURED) || compare(a, b))
    .map(([key, members]) => {
      const vendor = key === CAPTURED ? null : commonStart(members.map(({ title }) => title));
      const sorted = [...members].sort((a, b) => compare(a.title, b.title));
      return { key, vendor, members: sorted.map((member) => ({ ...member, ...titleParts(member.title, vendor ?? '') })) };
    });
}

/** Lower case, letters and digits alone: `RM520N-GL` and `rm520n_gl` are one. */
const folded = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Those in whose title or name every word is found, whatever stands between its letters; and those that have a model with which a word
 * begins: `EC25-EU` and `EC25EUFA-512-STD` are EC25s of a region, `EC200` is none.
 */
export function findPractice(practice: readonly PracticeView[], words: string): PracticeView[] {
  const wanted = words.split(/\s+/).map(folded).filter(Boolean);
  return practice.filter(({ name, title }) => {
    const all = folded(`${title} ${name}`);
    const models = `${title} ${name}`
      .split(/[^\p{L}\p{N}]+/u)
      .map(folded)
      .filter((word) => word.length > 3 && /\d/.test(word));
    const beginsWithModel = (word: string) => models.some((model) => word.startsWith(model) && !/^\d/.test(word.slice(model.length)));
    return wanted.every((word) => all.includes(word) || beginsWithModel(word));
  });
}
