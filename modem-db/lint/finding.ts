import type { VendorFile } from '../schema.ts';

/** One thing that is wrong, or doubtful, in one file. */
export interface Finding {
  /** Name of the vendor file: `huawei.json`. */
  readonly file: string;
  /** Where in it: `recipes.0.modes.ncm.set.0`. */
  readonly path: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** A vendor file that fits the schema. */
export interface CheckedFile {
  readonly name: string;
  readonly data: VendorFile;
}

/** Notes down findings of one file. */
export interface Notes {
  error(path: string, message: string): void;
  warning(path: string, message: string): void;
}

export function notesOf(file: string, findings: Finding[]): Notes {
  return {
    error: (path, message) => findings.push({ file, path, message, severity: 'error' }),
    warning: (path, message) => findings.push({ file, path, message, severity: 'warning' }),
  };
}
