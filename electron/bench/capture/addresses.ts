import { once } from './once.ts';

/** IPv4, also where it is half of a pair with its mask (27.007, 10.1.23); none given out is none. */
const IPV4 = /\b(?!0\.0\.0\.0\b)\d{1,3}(?:\.\d{1,3}){3}\b/g;
/** IPv6 as 27.007 has it (16 numbers with dots, 32 with its mask: 10.1.1) or as everybody else (RFC 4291, 2.2), without its prefix length. */
const IPV6 =
  /(?<![0-9A-Za-z:.])(?:\d{1,3}(?:\.\d{1,3}){15,31}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:\.\d{1,3}){0,3}(?:%[0-9a-z]+)?)(?![0-9A-Za-z:])/gi;

/** `text` with every address in it replaced, for answers that hold no versions or times, which look alike. */
export function maskAddresses(text: string, known: Map<string, string>): string {
  // TEST-NET-1 (RFC 5737).
  return text
    .replace(IPV6, (address) => (/^[0.:]*$/.test(address) ? address : '::'))
    .replace(IPV4, (address) => once(`ip ${address}`, known, (n) => `192.0.2.${n % 256}`));
}
