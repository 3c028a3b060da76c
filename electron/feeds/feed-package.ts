/** A package as a feed's index names it, whichever package manager wrote the index. */
export interface FeedPackage {
  readonly name: string;
  readonly version: string;
  /** Each is met by any one of its alternatives. */
  readonly depends: readonly (readonly Requirement[])[];
  /** What must not be on the router together with it. */
  readonly conflicts: readonly Requirement[];
  /** Further names that it stands for; with a version only where a versioned dependency may be met by it. */
  readonly provides: readonly Provided[];
  /** The higher one is taken where several provide a name; 0 where the index does not say. */
  readonly priority: number;
  /** Name of the file in the feed's folder, without a path. */
  readonly file: string;
  /** Size of the file in bytes. */
  readonly bytes: number;
  readonly digest: FileDigest;
  /** Folder that the file is in, ending in a slash. */
  readonly folder: string;
}

export interface Requirement {
  readonly name: string;
  readonly operator: Operator;
  /** Empty with `any`. */
  readonly version: string;
}

export type Operator = 'any' | '=' | '<' | '<=' | '>' | '>=';

export interface Provided {
  readonly name: string;
  readonly version: string | null;
}

/**
 * What the index says of the file's content. `file`: SHA-256 of the whole file (opkg). `adb`: digest of the package's database block,
 * which in turn holds the digest of each file in the package (apk): the compression around it may differ.
 */
export interface FileDigest {
  readonly over: 'file' | 'adb';
  /** Lower-case hexadecimal. SHA-256: 64 digits, or with `adb` the first 40 of them. */
  readonly hex: string;
}

/** More packages than any feed has; a larger index is not one. */
export const MAX_PACKAGES = 100_000;

/** Longest dependency list of one package that is read. */
export const MAX_DEPENDS = 2_000;

const NAME = /^[A-Za-z0-9][A-Za-z0-9+._-]{0,127}$/;

/** Whether a text may be a package's name: it becomes part of file names and of commands on the router. */
export function isPackageName(text: string): boolean {
  return NAME.test(text);
}

/** Whether a text may be a version: it is compared and shown, so that signs are enough that every terminal takes as they are. */
export function isVersion(text: string): boolean {
  return /^[!-~]{1,200}$/.test(text);
}

const FILE = /^[A-Za-z0-9][A-Za-z0-9+._~-]{0,199}\.(ipk|apk)$/;

/** The file name that an index gives, without a leading `./`; null for what has a folder or could be read as anything but a name. */
export function safeFileName(text: string): string | null {
  const name = text.startsWith('./') ? text.slice(2) : text;
  return FILE.test(name) ? name : null;
}
