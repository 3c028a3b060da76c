import { isIPv4, isIPv6 } from 'node:net';
import type { Reply } from '../lines.ts';
import { answersOf, decimal, unquoted } from './fields.ts';

/** +CGPADDR. 3GPP TS 27.007, 10.1.14; the forms of an IPv6 address 10.1.0. */

export interface ContextAddress {
  readonly ipv4: string | null;
  readonly ipv6: string | null;
}

/**
 * The addresses of one PDP context (`cid`). IPv6 comes with colons or as sixteen decimal bytes with dots between; both families may
 * stand in one field, with their names before them. `null` where the context is not listed; an address of zeros is none, and so is
 * one of IPv6 that has its interface identifier alone: the prefix comes later, from the router.
 */
export function contextAddress(reply: Reply, cid: number): ContextAddress | null {
  const answer = answersOf(reply, '+CGPADDR').find(([number]) => decimal(number) === cid);
  if (!answer) return null;
  const words = answer.slice(1).flatMap((field) => unquoted(field).split(/\s+/));
  const addresses = words.map((word) => word.replace(/^IPV[46]:/i, '')).map((word) => dotted(word) ?? word);
  return {
    ipv4: addresses.find((address) => isIPv4(address) && address !== '0.0.0.0') ?? null,
    ipv6: addresses.find((address) => isIPv6(address) && !/^(::|(0{1,4}:){4})/.test(address)) ?? null,
  };
}

/** Sixteen decimal bytes as eight groups, first byte first; `null` for anything else. */
function dotted(word: string): string | null {
  const bytes = word.split('.').map(Number);
  if (bytes.length !== 16 || bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) return null;
  return Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)).join(':');
}
