import compiledText from '../../../modem-db/compiled/db.json?raw';
import { type Db, loadDb, type SeenInterface, type SeenStrings } from '../../../modem-db/db.ts';
import { carriedLists, loadProviders } from '../../../modem-db/providers.ts';
import type { Composition, SwitchEntry } from '../../../modem-db/schema.ts';

/**
 * In a process of its own, since an app loads the table once, with nothing warmed up. `parse` only parses the texts, which
 * nothing that reads them can undercut; `load` makes the look-ups of them and then looks each id up once. One line of JSON.
 */

interface LookUp {
  readonly ids: number;
  readonly found: number;
  /** Milliseconds for all of them. */
  readonly ms: number;
}

function lookUp<T>(items: readonly T[], find: (item: T) => boolean): LookUp {
  const began = performance.now();
  const found = items.filter(find).length;
  return { ids: items.length, found, ms: performance.now() - began };
}

/** What the dongle of an entry says of itself. */
function stringsOf({ when = [] }: SwitchEntry): SeenStrings {
  const said = (key: (typeof when)[number]['key']) => when.find((match) => match.key === key)?.contains ?? null;
  const scsi = { vendor: said('scsi-vendor') ?? '', model: said('scsi-model') ?? '', revision: said('scsi-revision') ?? '' };
  return { manufacturer: said('manufacturer'), product: said('product'), serial: said('serial'), scsi };
}

/** What the dongle of a composition shows. */
function interfacesOf({ interfaces }: Composition): SeenInterface[] {
  const byte = (hex: string | undefined) => Number.parseInt(hex ?? 'ff', 16);
  return interfaces.map((i, index) => ({
    number: i.number ?? index,
    class: byte(i.class),
    subclass: byte(i.subclass),
    protocol: byte(i.protocol),
  }));
}

function ids(id: string): [vid: number, pid: number] {
  return [Number.parseInt(id.slice(0, 4), 16), Number.parseInt(id.slice(5), 16)];
}

function lookUps(db: Db): { switches: LookUp; compositions: LookUp } {
  const entries = db.vendors.flatMap((v) => v.switches).map((entry) => [...ids(entry.id), stringsOf(entry), entry] as const);
  const compositions = [...new Map(db.vendors.flatMap((v) => v.compositions).map((c) => [c.id, c])).values()];
  const shown = compositions.map((composition) => [...ids(composition.id), interfacesOf(composition)] as const);
  return {
    switches: lookUp(entries, ([vid, pid, strings, entry]) => db.findSwitch(vid, pid, strings)?.id === entry.id),
    compositions: lookUp(shown, ([vid, pid, interfaces]) => db.recognise(vid, pid, interfaces).listed),
  };
}

if (process.argv[2] === 'parse') {
  const began = performance.now();
  const parsed: unknown[] = [compiledText, ...carriedLists].map((text): unknown => JSON.parse(text));
  const ms = performance.now() - began;
  process.stdout.write(`${JSON.stringify({ ms, tables: parsed.length > 0 ? 2 : 0 })}\n`);
} else {
  const began = performance.now();
  const db = loadDb();
  const providers = loadProviders(...carriedLists);
  const ms = performance.now() - began;
  process.stdout.write(`${JSON.stringify({ ms, tables: providers.countries().length > 0 ? 2 : 1, ...lookUps(db) })}\n`);
}
