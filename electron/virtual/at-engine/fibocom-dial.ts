import { callContext, hangUp, isAttached, isCallUp, keepCalling, startCall } from '../call.ts';
import { callRefusal, contextTable, ip6Of } from './contexts.ts';
import type { AtCommand, AtContext, AtTable } from './engine.ts';
import { modeOf } from './fibocom.ts';
import { ip6Text } from './ip6-format.ts';
import { type AtReply, cme, error } from './results.ts';

/**
 * Data calls of Fibocom's modules that are routers of their own: +GTRNDIS and +GTWWAN bind the card to a context that is up since the attach.
 * Replies, all from github.com: a note on an L718 with +GTRNDIS? up and down, without quotes; reports of an NL668T-GL in DJI's dongle (with
 * quotes; ERROR where no card is; +GTAUTOCONNECT, and that it calls by itself after a restart); a board's notes on an FM650 (two addresses in
 * one pair of quotes, `+SIM READY` between echo and reply); fm160d on an FM160-CN (which verb is refused in which composition).
 *
 * Assumed: what =? of the verbs lists, the errors of a context that is not defined and of no network, that a call that is up is not made
 * again.
 */

/** How a platform has it. */
export interface FibocomCall {
  /** Fresh number of +GTUSBMODE, and those of compositions in which +GTRNDIS is taken; ERROR in the others. */
  readonly fresh: number;
  readonly binds: readonly number[];
  /** Numbers with a card that is bound without any verb, and that refuses both. */
  readonly bound?: readonly number[];
  /** True where +GTWWAN is known beside +GTRNDIS; it was refused in every composition that it was tried in. */
  readonly wwan?: boolean;
  /** False where the reply has no quotes. */
  readonly quotes?: boolean;
  /** How it writes IPv6 addresses, in numbers of +CGPIAF. Default without leading zeros and compressed, as an FM160 does. */
  readonly ip6?: string;
  /** What ending a call that is not there answers. Default OK. */
  readonly idleEnd?: AtReply;
  /** True where the first reply after the start has the SIM's own line before it. */
  readonly saysSimReady?: boolean;
  /** Least number that +CGDCONT takes. Default 1. */
  readonly lowest?: 0 | 1;
}

export function fibocomCallTable(call: FibocomCall): AtTable {
  const { wwan = false, lowest = 1 } = call;
  return {
    ...contextTable({ lowest, calls: false, attached: (_, cid) => cid === '1' }),
    '+GTRNDIS': verb('+GTRNDIS', call, (context) => call.binds.includes(modeOf(context, call.fresh))),
    ...(wwan ? { '+GTWWAN': verb('+GTWWAN', call, () => false), '+MGAUTH': login } : {}),
    '+GTAUTOCONNECT': {
      read: ({ body }) => [`+GTAUTOCONNECT: ${body.flash['autoCall'] === '1' ? 1 : 0}`],
      test: ['+GTAUTOCONNECT: (0,1)'],
      set: ({ body }, [on = '', ...more]) => {
        if (!/^[01]$/.test(on) || more.length > 0) return error;
        // It counts from the next start on.
        if (on === '1' && !isCallUp(body)) body.memory.set('hungUp', true);
        keepCalling(body, on === '1' ? '1' : null);
        return [];
      },
    },
  };
}

function verb(name: string, call: FibocomCall, isTaken: (context: AtContext) => boolean): AtCommand {
  return {
    read: (context) => {
      const cid = boundContext(call, context);
      const reply = cid === null ? `${name}: 0` : `${name}: 1,${cid},${fields(call, context, cid)}`;
      return [...simReady(call, context), reply];
    },
    test: [`${name}: (0,1),(1-6)`],
    set: (context, [on = '', cid = '1', ...more]) => {
      if (!/^[01]$/.test(on) || !/^\d{1,2}$/.test(cid) || more.length > 0 || !isTaken(context)) return error;
      const isUp = isCallUp(context.body);
      if (on === '0') {
        if (!isUp) return call.idleEnd ?? [];
        hangUp(context.body);
        return [];
      }
      const refusal = callRefusal(context, cid);
      if (refusal) return refusal;
      if (isUp) return error;
      startCall(context.body, cid);
      return [];
    },
    sim: 'unlocked',
  };
}

/** The context that the card is bound to; `null` where it is to none. */
function boundContext(call: FibocomCall, context: AtContext): string | null {
  const mode = modeOf(context, call.fresh);
  if (call.bound?.includes(mode) === true) return isAttached(context.body) ? '1' : null;
  return call.binds.includes(mode) ? callContext(context.body) : null;
}

/** Address and both name servers, each with its IPv6 twin behind a comma where the context has both. */
function fields({ quotes = true, ip6: format = '1,0,0,1' }: FibocomCall, context: AtContext, cid: string): string {
  const { address, dns } = context.identity.ip;
  const ip6 = ip6Of(context, cid);
  const twins = ip6 ? [ip6.address, ...ip6.dns].map((text) => `,${ip6Text(text, format)}`) : ['', '', ''];
  const pairs = [address, ...dns].map((text, i) => `${text}${twins[i] ?? ''}`);
  return pairs.map((pair) => (quotes ? `"${pair}"` : pair)).join(',');
}

function simReady({ saysSimReady = false }: FibocomCall, { body, sim }: AtContext): string[] {
  if (!saysSimReady || sim.state !== 'ready' || body.memory.get('simReadyTold') === true) return [];
  body.memory.set('simReadyTold', true);
  return ['+SIM READY'];
}

/** +MGAUTH=<cid>,<auth>[,<user>,<password>]: QModem, modem_dial.sh. */
const login: AtCommand = {
  set: (_context, [cid = '', auth = '', ...more]) => (/^\d{1,2}$/.test(cid) && /^[0-3]$/.test(auth) && more.length <= 2 ? [] : cme(50)),
};
