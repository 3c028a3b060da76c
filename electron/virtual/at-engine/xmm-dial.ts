import { isAttached } from '../call.ts';
import type { ModemBody } from '../modem.ts';
import { type ContextForms, contextTable, ip6FormatTable, isContextUp } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { contextsOf } from './pdp-contexts.ts';
import { type AtReply, cme, connect, error } from './results.ts';

/**
 * The data call of Intel's XMM 7360 in NCM: +CGACT brings a context up, +XDATACHANNEL ties the first NCM function to it, +CGDATA lets data
 * through and ends with CONNECT. The host takes its address from AT, and nobody answers ARP. Sources on github.com:
 * mrhaav/openwrt-packages, atc-fib-l850_gl (context 0 is that of the attach and needs no +CGACT; +CGDATA=0 and +XDATACHANNEL=0 end it);
 * koshev-msk/modemfeed, xmm-modem (+XDNS before the activation); fildunsky/luci-app-5gmodem (a channel that was tied before the context was
 * up carries nothing; of three NCM functions the lowest one does); the test of an OpenWrt package named apn-autoconfig-proto-atdial
 * (`+XDNS: 1,"…","…"`).
 *
 * The sources disagree in whether +CGCONTRDP has the name servers: here it has those of context 0, and of another they come from +XDNS?
 * alone, which both kinds of program manage. Assumed: that any of its AT ports may be named, that the port takes commands behind CONNECT,
 * that the other two functions can be named and carry nothing, and the errors.
 */

/** What is tied to a context: the memory `dataChannel` of `call.ts`. */
interface DataChannel {
  readonly cid: string;
  readonly flows: boolean;
}

const forms: ContextForms = { lowest: 0, attached: (_, cid) => cid === '0', tellsDns: (cid) => cid === '0' };

function channelOf(body: ModemBody): DataChannel | null {
  const kept = body.memory.get('dataChannel');
  return typeof kept === 'object' && kept !== null && 'cid' in kept && 'flows' in kept
    ? { cid: String(kept.cid), flows: kept.flows === true }
    : null;
}

/** Whether the first NCM function carries data. What was tied to a context goes with it (`startCall`, `hangUp`, `loseCall`). */
export function xmmCarriesData(body: ModemBody): boolean {
  return isAttached(body) && channelOf(body)?.flows === true;
}

/** +XDATACHANNEL=1,1,"/USBCDC/<port>","/USBHS/NCM/<function>",2,<cid>, or =0. */
function bind(context: AtContext, [on = '', one = '', port = '', card = '', two = '', cid = '', ...more]: readonly string[]): AtReply {
  const { body } = context;
  if (on === '0') {
    body.memory.delete('dataChannel');
    return [];
  }
  const index = /^\/USBHS\/NCM\/([0-2])$/.exec(card)?.[1];
  const valid = on === '1' && one === '1' && two === '2' && /^\/USBCDC\/[0-2]$/.test(port) && index !== undefined && more.length === 0;
  if (!valid || contextsOf(body)[cid] === undefined) return error;
  // Taken in any case; what it leads to is seen in the data alone.
  if (index === '0' && isContextUp(forms, context, cid)) body.memory.set('dataChannel', { cid, flows: false } satisfies DataChannel);
  else body.memory.delete('dataChannel');
  return [];
}

/** +CGDATA="M-RAW_IP",<cid>, or =0. */
function letThrough(context: AtContext, [protocol = '', cid = '1']: readonly string[]): AtReply {
  const { body } = context;
  const channel = channelOf(body);
  if (protocol === '0') {
    body.memory.delete('dataChannel');
    return [];
  }
  if (protocol !== 'M-RAW_IP' || !isContextUp(forms, context, cid)) return error;
  if (channel?.cid === cid) body.memory.set('dataChannel', { cid, flows: true } satisfies DataChannel);
  return connect;
}

/** Contexts whose name servers +XDNS was told to report: by number, what was asked (1 IPv4, 2 IPv6, 3 both). */
function reported(body: ModemBody): ReadonlyMap<unknown, unknown> {
  const kept = body.memory.get('xdns');
  return kept instanceof Map ? kept : new Map();
}

const contexts = contextTable(forms);

export const xmmCallTable: AtTable = {
  ...contexts,
  ...ip6FormatTable,
  '+CGACT': {
    ...contexts['+CGACT'],
    set: (context, parameters) => {
      const { body } = context;
      const [state = '', cid = '1'] = parameters;
      const was = isContextUp(forms, context, cid);
      const set = contexts['+CGACT']?.set;
      const reply = typeof set === 'function' ? set(context, parameters) : error;
      // Whether name servers are reported is settled by what was asked before the activation.
      if (state === '1' && !was && isContextUp(forms, context, cid)) body.memory.set('xdnsOf', reported(body).has(cid) ? cid : null);
      return reply;
    },
  },
  '+XDNS': {
    read: (context) => {
      const { body, identity } = context;
      return Object.keys(contextsOf(body))
        .filter((cid) => isContextUp(forms, context, cid) && (cid === '0' ? reported(body).has(cid) : body.memory.get('xdnsOf') === cid))
        .map((cid) => `+XDNS: ${cid},${identity.ip.dns.map((server) => `"${server}"`).join(',')}`);
    },
    set: ({ body }, [cid = '', kind = '', ...more]) => {
      if (!/^(\d|1[0-6])$/.test(cid) || !/^[0-3]$/.test(kind) || more.length > 0) return cme(50);
      const rest = [...reported(body)].filter(([other]) => other !== cid);
      body.memory.set('xdns', new Map(kind === '0' ? rest : [...rest, [cid, kind]]));
      return [];
    },
    test: ['+XDNS: (0-16),(0-3)'],
  },
  '+XDATACHANNEL': { set: bind, test: [], sim: 'unlocked' },
  '+CGDATA': { set: letThrough, test: ['+CGDATA: ("M-RAW_IP")'], sim: 'unlocked' },
  // +XGAUTH=<cid>,<auth>,<user>,<password>, koshev-msk/modemfeed.
  '+XGAUTH': {
    set: (_context, [cid = '', auth = '', ...more]) => (/^\d{1,2}$/.test(cid) && /^[012]$/.test(auth) && more.length <= 2 ? [] : cme(50)),
  },
};
