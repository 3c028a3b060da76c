import { isCallRefused, isCallUp } from '../call.ts';
import { type ContextForms, contextTable, ip6Format, ip6FormatTable, ip6Of, isContextUp } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { ip6Text } from './ip6-format.ts';
import { type AtReply, cme } from './results.ts';

/**
 * The data call of an FM350-GL on MediaTek's T700: the standard's own, by +CGACT, and the host takes address and name servers from AT. It
 * knows no +GTRNDIS. Sources on github.com: sebastianspicker/fm350-usb (at-commands.md; silence without a call: bench-log.md; `+CGEV: ME PDN
 * ACT 1` before OK: the simulator of its tests); a Windows program's fixtures of one that it had been used with (+CGPADDR and +GTDNS in one
 * line, IPv6 in sixteen numbers); mrhaav/openwrt-packages, atc-fib-fm350_gl (+CGPIAF, +CGEREP); fildunsky/luci-app-5gmodem (+CGACT=1,1 of a
 * context that is up: `+CME ERROR: 500` and a restart; the number 5847 while the network is not ready).
 *
 * Assumed: that a fresh port has its +CGEV lines on, as the fixtures' program never sets them; what +GTDNS says of a context that is down.
 */

/** `+CME ERROR: 5847`: not yet, the same again. */
const NOT_YET = 5847;
const ACTIVE_ALREADY = 500;

function again({ body, after }: AtContext): AtReply {
  after(() => body.restart());
  return cme(ACTIVE_ALREADY);
}

/** IPv4, and IPv6 or an empty field. */
function addresses(context: AtContext, cid: string): string {
  const ip6 = ip6Of(context, cid);
  return `"${context.identity.ip.address}","${ip6 ? ip6Text(ip6.address, ip6Format(context)) : ''}"`;
}

const forms: ContextForms = { reports: '2,1', again, addresses, noAddress: '"0.0.0.0"' };
const contexts = contextTable(forms);
const activation = contexts['+CGACT'] ?? {};

export const fm350CallTable: AtTable = {
  ...contexts,
  ...ip6FormatTable,
  '+CGACT': {
    ...activation,
    set: (context, parameters) => {
      if (parameters[0] === '1' && !isCallUp(context.body) && isCallRefused(context.body)) return cme(NOT_YET);
      return typeof activation.set === 'function' ? activation.set(context, parameters) : [];
    },
  },
  '+GTDNS': {
    set: (context, [cid = '']) => {
      if (!/^\d{1,2}$/.test(cid)) return cme(50);
      const dns = isContextUp(forms, context, cid) ? context.identity.ip.dns : ['', ''];
      return [`+GTDNS: ${cid},${dns.map((server) => `"${server}"`).join(',')}`];
    },
    sim: 'unlocked',
  },
};
