import { type Db, entryAmong, type GivenSwitches, idNumbers, usbId } from './db.ts';
import type { SwitchEntry, SwitchMethod } from './schema.ts';
import { huaweiAltMode, huaweiNewMode, isCommandBlock, optionMode, standardEject } from './switch-messages.ts';
import { waysOf } from './switch-ways.ts';

/**
 * The database with the entries of a file put before its own: of an id that the file has, an entry that asks for no strings stands for all
 * of the database's, others go before those that ask for something else. Of a switch that the database has as well, but for another way
 * to write it down, what it leads to is taken over where the file does not tell. Of two entries for the same dongles the first counts.
 */
export function withSwitches(db: Db, { file, entries, strict }: GivenSwitches): Db {
  const byId = new Map<string, SwitchEntry[]>();
  for (const entry of entries) {
    const known = byId.get(entry.id) ?? [];
    if (!known.some(({ when }) => same(when ?? [], entry.when ?? []))) known.push(withTarget(entry, db));
    byId.set(entry.id, known.sort(matchesFirst));
  }
  const given = [...byId.values()].flat();
  const ofId = (vid: number, pid: number) => byId.get(usbId(vid, pid)) ?? [];
  const beside = (own: readonly SwitchEntry[], others: readonly SwitchEntry[]) =>
    own.some(({ when }) => when === undefined)
      ? []
      : others.filter(({ id, when }) => !own.some((entry) => entry.id === id && same(entry.when ?? [], when ?? [])));
  const switchesOf = (vid: number, pid: number) => {
    const own = ofId(vid, pid);
    return own.length === 0 ? db.switchesOf(vid, pid) : [...own, ...beside(own, db.switchesOf(vid, pid))];
  };
  return {
    ...db,
    given: { file, entries: given, strict },
    switchesOf,
    findSwitch: (vid, pid, strings) => entryAmong(switchesOf(vid, pid), strings),
    allSwitches: () => {
      const rest = db.allSwitches().filter((entry) => {
        const own = byId.get(entry.id) ?? [];
        return own.length === 0 || beside(own, [entry]).length > 0;
      });
      return [...given, ...rest];
    },
  };
}

/** The ids of a file's entries, each once, in their order. */
export const givenIds = ({ entries }: GivenSwitches): string[] => [...new Set(entries.map(({ id }) => id))];

/** Whether an entry is of the file that was given. */
export function isGiven(db: Pick<Db, 'given'>, entry: SwitchEntry): boolean {
  return db.given?.entries.includes(entry) ?? false;
}

const matchesFirst = (a: SwitchEntry, b: SwitchEntry) => Number(b.when !== undefined) - Number(a.when !== undefined);

/** Whether two methods send the same: by name, or by their messages, of which the tag is the sender's own choice. */
function isSameSwitch(one: SwitchMethod, other: SwitchMethod): boolean {
  const [first, second] = [messagesOf(one), messagesOf(other)];
  return same([one], [other]) || (first.length > 0 && first.join(' ') === second.join(' '));
}

/** Messages of a method that has no more than these, without their tags (bytes 4 to 7). */
function messagesOf(method: SwitchMethod): readonly string[] {
  const sent =
    method.name === 'HuaweiNewMode'
      ? [huaweiNewMode]
      : method.name === 'HuaweiAltMode'
        ? [huaweiAltMode]
        : method.name === 'OptionMode'
          ? [optionMode]
          : method.name === 'StandardEject'
            ? [...standardEject, ...(method.messages ?? [])]
            : method.name === 'MessageContent'
              ? method.messages
              : [];
  return sent.map((message) => (isCommandBlock(message) ? `${message.slice(0, 8)}${message.slice(16)}` : message));
}

/** Whether two lists of plain objects say the same, in whatever order their fields are. */
function same(one: readonly object[], other: readonly object[]): boolean {
  const text = (list: readonly object[]) => JSON.stringify(list.map((item) => Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))));
  return text(one) === text(other);
}

function withTarget(entry: SwitchEntry, db: Db): SwitchEntry {
  const { target, method, configuration } = entry;
  if (target.class !== undefined || target.vid !== undefined || target.pids !== undefined) return entry;
  const { vid, pid } = idNumbers(entry.id);
  const known = db
    .switchesOf(vid, pid)
    .flatMap(waysOf)
    .find((way) => isSameSwitch(way.entry.method, method) && way.entry.configuration === configuration);
  return known ? { ...entry, target: known.entry.target } : entry;
}
