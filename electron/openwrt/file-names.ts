import type { Mode } from '../contract/words.ts';

/** Names of the files of one export. All begin alike, so that they stand together in a folder of thirty. */
export interface FileNames {
  readonly archive: string;
  readonly manifest: string;
  readonly page: string;
  readonly firstBoot: string;
}

/** What tells one dongle from another; its strings are the device's own. */
interface NamedDongle {
  readonly name: string;
  /** Four lower-case hex digits each. */
  readonly vid: string;
  readonly pid: string;
  readonly imei: string | null;
  /** The last four digits of the IMEI, where no more of it is known. */
  readonly imeiEnd?: string | null | undefined;
}

/** What of an IMEI stands in a file name: four digits tell two dongles of one kind apart, and say nobody's identity. `null`: it is no IMEI. */
export function imeiEndOf(imei: string | null | undefined): string | null {
  return imei && /^\d{14,16}$/.test(imei) ? imei.slice(-4) : null;
}

/** The dongle's name in a file name, in characters. */
const MOST_NAME = 32;

/**
 * `modem-bench-quectel-ec25-imei0123-qmi-24.10.8.tar.gz`, and beside it `…-manifest.json`, `….html` and `…-first-boot.sh`. Of two
 * dongles of one kind the last digits of the IMEI tell which is which, where it is known: they stand on the label. `counter`: from 2 on
 * it ends what all names begin with. Nothing but small letters, digits, points and hyphens, whatever the dongle calls itself.
 */
export function exportNames(dongle: NamedDongle, mode: Mode, release: string, counter = 1): FileNames {
  const end = imeiEndOf(dongle.imei) ?? dongle.imeiEnd ?? null;
  const imei = end !== null && /^\d{4}$/.test(end) ? [`imei${end}`] : [];
  const parts = ['modem-bench', nameOf(dongle), ...imei, mode, release, ...(counter > 1 ? [counter] : [])];
  const stem = parts.join('-');
  return { archive: `${stem}.tar.gz`, manifest: `${stem}-manifest.json`, page: `${stem}.html`, firstBoot: `${stem}-first-boot.sh` };
}

/** What comes before the first comma or bracket: behind it stand the mode, and other models of the same form. */
function nameOf({ name, vid, pid }: NamedDongle): string {
  const words = name
    .slice(0, 200)
    .split(/[,([]/, 1)
    .join('')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  while (words.length > 1 && words.join('-').length > MOST_NAME) words.pop();
  return words.join('-').slice(0, MOST_NAME) || `${vid}-${pid}`;
}
