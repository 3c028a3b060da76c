import type { Dial, DialCall } from '../../../modem-db/dials/index.ts';
import type { Reply } from '../../at/lines.ts';
import { answersOf, decimal, unquoted } from '../../at/replies/fields.ts';
import type { ConnectionWish } from '../form.ts';

/** PDP contexts: where a call finds its APN. 3GPP TS 27.007, 10.1.1. */

export const contextQuery = 'AT+CGDCONT?';

export const PDP_TYPES = { ipv4: 'IP', ipv6: 'IPV6', ipv4v6: 'IPV4V6' } as const;

/** What sets the context of a call; `null`: the call brings its own, or the network's is wished for. */
export function contextCommand({ cid, definesContext }: Pick<DialCall, 'cid' | 'definesContext'>, wish: ConnectionWish): string | null {
  return definesContext && wish.apn !== '' ? `AT+CGDCONT=${cid},"${PDP_TYPES[wish.pdpType]}","${wish.apn}"` : null;
}

/** Takes a context away that was not there before. */
export const undefineCommand = (cid: number) => `AT+CGDCONT=${cid}`;

const SET_UP = /^AT\+CGDCONT=(\d{1,2}),"\{type\}","\{apn\}"$/;

/** What sets the contexts that a modem which dials by itself takes its APN from. */
export function contextSetUps({ itself }: Dial, wish: ConnectionWish): { readonly cid: number; readonly command: string }[] {
  return (itself?.setUp ?? []).flatMap(({ send }) => {
    const cid = Number(SET_UP.exec(send)?.[1] ?? Number.NaN);
    const command = Number.isNaN(cid) ? null : contextCommand({ cid, definesContext: true }, wish);
    return command === null ? [] : [{ cid, command }];
  });
}

/** What stands in a context. `untold`: the modem did not say, or in words that cannot be set again: nothing may be written there. */
export type ContextStanding =
  | { readonly kind: 'stands'; readonly command: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'untold' };

/** `reply`: to `contextQuery`. */
export function contextStands(reply: Reply, cid: number): ContextStanding {
  if (reply.final.kind !== 'ok') return { kind: 'untold' };
  const [, type, apn] = answersOf(reply, '+CGDCONT').find(([number]) => decimal(number) === cid) ?? [];
  if (type === undefined) return { kind: 'none' };
  const command = `AT+CGDCONT=${cid},"${unquoted(type)}","${unquoted(apn)}"`;
  return CONTEXT.test(command) ? { kind: 'stands', command } : { kind: 'untold' };
}

/** Whether it is what a command would set. */
export const standsAs = (standing: ContextStanding, command: string | null) => standing.kind === 'stands' && standing.command === command;

/** What a context is set to, whatever is wished for and whatever stood there. */
export const CONTEXT = /^AT\+CGDCONT=(?:\d|1[0-6]),"(?:IP|IPV6|IPV4V6|PPP)","[ !#-~]{0,100}"$/;

/** The access point that a context has in use (TS 27.007, 10.1.23). */
export const inUseQuery = (cid: number) => `AT+CGCONTRDP=${cid}`;

/** Whether that is another than the wished one; networks write their own name behind it. Where nothing is told, it is not known to be. */
export function isAnotherInUse(reply: Reply, cid: number, apn: string): boolean {
  const [, , told] = answersOf(reply, '+CGCONTRDP').find(([number]) => decimal(number) === cid) ?? [];
  const name = unquoted(told).toLowerCase();
  return name !== '' && name !== apn.toLowerCase() && !name.startsWith(`${apn.toLowerCase()}.`);
}
