import { type ErrorEntries, number, text } from './entry.ts';

/** The router's own backup, and what in it the bundle cannot go with. */
export const backupErrors = {
  BACKUP_NOT_ARCHIVE: { exit: 'refused', detail: {} },
  BACKUP_DAMAGED: { exit: 'refused', detail: { reason: text } },
  BACKUP_TOO_LARGE: { exit: 'refused', detail: { what: text, most: number } },
  BACKUP_UNSAFE: { exit: 'refused', detail: { name: text } },
  BACKUP_INCOMPLETE: { exit: 'refused', detail: { file: text } },
  BACKUP_CONFIG_INVALID: { exit: 'refused', detail: { file: text, line: number, reason: text } },
  BACKUP_FORGOTTEN: { exit: 'refused', detail: {} },
  ROUTER_RELEASE_DIFFERS: { exit: 'refused', detail: { release: text, wished: text } },
  ROUTER_ZONE_MISSING: { exit: 'refused', detail: { zone: text, zones: text } },
  ROUTER_NO_FREE_NAME: { exit: 'refused', detail: { name: text } },
  ROUTER_DONGLE_OWNED: { exit: 'refused', detail: { names: text } },
} satisfies ErrorEntries;
