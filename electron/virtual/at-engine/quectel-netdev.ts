import { callContext, hangUp, isAttached, keepCalling, startCall } from '../call.ts';
import { callRefusal } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { ip6Text } from './ip6-format.ts';
import { contextsOf, setContext } from './pdp-contexts.ts';
import { type AtReply, cme, error } from './results.ts';

/**
 * Quectel's +QNETDEVCTL, which binds the card of modules that are not Qualcomm's to a context, in its two orders. That of ASR's modules:
 * Quectel's EC200A and EC801E AT manuals as a page on github.com tells of them (0 off, 1 once, 3 by itself and kept; the third number turns
 * `+QNETDEVSTATUS: <state>` on; +QNETDEVSTATUS is no command; ending what is not there may be an ERROR); field notes there on an EC200A
 * (`+QNETDEVCTL: 0,0,0,0` beside a context that is up; back to it at each restart); tests of a ModemManager fork (`3,1,0,1`). That of
 * Unisoc's: logs of quectel-CM on an RM500U in Forlinx' manuals (the reply of =?, +QNETDEVSTATUS=1 before and after, the line that comes two
 * seconds after OK whatever the third number is); Quectel's RG200U and RM500U AT manual as programs on github.com tell of it (0 off, 1 once, 2
 * off and 3 on and both kept; `+QNETDEVSTATUS: 1,0,"IPV4",0`).
 *
 * Assumed: the errors of a context that is not defined and of no network; that the read form of Unisoc's order does not exist; what is left of
 * the reply where a context has no IPv6.
 */

/** Time from OK to the line that says that it is connected, in ms: the logs above. */
const CONNECT_MS = 2000;

/** ASR: <operation>,<context>[,<lines>]. */
export const asrNetdevTable: AtTable = {
  '+QNETDEVCTL': {
    read: ({ body }) => {
      const cid = callContext(body);
      const { operation, last, lines } = toldAsr(body.memory.get('netdev'), body.flash['autoCall']);
      return [`+QNETDEVCTL: ${operation},${cid ?? last},${lines},${cid === null ? 0 : 1}`];
    },
    test: ['+QNETDEVCTL: (0,1,3),(1-15),(0-1)'],
    set: controlAsr,
    sim: 'unlocked',
  },
  // Context, kind (1 IPv4, 2 IPv6, 3 both), APN, user, password, way of the login.
  '+QICSGP': {
    set: ({ body }, [cid = '', kind, apn = '', ...login]) => {
      if (!/^([1-9]|1[0-5])$/.test(cid) || login.length > 3 || apn.length > 100) return cme(50);
      const known = contextsOf(body)[cid];
      const types = ['IP', 'IPV6', 'IPV4V6'];
      if (kind === undefined) return [`+QICSGP: ${known ? types.indexOf(known.type) + 1 : 0},"${known?.apn ?? ''}","","",0`];
      const type = types[Number(kind) - 1];
      if (!/^[123]$/.test(kind) || type === undefined) return cme(50);
      setContext(body, cid, { type, apn });
      return [];
    },
    test: ['+QICSGP: (1-15),(1-3),<APN>,<username>,<password>,(0-3)'],
  },
};

interface Told {
  readonly operation: string;
  readonly last: string;
  readonly lines: string;
}

function toldAsr(kept: unknown, auto: unknown): Told {
  if (Array.isArray(kept)) {
    const [operation, last, lines] = kept.map(String);
    return { operation: operation ?? '0', last: last ?? '0', lines: lines ?? '0' };
  }
  return typeof auto === 'string' && auto !== '' ? { operation: '3', last: auto, lines: '0' } : { operation: '0', last: '0', lines: '0' };
}

function controlAsr(context: AtContext, [operation = '', cid = '', lines = '0', ...more]: readonly string[]): AtReply {
  const { body, unsolicited } = context;
  if (!/^[013]$/.test(operation) || !/^([1-9]|1[0-5])$/.test(cid) || !/^[01]$/.test(lines) || more.length > 0) return cme(50);
  const isUp = callContext(body) !== null;
  if (operation === '0') {
    keepCalling(body, null);
    if (!isUp) return error;
    hangUp(body);
  } else {
    const refusal = callRefusal(context, cid);
    if (refusal) return refusal;
    startCall(body, cid);
    if (operation === '3') keepCalling(body, cid);
  }
  body.memory.set('netdev', [operation, cid, lines]);
  if (lines === '1') unsolicited(`+QNETDEVSTATUS: ${operation === '0' ? 0 : 1}`, operation === '0' ? 0 : CONNECT_MS);
  return [];
}

/** +CGPIAF's numbers for the way that these logs have IPv6 addresses. */
export const UNISOC_IP6 = '1,0,1,0';
const unisocIp6 = (address: string) => (address === '' ? '' : ip6Text(address, UNISOC_IP6));

/** Unisoc: <context>,<operation>[,<calls again by itself>]. */
export const unisocNetdevTable: AtTable = {
  '+QNETDEVCTL': { test: ['+QNETDEVCTL: (1-8),(0-3),(0,1)'], set: controlUnisoc, sim: 'unlocked' },
  '+QNETDEVSTATUS': {
    test: ['+QNETDEVSTATUS: (1-8)'],
    // Address, mask, gateway, DHCP server, two name servers; the same six of IPv6.
    set: ({ body, identity: { ip, ip6 } }, [cid = '', ...more]) => {
      if (!/^[1-8]$/.test(cid) || more.length > 0) return cme(50);
      if (callContext(body) !== cid) return cme(3);
      const six =
        contextsOf(body)[cid]?.type === 'IPV4V6' && ip6 ? [ip6.address, '', '', '', ...ip6.dns].map(unisocIp6) : Array<string>(6).fill('');
      return [`+QNETDEVSTATUS: ${[ip.address, ip.mask, ip.gateway, '', ...ip.dns, ...six].join(',')}`];
    },
    sim: 'unlocked',
  },
};

function controlUnisoc(context: AtContext, [cid = '', operation = '', again = '0', ...more]: readonly string[]): AtReply {
  const { body, unsolicited } = context;
  if (!/^[1-8]$/.test(cid) || !/^[0-3]$/.test(operation) || !/^[01]$/.test(again) || more.length > 0) return cme(50);
  if (operation === '0' || operation === '2') {
    if (operation === '2') keepCalling(body, null);
    const was = callContext(body) === cid;
    hangUp(body);
    if (was) unsolicited(`+QNETDEVSTATUS: ${cid},0,"IPV4",0`, 0);
    return [];
  }
  const refusal = callRefusal(context, cid);
  if (refusal) return refusal;
  if (callContext(body) === cid) return [];
  if (operation === '3') keepCalling(body, cid);
  hangUp(body);
  body.memory.set('calling', cid);
  body.clock.setTimeout(() => {
    // Somebody has hung up in the meantime, or there is no network any more.
    if (body.memory.get('calling') !== cid || !isAttached(body)) return;
    startCall(body, cid);
    const type = contextsOf(body)[cid]?.type === 'IPV4V6' ? 'IPV4V6' : 'IPV4';
    unsolicited(`+QNETDEVSTATUS: ${cid},1,"${type}",0`, 0);
  }, CONNECT_MS);
  return [];
}
