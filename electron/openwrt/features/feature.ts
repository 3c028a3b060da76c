import type { ArchiveFile } from '../archive.ts';

/**
 * One thing that a bundle does on the router. Its pieces are whole lines of the setup script (`script.ts`), each ending with a line
 * end and indented for its place; a missing piece adds nothing. What it does is taken back by its `Undo`, which goes by what the
 * router's folder holds, not by the bundle: the undo is the same in every bundle.
 *
 * In the script, `$iface` is the interface, `$folder` the folder, `say LEVEL TEXT` writes to the log, `recorded WORD` prints what the
 * record of an earlier bundle says of that word, one line each, and `ours COMMAND PATH` is `uci` with the copy of the configuration
 * that is saved in the end (`functions.sh`).
 */
export interface Part {
  /** As the manifest names it; `null` for what every bundle does. */
  readonly name: string | null;
  /** Programs, without anything of this bundle in them. */
  readonly files?: readonly ArchiveFile[];
  /** Packages without which it does nothing. */
  readonly packages?: readonly string[];
  readonly variables?: string;
  readonly functions?: string;
  /** Before anything is looked at; whatever happens here, the script goes on. */
  readonly prepare?: string;
  /** Before the wishes are compared with what is there: sets what `options` needs. */
  readonly find?: string;
  /** Changes what the interface being ours allows, in the copies of other files than `network`. */
  readonly stage?: string;
  /** Prints lines of the record, `WORD VALUE` each. */
  readonly record?: string;
  /** Writes files of the interface into the folder; `|| return 1` where that fails. */
  readonly store?: string;
  /** After everything is saved. */
  readonly finish?: string;
}

/** What the undo does about one kind of part. */
export interface Undo {
  readonly variables?: string;
  readonly functions?: string;
  /** For the interface `$name`, whose record is still there. It changes the copies, which are saved afterwards. */
  readonly takeBack?: string;
  /** After the records have changed: for what no interface needs any more. Also run by a setup that comes again with less. */
  readonly tidy?: string;
  /** When the last interface is taken back. */
  readonly finally?: string;
  /** Programs, and the ending of the files in the folder without which they have nothing to do. */
  readonly retires?: { readonly ending: string; readonly programs: readonly string[] };
}

/** Whole lines of a script. */
export const lines = (parts: readonly string[]): string => parts.map((part) => `${part}\n`).join('');

/** A program of a part as the archive holds it: a file of `../scripts`, without what is there for its readers alone. */
export function program(path: string, mode: '0644' | '0755', text: string): ArchiveFile {
  return { path: path.replace(/^\//, ''), mode, data: new TextEncoder().encode(forRouter(text)) };
}

/** A script as the router gets it: without the lines that begin with `##`, which tell why; each byte counts there. */
export const forRouter = (text: string): string => text.replace(/^\t*##.*\n/gm, '');
