import { callContext, hangUp, isCallUp, startCall } from '../call.ts';
import { callRefusal, contextTable } from './contexts.ts';
import type { AtContext, AtTable } from './engine.ts';
import { type AtReply, error } from './results.ts';

/**
 * MeiG's own commands. +SER and the tags of +CGMI and +CGMR: QModem, vendor/meig.sh; +SER of ASR modules, persistent and followed by a
 * restart of the module's own: README of trackIT-Systems/modemmanager-meig-asr on github.com.
 */
export interface Ser {
  /** Numbers whose composition was published; a real module has more. */
  readonly numbers: readonly number[];
  readonly restarts: 'by-itself' | 'later';
}

/** Time that an ASR module takes from its OK to its restart, in ms. */
const SWITCH_MS = 500;

export function meigTable({ numbers, restarts }: Ser): AtTable {
  return {
    '+CGMI': { execute: ({ identity }) => [`+CGMI: ${identity.manufacturer}`], test: [] },
    '+CGMR': { execute: ({ identity }) => [`+CGMR: ${identity.revision}`], test: [] },
    '+ICCID': { execute: ({ identity }) => [`+ICCID: ${identity.iccid}`], test: [], sim: 'present' },
    '+SER': {
      read: ({ body }) => [`+SER: ${String(body.flash['ser'] ?? '')}`],
      set: ({ body, after }, [number = '', keep = '', ...more]) => {
        if (!/^\d{1,2}$/.test(number) || !numbers.includes(Number(number)) || keep !== '1' || more.length > 0) return error;
        body.flash['ser'] = Number(number);
        body.saveFlash();
        if (restarts === 'by-itself') after(() => body.restart({ afterMs: SWITCH_MS }));
        return [];
      },
    },
  };
}

/** Time from +ECMDUP to the line that tells what came of it, in ms. */
const DIAL_MS = 300;

/**
 * ASR's modules: +ECMDUP=<cid>,<on>[,<0 IPv4, 1 IPv6, 2 both>] binds the card; ^DCONN and ^DEND tell of it, +ECMDUP? only while there is a
 * call; +CGCONTRDP is without quotes (ddimension/wwand, a hardware note on an SLM770A). It may be an ERROR while the network is not back from
 * +COPS=2 (there). Assumed: that the context of the attach is up before.
 */
export const meigAsrCallTable: AtTable = {
  ...contextTable({ attached: (_, cid) => cid === '1', calls: false, quotes: false }),
  '+ECMDUP': {
    read: ({ body }) => (isCallUp(body) ? [`+ECMDUP: ${callContext(body) ?? '1'},1,"IPV4",0,"IPV6"`] : []),
    test: ['+ECMDUP: (1-16),(0,1),(0-2)'],
    set: ecmCall,
    sim: 'unlocked',
  },
  // Password before user; neither is asked for.
  '^AUTHDATA': {
    set: (_context, [cid = '', auth = '', ...more]) => (/^\d{1,2}$/.test(cid) && /^[0-3]$/.test(auth) && more.length <= 3 ? [] : error),
  },
};

/**
 * Modules on Qualcomm chips: $QCRMCALL=<on>,0,3,2,<cid> as QModem sends it; the answer to the question, and that it is OK alone without a
 * call, as MeiG's RIL for Android reads it. Assumed: what the modem says of a context that is not there.
 */
export const meigQualcommCallTable: AtTable = {
  ...contextTable({ attached: (_, cid) => cid === '1', calls: false }),
  $QCRMCALL: {
    read: ({ body }) => (isCallUp(body) ? ['$QCRMCALL: 1,V4'] : []),
    set: (context, [on = '', , , , cid = '1']) => {
      if (on === '1') {
        if (callRefusal(context, cid) !== null) return error;
        startCall(context.body, cid);
        return ['$QCRMCALL: 1,V4'];
      }
      if (on !== '0' || !isCallUp(context.body)) return error;
      hangUp(context.body);
      return [];
    },
    sim: 'unlocked',
  },
};

function ecmCall(context: AtContext, [cid = '', on = '', kind = '0', ...more]: readonly string[]): AtReply {
  const { body, unsolicited } = context;
  if (!/^\d{1,2}$/.test(cid) || !/^[01]$/.test(on) || !/^[0-2]$/.test(kind) || more.length > 0) return error;
  if (on === '0') {
    if (!isCallUp(body)) return error;
    hangUp(body);
    unsolicited(`^DEND: ${cid},0,"IPV4"`, DIAL_MS);
    return [];
  }
  // The network has IPv4 alone.
  if (kind === '1' || callRefusal(context, cid) !== null) return error;
  startCall(body, cid);
  unsolicited(`^DCONN: ${cid},1,"IPV4"`, DIAL_MS);
  return [];
}
