import { isIPv6 } from 'node:net';
import { BenchError } from '../contract/errors.ts';

export interface ListenAddress {
  /** A name or an IP address, IPv6 without brackets. */
  readonly address: string;
  /** TCP; 0 takes one that is free. */
  readonly port: number;
}

const form = /^(?:\[([0-9A-Fa-f:.%\w]{2,60})\]|([\w.-]{1,253}))(?::(\d{1,5}))?$/;

/** Reads `ADDRESS`, `ADDRESS:PORT`, `[IPV6]:PORT` or `IPV6`. Throws USAGE. */
export function readListenAddress(text: string, usualPort: number): ListenAddress {
  if (isIPv6(text)) return { address: text, port: usualPort };
  const [, ipv6, name, digits] = form.exec(text) ?? [];
  const address = ipv6 ?? name;
  const port = digits === undefined ? usualPort : Number(digits);
  if (address === undefined || port > 0xffff || (ipv6 !== undefined && !isIPv6(ipv6)))
    throw new BenchError('USAGE', { message: `--listen ${text.slice(0, 100)}: ADDRESS, ADDRESS:PORT or [IPV6]:PORT` });
  return { address, port };
}

/** As it is typed and read: brackets around IPv6. */
export const showAddress = ({ address, port }: ListenAddress): string => `${address.includes(':') ? `[${address}]` : address}:${port}`;
