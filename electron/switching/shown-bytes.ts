/** As much as one line takes of what is not understood. */
const MAX_SHOWN = 64;

/** `1 block`, `2 blocks`. */
export const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** `N bytes: hex`, cut where it is long. */
export function shownBytes(data: Uint8Array): string {
  if (data.length === 0) return counted(0, 'byte');
  const hex = Buffer.from(data.subarray(0, MAX_SHOWN)).toString('hex');
  return `${counted(data.length, 'byte')}: ${hex}${data.length > MAX_SHOWN ? '…' : ''}`;
}
