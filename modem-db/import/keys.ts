import { plainMethods, type StringMatch } from '../schema.ts';

/**
 * The keys of usb_modeswitch's configuration files, as usb_modeswitch 2.6.2 and its dispatcher read them.
 * `flag`: 0 or 1. `id`: four hex digits. `number`: decimal, or hex after `0x`. `ignored`: no effect on what is sent. `dropped`: one that an
 * entry has no place for.
 */
export type KeyKind = 'flag' | 'id' | 'ids' | 'byte' | 'number' | 'message' | 'ignored' | 'dropped';

/** Keys that mean something to the real program and that an entry has no place for, with what becomes of them: told, and no reason to refuse the rest. */
export const dropped: Readonly<Record<string, string>> = {
  ResetUSB: 'no reset is sent after the switch, which no entry of the public data needs',
  NoMBIMCheck: 'whether a configuration with MBIM is chosen goes by the mode that is wished here',
  DriverModule: 'binding a driver by hand went out of usb_modeswitch with version 2.4.0',
  DriverIDPath: 'binding a driver by hand went out of usb_modeswitch with version 2.4.0',
};

export const keyKinds: ReadonlyMap<string, KeyKind> = new Map<string, KeyKind>([
  ['DefaultVendor', 'id'],
  ['DefaultProduct', 'id'],
  ['TargetVendor', 'id'],
  ['TargetProduct', 'id'],
  ['TargetProductList', 'ids'],
  ['TargetClass', 'byte'],
  ['MessageContent', 'message'],
  ['MessageContent2', 'message'],
  ['MessageContent3', 'message'],
  ['StandardEject', 'flag'],
  ...plainMethods.map((name) => [name, 'flag'] as const),
  ['PantechMode', 'number'],
  ['AltSetting', 'number'],
  ['Configuration', 'number'],
  ['Interface', 'number'],
  ['MessageEndpoint', 'number'],
  ['ResponseEndpoint', 'number'],
  ['WaitBefore', 'number'],
  ['ReleaseDelay', 'number'],
  // The answer is read after every command block since 2.3.0, whatever this says.
  ['NeedResponse', 'ignored'],
  // How long the program looks for the result; it changes nothing for the dongle.
  ['CheckSuccess', 'ignored'],
  ['DetachStorageOnly', 'ignored'],
  ['InquireDevice', 'ignored'],
  ['NoDriverLoading', 'ignored'],
  ...Object.keys(dropped).map((name) => [name, 'dropped'] as const),
]);

/** The match keys of the dispatcher's file names. */
export const matchKeys: Readonly<Record<string, StringMatch['key']>> = {
  uMa: 'manufacturer',
  uPr: 'product',
  uSe: 'serial',
  sVe: 'scsi-vendor',
  sMo: 'scsi-model',
  sRe: 'scsi-revision',
};

/** The known word that a mistyped one is nearest to, if it is near at all: at most two letters off, in any case. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = 3;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions and replacements between two words; `limit` where it is not less. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? limit) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? limit) + 1, (next[j - 1] ?? limit) + 1));
    }
    row = next;
  }
  return Math.min(row[b.length] ?? limit, limit);
}
