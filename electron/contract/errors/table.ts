import type { z } from 'zod';
import { appErrors } from './app.ts';
import { backupErrors } from './backup.ts';
import type { ErrorEntry } from './entry.ts';
import { feedErrors } from './feeds.ts';
import { fileErrors } from './files.ts';
import { hostErrors } from './host.ts';
import { modemErrors } from './modem.ts';
import { planErrors } from './plan.ts';
import { simErrors } from './sim.ts';
import { usbErrors } from './usb.ts';

/**
 * The one table of errors: code, exit class, detail. A code is what a technician reads out on the phone, what a script compares and what a
 * translation is keyed by, so one is never renamed and never reused. Cause and remedy of each, in every language of the app, are in
 * `../texts/`; a test holds codes and details of both equal.
 */
export const errorTable = {
  ...hostErrors,
  ...usbErrors,
  ...modemErrors,
  ...simErrors,
  ...planErrors,
  ...fileErrors,
  ...feedErrors,
  ...backupErrors,
  ...appErrors,
};

type Table = typeof errorTable;
export type ErrorCode = keyof Table;

/** What has to be told with a code; an empty object for one that needs nothing told. */
export type DetailOf<C extends ErrorCode> = z.infer<z.ZodObject<Table[C]['detail']>>;

/** The name of any field of any code. */
export type DetailField = { [C in ErrorCode]: keyof Table[C]['detail'] & string }[ErrorCode];

/** The same table, for whoever asks by a code that is known at run time alone. */
export const entryOf = (code: ErrorCode): ErrorEntry => errorTable[code];
