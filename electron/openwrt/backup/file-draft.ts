import type { UciConfig, UciSection } from '../uci.ts';
import { get } from './config.ts';

/** One section before and after; the very same object where nothing changes, `null` where there is none. */
export interface SectionChange {
  readonly before: UciSection | null;
  readonly after: UciSection | null;
}

/** A configuration that is being changed, section by section, with each as it was. */
export class FileDraft {
  readonly #entries: { readonly before: UciSection | null; after: UciSection | null }[];
  readonly #byName = new Map<string, { after: UciSection | null }>();

  constructor(config: UciConfig | null) {
    this.#entries = config?.sections.map((section) => ({ before: section, after: section })) ?? [];
    for (const entry of this.#entries) if (entry.after?.name) this.#byName.set(entry.after.name, entry);
  }

  get sections(): readonly UciSection[] {
    return this.#entries.flatMap(({ after }) => after ?? []);
  }

  /** What was and what is; nothing of what came and went again, and what is alike again is the one that was. */
  get changes(): readonly SectionChange[] {
    return this.#entries
      .filter(({ before, after }) => before !== null || after !== null)
      .map(({ before, after }) => settled(before, after));
  }

  named(name: string): UciSection | null {
    return this.#byName.get(name)?.after ?? null;
  }

  append(section: UciSection): void {
    const entry = { before: null, after: section };
    this.#entries.push(entry);
    if (section.name) this.#byName.set(section.name, entry);
  }

  remove(name: string): void {
    const entry = this.#byName.get(name);
    if (entry) entry.after = null;
  }

  /** As `uci set`, or without a value `uci delete`; of a section that is not there nothing. */
  set(name: string, option: string, value: string): void {
    const entry = this.#byName.get(name);
    if (entry?.after) entry.after = value === '' ? withoutOption(entry.after, option) : withOption(entry.after, option, value);
  }

  /** Each section becomes what `change` makes of it. */
  map(change: (section: UciSection) => UciSection): void {
    for (const entry of this.#entries) if (entry.after) entry.after = change(entry.after);
  }

  /** As `uci get`. */
  get(name: string, option: string): string {
    return get(this.named(name) ?? undefined, option) ?? '';
  }
}

export function withOption(section: UciSection, option: string, value: string | readonly string[]): UciSection {
  return { ...section, options: new Map([...section.options, [option, value]]) };
}

export function withoutOption(section: UciSection, option: string): UciSection {
  return { ...section, options: new Map([...section.options].filter(([name]) => name !== option)) };
}

/** A change, or none where what is there afterwards is as what was there before. */
export function settled(before: UciSection | null, after: UciSection | null): SectionChange {
  return { before, after: before && after && alike(before, after) ? before : after };
}

/** With the same options in the same order. */
function alike(one: UciSection, other: UciSection): boolean {
  return one === other || (one.type === other.type && JSON.stringify([...one.options]) === JSON.stringify([...other.options]));
}
