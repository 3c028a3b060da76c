import type { Db } from '../db.ts';
import type { SwitchEntry } from '../schema.ts';
import { editDistance, familyLikeness, familyPattern, labelKey, likeness, readLabel, titleWords } from './labels.ts';
import { listedModels, type Model } from './models.ts';

/** A name of ours that may be printed on a modem. */
export interface LabelName {
  /** As it is written. */
  readonly label: string;
  /** As our names have it; `null` where the name does not begin with one. */
  readonly maker: string | null;
  /** What it shows. */
  readonly ids: readonly string[];
  /** What some of that label show in place of these. */
  readonly others: readonly string[];
}

/** A label and the name that it was found to be. */
export interface FoundLabel {
  readonly name: LabelName;
  /** False: more stands on the label than the name has: a region, a form factor, one of a family. */
  readonly whole: boolean;
  /** True: of `models.json`, so that its ids are those of one device. */
  readonly listed: boolean;
}

interface Keyed {
  readonly name: LabelName;
  readonly key: string;
  readonly family: RegExp | null;
  readonly listed: boolean;
}

const indexes = new WeakMap<Db, readonly Keyed[]>();

/** Names of the database: what is listed by hand, then what compositions are called, then disc states. Made once. */
function indexOf(db: Db): readonly Keyed[] {
  const known = indexes.get(db);
  if (known) return known;
  const ofCompositions = keyed(
    db.vendors.flatMap((v) => v.compositions).flatMap(({ id, name }) => namesIn(name, id, [id])),
    db,
  );
  const ofDiscs = keyed(
    db.vendors.flatMap((v) => v.switches).flatMap((entry) => namesIn(discTitle(entry), entry.id, becomes(entry))),
    db,
  );
  // A disc becomes what any of its sticks becomes: it says less than a composition of that name.
  const told = new Set(ofCompositions.map(({ key }) => key));
  const made = [
    ...keyed(listedModels().flatMap(ofModel), db).map((one) => ({ ...one, listed: true })),
    ...ofCompositions,
    ...ofDiscs.filter(({ key }) => !told.has(key)),
  ];
  indexes.set(db, made);
  return made;
}

const ofModel = ({ labels, maker, ids, others = [] }: Model): LabelName[] => labels.map((label) => ({ label, maker, ids, others }));

/** The models in a name of ours. What is made of the id is no label. */
function namesIn(name: string, own: string, ids: readonly string[]): LabelName[] {
  const words = titleWords(name).filter((word) => !own.includes(word.toLowerCase()));
  return words.map((label) => ({ label, maker: readLabel(name).named, ids, others: [] }));
}

const discTitle = ({ name, sticks }: SwitchEntry) => [name, ...(sticks?.names ?? [])].join(', ');

/** What a disc state turns into. */
function becomes({ id, target }: SwitchEntry): string[] {
  const vid = target.vid ?? id.slice(0, 4);
  return (target.pids ?? []).map((pid) => `${vid}:${pid}`);
}

/** One for each label of a maker: what stands at several ids is of all of these. Ids that the database does not have lead nowhere. */
function keyed(names: readonly LabelName[], db: Db): Keyed[] {
  const known = new Set(db.vendors.flatMap((v) => v.compositions).map(({ id }) => id));
  const groups = new Map<string, LabelName[]>();
  for (const name of names) {
    const of = `${labelKey(name.label)} ${name.maker}`;
    groups.set(of, [...(groups.get(of) ?? []), name]);
  }
  return [...groups.values()].flatMap((group) => {
    const name = together(group);
    const ids = name.ids.filter((id) => known.has(id));
    const others = name.others.filter((id) => known.has(id));
    const { label } = name;
    if (ids.length === 0) return [];
    return [{ name: { ...name, ids, others }, key: labelKey(label), family: familyPattern(label), listed: false }];
  });
}

