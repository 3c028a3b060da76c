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

/** Those in whose title or name every word is found. */
export function findPractice(practice: readonly PracticeView[], words: string): PracticeView[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return practice.filter(({ name, title }) => wanted.every((word) => `${title} ${name}`.toLowerCase().includes(word)));
}
