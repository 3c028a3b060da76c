import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { usbId } from '../../../modem-db/db.ts';
import { UsbId } from '../../contract/words.ts';
import type { Sighting } from '../../seams/usb-bus.ts';
import { openPlain } from './plain-file.ts';

/**
 * By what a dongle is known again: the place of its enumeration on the bus, and digests of the numbers that are its own. A digest is
 * made with a key that never leaves this computer's data folder, so that nobody reads an IMEI out of a journal, or tries all of them.
 */

const KEY_NAME = 'dongle-key';
const KEY_BYTES = 32;

/** Characters of a digest that are those of its key. */
const OF_KEY = 8;

/** Eight characters that tell the key, and HMAC-SHA-256 of the number, cut off. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** One enumeration of the dongle of a job. */
export const DongleMark = z.object({
  id: UsbId,
  /** The system's number of the device on its bus: after an unplugging it is another one. */
  address: z.number().int().min(0).max(255),
  /** Digest of the USB serial number; `null`: it has none. */
  serial: Digest.nullable(),
  /** Digest of the IMEI; `null`: not asked yet. */
  imei: Digest.nullable(),
});
export type DongleMark = z.infer<typeof DongleMark>;

/** Whether two digests are certainly of different numbers; of those made with different keys nobody knows. */
export function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other && one.slice(0, OF_KEY) === other.slice(0, OF_KEY);
}

/**
 * Whether one of two dongles that look the same is certainly not the other. Under another id a modem may have another serial number as
 * well: of those nothing but the IMEI tells.
 */
export function isTwin(one: DongleMark, other: DongleMark): boolean {
  return one.id === other.id && differ(one.serial, other.serial);
}

export class DongleMarks {
  readonly #folder: string;
  #key: Buffer | null = null;

  /** `folder`: the data folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  of({ vid, pid, address, serial }: Sighting): DongleMark {
    return { id: usbId(vid, pid), address: address & 0xff, serial: serial === null ? null : this.#digest('serial', serial), imei: null };
  }

  /**
   * `null`: it is no IMEI. AT, QMI and MBIM tell the same one with and without check digit and software version: what all of them have,
   * and what is the modem's own, are the first 14 digits (3GPP TS 23.003, clause 6).
   */
  imei(imei: string): string | null {
    return /^\d{14,17}$/.test(imei) ? this.#digest('imei', imei.slice(0, 14)) : null;
  }

  #digest(kind: string, value: string): string {
    this.#key ??= readKey(join(this.#folder, KEY_NAME));
    const key = this.#key;
    const of = (text: string) => createHmac('sha256', key).update(text).digest('hex');
    return of('key').slice(0, OF_KEY) + of(`${kind}\0${value}`).slice(OF_KEY);
  }
}

/** The key of this data folder, made at its first use. Where none can be kept a new one does: after a restart nothing is proven then, and the technician is asked. */
function readKey(path: string): Buffer {
  const known = read(path);
  if (known) return known;
  const key = randomBytes(KEY_BYTES);
  try {
    writeFileSync(path, key, { flag: 'wx', mode: 0o600 });
    return key;
  } catch {
    return read(path) ?? key;
  }
}

function read(path: string): Buffer | null {
  try {
    const descriptor = openPlain(path, constants.O_RDONLY);
    try {
      return fstatSync(descriptor).size === KEY_BYTES ? readFileSync(descriptor) : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
