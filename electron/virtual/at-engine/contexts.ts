import { callContext, hangUp, isAttached, isCallRefused, setAttached, startCall } from '../call.ts';
import type { VirtualIdentity } from '../identity.ts';
import type { ModemBody } from '../modem.ts';
import type { AtCommand, AtContext, AtTable } from './engine.ts';
import { FRESH_FORMAT, ip6Text } from './ip6-format.ts';
import { contextsOf, setContext } from './pdp-contexts.ts';
import { type AtFailure, type AtReply, cme } from './results.ts';
import { setting } from './setting.ts';

/**
 * PDP contexts and what the network gave to them: 3GPP TS 27.007, 10.1. Every family has the commands, and hardly two write the same.
 * The network takes any APN, as its QMI and MBIM sides do.
 */

const FRESH_REPORTS = '0,0';

/** How one family's firmware has it; what is left out is as the standard says. */
export interface ContextForms {
  /** Least number that +CGDCONT takes: 0 where the context of the attach can be told. Default 1. */
  readonly lowest?: 0 | 1;
  /** Contexts that the network brings up by itself as soon as the modem is attached, as LTE does with the default one. Default none. */
  readonly attached?: (context: AtContext, cid: string) => boolean;
  /** True where +CGACT makes the call that the card carries; default. False where the card has a verb of its own. */
  readonly calls?: boolean;
  /** +CGEREP of a fresh port; default `0,0`, no +CGEV lines (10.1.19). */
  readonly reports?: string;
  /** What +CGACT=1 of a context that is up answers; default OK (10.1.10). */
  readonly again?: (context: AtContext) => AtReply;
  /** False where addresses stand without quotes in +CGPADDR and +CGCONTRDP. Default true. */
  readonly quotes?: boolean;
  /** How IPv6 addresses are written until +CGPIAF says otherwise, in its numbers; default sixteen decimal numbers (10.1.0). */
  readonly ip6?: string;
  /** What +CGPADDR has behind the number of a context that is up, in place of its addresses. */
  readonly addresses?: (context: AtContext, cid: string) => string;
  /** The same of one that is down. Default an empty field. */
  readonly noAddress?: string;
  /** False where +CGCONTRDP of a context leaves its name servers out. Default true. */
  readonly tellsDns?: (cid: string) => boolean;
  /** True where +CGDCONT? has the address of a context that is up. Default false: 0.0.0.0. */
  readonly definedAddress?: boolean;
}

/** The commands of a family with these forms. */
export function contextTable(forms: ContextForms = {}): AtTable {
  const isUp = (context: AtContext, cid: string) => isContextUp(forms, context, cid);
  const up = (context: AtContext) => Object.keys(contextsOf(context.body)).filter((cid) => isUp(context, cid));
  return {
    '+CGDCONT': definition(forms),
    '+CGATT': {
      read: ({ body }) => [`+CGATT: ${isAttached(body) ? 1 : 0}`],
      test: ['+CGATT: (0,1)'],
      set: ({ body }, [state = '']) => {
        if (!/^[01]$/.test(state)) return cme(50);
        setAttached(body, state === '1');
        return [];
      },
      sim: 'unlocked',
    },
    '+CGACT': {
      read: (context) => Object.keys(contextsOf(context.body)).map((cid) => `+CGACT: ${cid},${isUp(context, cid) ? 1 : 0}`),
      test: ['+CGACT: (0,1)'],
      set: (context, parameters) => activate(forms, context, parameters),
      sim: 'unlocked',
    },
    '+CGPADDR': {
      execute: (context) => up(context).map((cid) => `+CGPADDR: ${cid},${addresses(forms, context, cid)}`),
      set: (context, [cid = '']) => {
        const shown = /^\d{1,2}$/.test(cid) ? cid : '1';
        return [`+CGPADDR: ${shown},${isUp(context, shown) ? addresses(forms, context, shown) : (forms.noAddress ?? '""')}`];
      },
      test: (context) => [`+CGPADDR: (${Object.keys(contextsOf(context.body)).join(',')})`],
    },
    '+CGCONTRDP': {
      execute: (context) => up(context).map((cid) => parameters(forms, context, cid)),
      set: (context, [cid = '']) => (isUp(context, cid) ? [parameters(forms, context, cid)] : []),
      test: (context) => [`+CGCONTRDP: (${up(context).join(',')})`],
      sim: 'unlocked',
    },
    '+CGEREP': setting('+CGEREP', forms.reports ?? FRESH_REPORTS, '(0-2),(0,1)', /^[0-2](,[01])?$/),
    '+CGAUTH': authentication,
  };
}

/** Whether a context is up: that of the call, one that +CGACT has on, or one that came with the attach and was not ended. */
export function isContextUp(forms: ContextForms, context: AtContext, cid: string): boolean {
  const { body } = context;
  if (callContext(body) === cid) return true;
  if (!isAttached(body) || contextsOf(body)[cid] === undefined) return false;
  if (marked(body, 'contextsUp').has(cid)) return true;
  return forms.attached?.(context, cid) === true && !marked(body, 'contextsOff').has(cid);
}

/** Why no call can be made with a context; `null` where one can. */
export function callRefusal({ body }: AtContext, cid: string): AtFailure | null {
  if (contextsOf(body)[cid] === undefined) return cme(50);
  return isAttached(body) && !isCallRefused(body) ? null : cme(30);
}

/** What a context has of IPv6: what the identity has, where both kinds were asked for. */
export function ip6Of({ identity, body }: AtContext, cid: string): VirtualIdentity['ip6'] | null {
  return contextsOf(body)[cid]?.type === 'IPV4V6' ? identity.ip6 : null;
}

