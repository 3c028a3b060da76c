import { BenchError } from '../../electron/contract/errors.ts';
import type { PackageRequest } from '../../electron/contract/packages.ts';
import { mostBackupBytes } from '../../electron/contract/queries.ts';
import type { RouterFitView } from '../../electron/contract/router-backup.ts';

/** What the form holds for the file of one very router. */

/** The router's backup that the file is fitted to. */
export interface ReadBackup {
  /** Name of the file. */
  readonly name: string;
  /** Under which the bench keeps it. */
  readonly id: string;
  /** Itself, to be read again where another choice asks another thing of it. */
  readonly file: File;
  readonly fit: RouterFitView;
}

/** Packages that lie in the file. */
export interface PackagesForm {
  /** Whether they are wished for. */
  readonly wanted: boolean;
  /** `ramips/mt7621`. */
  readonly target: string;
  /** A mirror, and the key that it signs with; both may be empty. */
  readonly feedUrl: string;
  readonly feedKey: string;
}

export const noPackages: PackagesForm = { wanted: false, target: '', feedUrl: '', feedKey: '' };

/** Characters of a key file that are taken. */
export const mostKey = 4096;

/** What the export intent asks for; nothing where the box is empty. A name that was copied with blanks around it is meant without. */
export function packageRequestOf({ wanted, target, feedUrl, feedKey }: PackagesForm): PackageRequest | null {
  if (!wanted) return null;
  const [url, key] = [feedUrl.trim(), feedKey.trim()];
  return { target: target.trim(), ...(url === '' ? {} : { feedUrl: url }), ...(key === '' ? {} : { keys: [`${key}\n`] }) };
}

/** The bundle cannot be made for the router of this backup. */
export const isRefused = ({ fit }: ReadBackup): boolean => fit.findings.some(({ severity }) => severity === 'refusal');

/** A file as base64. Throws BACKUP_TOO_LARGE and FILE_UNREADABLE. */
export async function base64Of(file: File): Promise<string> {
  if (file.size > mostBackupBytes) throw new BenchError('BACKUP_TOO_LARGE', { what: 'bytes', most: mostBackupBytes });
  const url = await dataUrlOf(file).catch((cause: unknown) => {
    throw new BenchError('FILE_UNREADABLE', { file: file.name.slice(0, 200), message: cause instanceof Error ? cause.message : '' });
  });
  return url.slice(url.indexOf(',') + 1);
}

function dataUrlOf(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('?')));
    reader.readAsDataURL(file);
  });
}
