import type { InterfaceForecast, ReportedDevice } from '../../electron/contract/drivers.ts';
import type { InterfaceView } from '../../electron/contract/snapshot.ts';
import type { PortRole } from '../../electron/contract/words.ts';

/**
 * How what was seen and what is foretold go together. `router-only`: bound on the router, not here. `here-only`: bound here, not on the
 * router. `untold`: there is a forecast alone. `unforetold`: what was seen alone.
 */
export const verdicts = ['same', 'none', 'other', 'router-only', 'here-only', 'untold', 'unforetold'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Seen {
  /** `null`: none is bound. */
  readonly driver: string | null;
  readonly nodes: readonly string[];
}

export interface VerdictRow {
  readonly number: number;
  /** Class, subclass and protocol as lsusb prints them, without the blanks; `null` where only the forecast has the interface. */
  readonly triple: string | null;
  readonly role: PortRole | null;
  /** `null`: nobody tells. */
  readonly seen: Seen | null;
  readonly foretold: InterfaceForecast | null;
  readonly verdict: Verdict;
}

/** Not a driver: a program has the interface open, so that no driver can be told. */
const byProgram = 'usbfs';

export function verdictOf(seen: Seen | null, foretold: InterfaceForecast | null): Verdict {
  if (foretold === null) return 'unforetold';
  if (seen === null || seen.driver === byProgram) return 'untold';
  if (seen.driver === foretold.driver) return seen.driver === null ? 'none' : 'same';
  if (seen.driver === null) return 'router-only';
  return foretold.driver === null ? 'here-only' : 'other';
}

const hex = (value: number | null) => value?.toString(16).padStart(2, '0') ?? '--';
export const tripleOf = (row: { class: number; subclass: number | null; protocol: number | null }) =>
  `${hex(row.class)}/${hex(row.subclass)}/${hex(row.protocol)}`;

/** One row for each interface of a dongle, its alternate settings taken together: a driver binds the interface, not a setting. */
export function rowsOf(
  interfaces: readonly InterfaceView[],
  forecast: readonly InterfaceForecast[],
  seesDrivers: boolean,
): readonly VerdictRow[] {
  const numbers = [...new Set([...interfaces, ...forecast].map((row) => row.number))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const settings = interfaces.filter((row) => row.number === number).sort((a, b) => a.alternate - b.alternate);
    const [first] = settings;
    const foretold = forecast.find((row) => row.number === number) ?? null;
    const driver = settings.find((row) => row.driver !== null)?.driver ?? null;
    const nodes = [...new Set(settings.flatMap((row) => row.nodes))];
    const seen = seesDrivers && first ? { driver, nodes } : null;
    return {
      number,
      triple: first ? tripleOf(first) : null,
      role: first?.role ?? null,
      seen,
      foretold,
      verdict: verdictOf(seen, foretold),
    };
  });
}

/** The same for a device of a posted text. */
export function reportedRows(device: ReportedDevice): readonly VerdictRow[] {
  return device.interfaces.map((row) => {
    const seen = row.told ? { driver: row.seen, nodes: [] } : null;
    // Whether they agree is the bench's to say: it knows by which names one driver goes, and which drivers it has no tables of.
    const verdict = row.agrees === null ? 'untold' : row.agrees ? (row.driver === null ? 'none' : 'same') : verdictOf(seen, row);
    return { number: row.number, triple: tripleOf(row), role: null, seen, foretold: row, verdict };
  });
}

export type Summary = 'empty' | 'differs' | 'router-only' | 'untold' | 'same';

/** Verdicts under which seen and foretold contradict each other. */
export const contradicts = (verdict: Verdict) => verdict === 'other' || verdict === 'here-only';

/** What the rows come to, the worst first, and how many rows each is about: what the notices above them say. */
export function summariesOf(rows: readonly VerdictRow[]): { summary: Summary; count: number }[] {
  const count = (holds: (verdict: Verdict) => boolean) => rows.filter((row) => holds(row.verdict)).length;
  const troubles = [
    { summary: 'differs' as const, count: count(contradicts) },
    { summary: 'router-only' as const, count: count((verdict) => verdict === 'router-only') },
  ].filter((trouble) => trouble.count > 0);
  if (troubles.length > 0) return troubles;
  const told = count((verdict) => verdict === 'same' || verdict === 'none');
  if (told > 0) return [{ summary: 'same', count: told }];
  return [{ summary: rows.length === 0 ? 'empty' : 'untold', count: rows.length }];
}

/** Packages of the drivers, each once, in the order of the interfaces. */
export function packagesOf(rows: readonly VerdictRow[]): string[] {
  return [...new Set(rows.flatMap(({ foretold }) => (foretold?.kmod ? [foretold.kmod] : [])))];
}