function definition(forms: ContextForms): AtCommand {
  const { lowest = 1, definedAddress = false } = forms;
  const number = lowest === 0 ? /^(\d|1[0-6])$/ : /^([1-9]|1[0-6])$/;
  return {
    read: (context) =>
      Object.entries(contextsOf(context.body)).map(([cid, { type, apn }]) => {
        const [address = ''] = definedAddress && isContextUp(forms, context, cid) ? addresses(forms, context, cid).split(',') : ['0.0.0.0'];
        return `+CGDCONT: ${cid},"${type}","${apn}","${address.replaceAll('"', '')}",0,0,0,0`;
      }),
    test: ['IP', 'IPV6', 'IPV4V6'].map((type) => `+CGDCONT: (${lowest}-16),"${type}",,,(0-2),(0-4)`),
    set: ({ body }, [cid = '', type, apn = '']) => {
      if (!number.test(cid)) return cme(50);
      if (type !== undefined && (!/^(IP|IPV6|IPV4V6|PPP)$/.test(type) || apn.length > 100)) return cme(50);
      setContext(body, cid, type === undefined ? null : { type, apn });
      return [];
    },
  };
}

/** 10.1.10. */
function activate(forms: ContextForms, context: AtContext, [state = '', cid = '1']: readonly string[]): AtReply {
  const { body } = context;
  if (!/^[01]$/.test(state) || contextsOf(body)[cid] === undefined) return cme(50);
  const refusal = state === '1' ? callRefusal(context, cid) : null;
  if (refusal) return refusal;
  const was = isContextUp(forms, context, cid);
  if (state === '1' && was) return forms.again?.(context) ?? [];
  if (state === '0' && !was) return [];
  if (state === '0') {
    if (callContext(body) === cid) hangUp(body);
    mark(body, cid, 'contextsOff', 'contextsUp');
  } else if (forms.calls === false) mark(body, cid, 'contextsUp', 'contextsOff');
  else startCall(body, cid);
  return event(forms, context, `ME PDN ${state === '1' ? 'ACT' : 'DEACT'} ${cid}`);
}

/** +CGEV, 10.1.19, before the result of the command that it comes of, where +CGEREP has it on. */
function event({ reports = FRESH_REPORTS }: ContextForms, { settings }: AtContext, what: string): string[] {
  return (settings.levels.get('+CGEREP') ?? reports).startsWith('0') ? [] : [`+CGEV: ${what}`];
}

function addresses(forms: ContextForms, context: AtContext, cid: string): string {
  if (forms.addresses) return forms.addresses(context, cid);
  const ip6 = ip6Of(context, cid);
  const both = [context.identity.ip.address, ...(ip6 ? [ip6Text(ip6.address, ip6Format(context, forms.ip6))] : [])];
  return both.map((address) => quoted(forms, address)).join(',');
}

/** What +CGPIAF of this port asks for. */
export const ip6Format = ({ settings }: AtContext, fresh = FRESH_FORMAT): string => settings.levels.get('+CGPIAF') ?? fresh;

/** 10.1.23 in its new form: context, bearer, APN, address and mask joined, gateway, name servers. The bearer is the first that LTE can have. */
function parameters(forms: ContextForms, { identity: { ip }, body }: AtContext, cid: string): string {
  const dns = forms.tellsDns?.(cid) === false ? ['', ''] : ip.dns;
  const fields = [contextsOf(body)[cid]?.apn ?? '', `${ip.address}.${ip.mask}`, ip.gateway, ...dns];
  return `+CGCONTRDP: ${cid},5,${fields.map((field) => quoted(forms, field)).join(',')}`;
}

const quoted = ({ quotes = true }: ContextForms, text: string) => (quotes ? `"${text}"` : text);

/** +CGAUTH, 10.1.31: 0 none, 1 PAP, 2 CHAP. The practice network asks nobody who he is; a restart forgets it. */
const authentication: AtCommand = {
  read: ({ body }) => {
    const kept = body.memory.get('cgauth');
    return kept instanceof Map ? [...kept].map(([cid, kind]) => `+CGAUTH: ${String(cid)},${String(kind)}`) : [];
  },
  test: ['+CGAUTH: (1-16),(0-2),,'],
  set: ({ body }, [cid = '', kind = '0', user, password, ...more]) => {
    const login = kind === '0' || (user !== undefined && password !== undefined);
    if (!/^(\d|1[0-6])$/.test(cid) || !/^[012]$/.test(kind) || !login || more.length > 0) return cme(50);
    const kept = body.memory.get('cgauth');
    body.memory.set('cgauth', new Map([...(kept instanceof Map ? kept : []), [cid, kind]]));
    return [];
  },
};

/** +CGPIAF, 10.1.43, per port; for families that were seen to have it. */
export const ip6FormatTable: AtTable = {
  '+CGPIAF': {
    read: (context) => [`+CGPIAF: ${ip6Format(context)}`],
    test: ['+CGPIAF: (0,1),(0,1),(0,1),(0,1)'],
    set: ({ settings }, values) => {
      const value = values.join(',');
      if (!/^[01](,[01]){0,3}$/.test(value)) return cme(50);
      settings.levels.set('+CGPIAF', [...values, '0', '0', '0'].slice(0, 4).join(','));
      return [];
    },
  },
};

function marked(body: ModemBody, key: 'contextsUp' | 'contextsOff'): ReadonlySet<unknown> {
  const kept = body.memory.get(key);
  return kept instanceof Set ? kept : new Set();
}

function mark(body: ModemBody, cid: string, on: 'contextsUp' | 'contextsOff', off: 'contextsUp' | 'contextsOff'): void {
  body.memory.set(on, new Set([...marked(body, on), cid]));
  body.memory.set(off, new Set([...marked(body, off)].filter((other) => other !== cid)));
}
