import type { ArchiveFile } from '../archive.ts';
import { routerPaths } from '../router-paths.ts';

/**
 * One thing that a bundle does on the router: a file of hooks for setup and undo (`../scripts/features/`, see `setup.sh` and `undo.sh`), what
 * the hooks read, and the programs that stay there.
 */
export interface Feature {
  /** As its file on the router is called, and as its hooks begin: `usb_mode`. */
  readonly name: string;
  /** As the manifest names it; `null` for what is not worth telling. */
  readonly told: string | null;
  /** Text of its file of hooks. */
  readonly hooks: string;
  readonly parameters?: readonly Parameter[];
  /** Programs, without anything of this bundle in them. */
  readonly programs?: readonly ArchiveFile[];
  /** It only tells of others on a router that is set up already: a new image has no use for it. */
  readonly aboutOthers?: boolean;
  /** Packages without which it does nothing. */
  readonly packages?: readonly string[];
}

/** What a hook reads: a variable, or a function that prints lines, at least one. `field` is for the error of a value that cannot be written. */
export type Parameter = { readonly name: string; readonly field?: string } & (
  | { readonly text: string }
  | { readonly lines: readonly string[] }
);

/** A program as the archive holds it: a file of `../scripts`, without what is there for its readers alone. */
export function program(path: string, mode: '0644' | '0755', text: string): ArchiveFile {
  return { path: path.replace(/^\//, ''), mode, data: new TextEncoder().encode(forRouter(text)) };
}

/** Everything that a feature puts into the archive. */
export function filesOf({ name, hooks, programs = [] }: Feature): readonly ArchiveFile[] {
  return [program(`${routerPaths.features}/${name}`, '0644', hooks), ...programs];
}

/** A script as the router gets it: without the lines that begin with `##`, which tell why; each byte counts there. */
export const forRouter = (text: string): string => text.replace(/^\t*##.*\n/gm, '');
