import { isIPv4, isIPv6 } from 'node:net';
import type { Reply } from '../lines.ts';

/**
 * Addresses as modems tell them: dotted (3GPP TS 27.007, 10.1.0), with the mask joined to the address (+CGCONTRDP, 10.1.23: eight numbers,
 * or 32), IPv6 with colons or as sixteen numbers, both families in one field with a blank or a comma between and their names before them,
 * or eight hexadecimal digits with the last number first (Huawei's ^DHCP; zeros before may be cut, `0x` may stand before).
 */

/** One family's part of what a modem told of its connection. */
export interface ToldFamily {
  readonly address: string;
  /** Bits of the mask; `null` where none was told. */
  readonly prefix: number | null;
  /** `null` where none was told, or the address itself: then the way out is the card. */
  readonly gateway: string | null;
}

/** What a modem told of its connection. */
export interface ToldAddress {
  readonly ipv4: ToldFamily | null;
  readonly ipv6: ToldFamily | null;
  /** Of both families, each once, in the order in which they were told. */
  readonly dns: readonly string[];
  readonly mtu: number | null;
}

/** Most name servers that are kept. */
const MAX_DNS = 8;
/** A field is an address or two; what is longer is none. */
const MAX_FIELD = 200;

/** What was answered to one question, and how it is read. */
export interface AddressAnswer {
  readonly reply: Pick<Reply, 'lines'>;
  /** Of each line the first that matches counts: named groups `address`, `mask`, `gateway`, `dns`, `dns2`, `address6`, `gateway6`, `dns6`, `mtu` (`modem-db/dials/schema.ts`). */
  readonly patterns: readonly string[];
}

/**
 * What several answers tell together: of each thing the first that is told. An address of zeros is none, and so is one of IPv6 that has
 * its interface identifier alone, or is of the link: its prefix comes later, from the router.
 */
export function toldAddress(answers: readonly AddressAnswer[]): ToldAddress {
  const told = answers.flatMap(groupsOf);
  const all = (...names: string[]) => told.flatMap((groups) => names.flatMap((name) => parts(groups[name])));
  const own = all('address', 'address6');
  const gateways = all('gateway', 'gateway6').map(({ address }) => address);
  const masks = all('mask').map(({ address }) => address);
  const v4 = own.find(({ address }) => isUsable4(address));
  const v6 = own.find(({ address }) => isUsable6(address));
  const wayOut = (family: Part, is: (address: string) => boolean) =>
    gateways.find((gateway) => is(gateway) && gateway !== family.address) ?? null;
  const names = all('dns', 'dns2', 'dns6').flatMap(({ address }) => (isUsable4(address) || isUsable6(address) ? [address] : []));
  const mtus = told.flatMap(({ mtu = '' }) => (/^\d{3,5}$/.test(mtu) ? [Number(mtu)] : []));
  return {
    ipv4: v4 ? { address: v4.address, prefix: prefixOf(v4.mask ?? masks[0]), gateway: wayOut(v4, isUsable4) } : null,
    ipv6: v6 ? { address: v6.address, prefix: null, gateway: wayOut(v6, (address) => isIPv6(address) && address !== '::') } : null,
    dns: [...new Set(names)].slice(0, MAX_DNS),
    mtu: mtus.find((mtu) => mtu >= 576 && mtu <= 9000) ?? null,
  };
}

type Groups = Readonly<Record<string, string | undefined>>;

function groupsOf({ reply, patterns }: AddressAnswer): Groups[] {
  const expressions = patterns.map((pattern) => new RegExp(pattern));
  return reply.lines.flatMap((line) => {
    const groups = expressions.map((expression) => expression.exec(line)).find((match) => match !== null)?.groups;
    return groups ? [groups] : [];
  });
}

interface Part {
  readonly address: string;
  readonly mask: string | undefined;
}

/** The addresses of one field. */
function parts(field: string | undefined): Part[] {
  if (field === undefined || field.length > MAX_FIELD) return [];
  return field.split(/[\s",]+/).flatMap((word) => {
    const text = word.replace(/^IPV[46]:/i, '');
    if (isIPv4(text) || isIPv6(text)) return [{ address: text, mask: undefined }];
    const made = hexadecimal(text) ?? numbered(text);
    return made ? [made] : [];
  });
}

/** Eight hexadecimal digits, last number first; or seven, where a zero before them was cut off. What is shorter is a number of something else. */
function hexadecimal(text: string): Part | null {
  const digits = /^(?:0x)?([0-9A-Fa-f]{7,8})$/.exec(text)?.[1];
  if (digits === undefined) return null;
  const number = Number.parseInt(digits, 16);
  return { address: [0, 8, 16, 24].map((shift) => (number >>> shift) & 0xff).join('.'), mask: undefined };
}

/** Decimal numbers with dots between: 8 are address and mask, 16 an IPv6 address, 32 that and its mask. */
function numbered(text: string): Part | null {
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)) return null;
  if (bytes.length === 8) return { address: bytes.slice(0, 4).join('.'), mask: bytes.slice(4).join('.') };
  if (bytes.length !== 16 && bytes.length !== 32) return null;
  const group = (i: number) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16);
  return { address: Array.from({ length: 8 }, (_, i) => group(i)).join(':'), mask: undefined };
}

/** Bits of a mask with all its ones in front; `null` for anything else. */
function prefixOf(mask: string | undefined): number | null {
  if (mask === undefined || !isIPv4(mask)) return null;
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  const ones = bits.indexOf('0') < 0 ? 32 : bits.indexOf('0');
  return ones > 0 && !bits.slice(ones).includes('1') ? ones : null;
}

const isUsable4 = (address: string) => isIPv4(address) && address !== '0.0.0.0' && address !== '255.255.255.255';
const isUsable6 = (address: string) => isIPv6(address) && !/^(::|(0{1,4}:){4}|fe[89ab])/i.test(address);
