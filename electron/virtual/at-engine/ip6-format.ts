/** IPv6 addresses as AT writes them: 3GPP TS 27.007, 10.1.0 and +CGPIAF, 10.1.43. */

/** +CGPIAF of a fresh port: sixteen decimal numbers. */
export const FRESH_FORMAT = '0,0,0,0';

/**
 * An address of eight hex groups as +CGPIAF asks for it: address format (0 sixteen decimal numbers with dots, 1 groups with colons), subnet
 * notation, leading zeros (1: kept), zeros compressed (1: the longest run of them).
 */
export function ip6Text(address: string, format: string): string {
  const [colons, , leading, compressed] = format.split(',');
  const groups = address.split(':').map((group) => Number.parseInt(group, 16));
  if (colons !== '1') return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
  const text = groups.map((group) => group.toString(16).padStart(leading === '1' ? 4 : 1, '0'));
  return compressed === '1' ? withoutZeros(groups, text) : text.join(':');
}

function withoutZeros(groups: readonly number[], text: readonly string[]): string {
  let [start, length] = [0, 0];
  for (let from = 0; from < groups.length; from++) {
    let run = 0;
    while (groups[from + run] === 0) run++;
    if (run > length) [start, length] = [from, run];
  }
  if (length < 2) return text.join(':');
  return `${text.slice(0, start).join(':')}::${text.slice(start + length).join(':')}`;
}