/** Names with one label, as one. */
function together(names: readonly LabelName[]): LabelName {
  const ids = [...new Set(names.flatMap((name) => name.ids))];
  const others = [...new Set(names.flatMap((name) => name.others))].filter((id) => !ids.includes(id));
  const makers = new Set(names.map(({ maker }) => maker));
  return { label: names[0]?.label ?? '', maker: makers.size === 1 ? (names[0]?.maker ?? null) : null, ids, others };
}

/**
 * The name that a label is: the same, else with what may stand behind a model cut off, else one that stands for a family. What is
 * listed by hand goes before the names of compositions; the longest name before the shorter. Another maker's is none.
 */
export function findLabel(text: string, db: Db): FoundLabel | null {
  const { maker, whole, model } = readLabel(text);
  const all = indexOf(db).filter(({ name }) => maker === null || name.maker === null || name.maker === maker);
  return nameOf(whole, all) ?? nameOf(model, all);
}

function nameOf(model: string, all: readonly Keyed[]): FoundLabel | null {
  if (!/[a-z]/.test(model) || !/\d/.test(model)) return null;
  const like = all.map((one) => ({ one, like: one.family ? familyLikeness(model, one.family) : likeness(model, one.key) }));
  const found = like.filter((each) => each.like !== null);
  const plain = found.filter(({ one }) => one.family === null);
  const same = plain.filter((each) => each.like === 'same').map(({ one }) => one);
  if (same.length > 0) return ofBest(same, true);
  const longest = Math.max(...plain.map(({ one }) => one.key.length));
  const cut = plain.filter(({ one }) => one.key.length === longest).map(({ one }) => one);
  return ofBest(cut.length > 0 ? cut : found.map(({ one }) => one), false);
}

/** Of names with one label what is listed by hand, else all makers' together. */
function ofBest(found: readonly Keyed[], whole: boolean): FoundLabel | null {
  const [first] = found;
  if (!first) return null;
  const listed = found.filter((one) => one.listed);
  const best = (listed.length > 0 ? listed : found).filter(({ key }) => key === (listed[0] ?? first).key);
  return { name: together(best.map(({ name }) => name)), whole, listed: listed.length > 0 };
}

/**
 * Names that a label may have been meant for, the nearest first: a letter or two differ, of short ones but one; then those that begin alike.
 * To be told, never taken.
 */
export function nearestLabels(text: string, db: Db, most: number): LabelName[] {
  const { maker, model } = readLabel(text);
  const parts = model.split('-');
  // What stands behind the model may be right or wrong as well: the label is measured whole, and cut at each dash.
  const tries = [...new Set(parts.map((_, i) => parts.slice(0, i + 1).join('')))].filter((one) => /\d/.test(one) && one.length >= 3);
  const measured = indexOf(db).flatMap(({ name, key, family }) => {
    if (family !== null) return [];
    const distances = tries.map((one) => {
      const allowed = Math.min(one.length, key.length) < 6 ? 1 : 2;
      const distance = editDistance(one, key, allowed);
      return distance <= allowed ? distance : beginsAlike(one, key);
    });
    const distance = Math.min(...distances) + (maker !== null && name.maker !== null && name.maker !== maker ? 1 : 0);
    return Number.isFinite(distance) ? [{ name, key, distance }] : [];
  });
  const sorted = measured.sort((a, b) => a.distance - b.distance || b.key.length - a.key.length);
  // Several spellings of one modem are one proposal.
  const seen = new Set<string>();
  return sorted
    .map(({ name }) => name)
    .filter(({ ids }) => !seen.has(ids.join()) && seen.add(ids.join()))
    .slice(0, most);
}

/** Letters and two figures at least, as one series has them: further off than any misspelling, and the nearer the longer it is. */
function beginsAlike(a: string, b: string): number {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length++;
  return length >= LEAST_ALIKE && /[a-z].*\d\d/.test(a.slice(0, length)) ? FAR - length / 100 : Number.POSITIVE_INFINITY;
}

const LEAST_ALIKE = 5;
const FAR = 4;
