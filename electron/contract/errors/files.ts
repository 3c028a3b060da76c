import { type ErrorEntries, number, text } from './entry.ts';

/** Files and folders: what is exported, kept and read. */
export const fileErrors = {
  EXPORT_FOLDER_RELATIVE: { exit: 'refused', detail: { path: text } },
  EXPORT_NOT_WRITABLE: { exit: 'hostLacks', detail: { path: text, message: text } },
  EXPORT_DISK_FULL: { exit: 'hostLacks', detail: { path: text, message: text } },
  EXPORT_FAILED: { exit: 'hostLacks', detail: { path: text, message: text } },
  JOURNAL_UNREADABLE: { exit: 'hostLacks', detail: { path: text } },
  JOURNAL_UNWRITABLE: { exit: 'hostLacks', detail: { folder: text, message: text } },
  DATA_FOLDER_IN_USE: { exit: 'hostLacks', detail: { folder: text, pid: number.optional() } },
  DATA_INVALID: { exit: 'refused', detail: { file: text, errors: number, message: text } },
  FILE_UNREADABLE: { exit: 'refused', detail: { file: text, message: text } },
  DUMP_EMPTY: { exit: 'refused', detail: {} },
} satisfies ErrorEntries;
