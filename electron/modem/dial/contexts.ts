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

/** What stands in a context, as the command that sets it so; `null`: it is not defined. `reply`: to `contextQuery`. */
export function contextStands(reply: Reply, cid: number): string | null {
  const [, type, apn] = answersOf(reply, '+CGDCONT').find(([number]) => decimal(number) === cid) ?? [];
  return type === undefined ? null : `AT+CGDCONT=${cid},"${unquoted(type)}","${unquoted(apn)}"`;
}
