import type { UciSection } from '../uci.ts';
import { get, words } from './config.ts';
import { withOption, withoutOption } from './file-draft.ts';

/** A firewall zone's networks as the router's scripts change them: a list or one line, whichever they are. */

/** As the scripts look for a word: between blanks. */
export function holds(value: string | readonly string[] | undefined, word: string): boolean {
  return ` ${[value ?? []].flat().join(' ')} `.includes(` ${word} `);
}

export const isZone = (section: UciSection, name: string): boolean => section.type === 'zone' && get(section, 'name') === name;

export function withMember(section: UciSection, member: string): UciSection {
  const value = section.options.get('network');
  if (holds(value, member)) return section;
  return withOption(section, 'network', typeof value === 'string' ? `${value} ${member}` : [...(value ?? []), member]);
}

export function withoutMembers(section: UciSection, members: ReadonlySet<string>): UciSection {
  const value = section.options.get('network');
  if (typeof value !== 'string') return withoutEntries(section, 'network', members);
  if (!value.split(' ').some((word) => members.has(word))) return section;
  const rest = words(value).filter((word) => !members.has(word));
  return rest.length === 0 ? withoutOption(section, 'network') : withOption(section, 'network', rest.join(' '));
}

/** As `uci del_list`: of a list alone, and with its last entry the list goes. */
export function withoutEntries(section: UciSection, option: string, entries: ReadonlySet<string>): UciSection {
  const value = section.options.get(option);
  if (value === undefined || typeof value === 'string' || !value.some((each) => entries.has(each))) return section;
  const rest = value.filter((each) => !entries.has(each));
  return rest.length === 0 ? withoutOption(section, option) : withOption(section, option, rest);
}
