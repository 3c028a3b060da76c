/** A network of IPv4 addresses, by one of them. */
export interface Network {
  /** Dotted, without leading zeros. */
  readonly address: string;
  readonly prefix: number;
}

/** An address as a number from 0 to 2^32 - 1; `null` for what is none. */
export function addressNumber(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((total, part) => total * 256 + part, 0);
}

/** `255.255.255.0` or `24`; `null` for what is no mask. */
export function prefixOf(mask: string): number | null {
  if (/^\d{1,2}$/.test(mask)) return Number(mask) <= 32 ? Number(mask) : null;
  const value = addressNumber(mask);
  if (value === null) return null;
  const bits = value.toString(2).padStart(32, '0');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : null;
}

/** `192.168.1.1/24`, or an address alone with the mask of another option; 32 where neither tells, as netifd has it. */
export function networkOf(text: string, mask: string | undefined): Network | null {
  const [address = '', prefix] = text.split('/');
  const value = addressNumber(address);
  const length = prefixOf(prefix ?? mask ?? '32');
  return value === null || length === null ? null : { address: dotted(value), prefix: length };
}

export function overlap(one: Network, other: Network): boolean {
  const shift = 2 ** (32 - Math.min(one.prefix, other.prefix));
  const first = addressNumber(one.address);
  const second = addressNumber(other.address);
  return first !== null && second !== null && Math.floor(first / shift) === Math.floor(second / shift);
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
}
