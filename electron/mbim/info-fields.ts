import { numberShown, SECRET, textShown } from '../lib/shown.ts';
import { commandShown, provisionedContexts } from './catalogue.ts';
import { basicConnect, extensions, type MbimCommand } from './commands.ts';
import { authNumbers, INTERNET, ipNumbers } from './connection.ts';
import type { InfoReader } from './info.ts';
import { PIN1, PUK1 } from './pin.ts';
import { compal, deviceUpdate, fibocom, intelTunnel, qualcomm } from './vendor-commands.ts';

/** What a host's information buffer holds, for a line; MBIM 1.0, chapter 10. */
export interface InfoLayout {
  /** Each field in turn, `null` for one that says nothing: what is 0, or as it always is. Throws MBIM_GARBLED beyond the buffer. */
  readonly fields: readonly ((info: InfoReader) => string | null)[];
  /** Where the pairs of offset and size of what is secret stand. */
  readonly secrets: readonly number[];
  /** Another language, from this byte to the end. Secret as a whole for whoever does not know the language. */
  readonly payload?: { readonly at: number; readonly language: 'at' | 'qmi' };
}

/** UTF-16LE has two bytes a character; more than this is not shown. */
const MAX_TEXT_BYTES = 512;

const text =
  (name: string, at: number) =>
  (info: InfoReader): string | null => {
    const size = info.u32(at + 4);
    if (size === 0) return null;
    const bytes = info.bytes(info.u32(at), size).subarray(0, MAX_TEXT_BYTES);
    return `${name} ${textShown(new TextDecoder('utf-16le').decode(bytes))}`;
  };

/** Only whether there is one: what it is, and how long, is nobody's business. */
const secret =
  (name: string, at: number) =>
  (info: InfoReader): string | null =>
    info.u32(at + 4) === 0 ? null : `${name} ${SECRET}`;

const number =
  (name: string, at: number) =>
  (info: InfoReader): string | null =>
    info.u32(at) === 0 ? null : `${name} ${info.u32(at)}`;

const named =
  (name: string, at: number, names: Readonly<Record<number, string>>) =>
  (info: InfoReader): string | null => {
    const n = info.u32(at);
    return n === 0 ? null : (names[n] ?? `${name} ${n}`);
  };

const contextType =
  (at: number) =>
  (info: InfoReader): string | null => {
    const uuid = info.uuid(at);
    return uuid === INTERNET ? null : `context ${uuid}`;
  };

const auth = (at: number) =>
  named('authentication', at, {
    [authNumbers.pap]: 'authentication PAP',
    [authNumbers.chap]: 'authentication CHAP',
    3: 'authentication MSCHAPv2',
  });

const ipType = (at: number) => named('IP type', at, { [ipNumbers.ipv4]: 'IPv4', [ipNumbers.ipv6]: 'IPv6', [ipNumbers.ipv4v6]: 'IPv4v6' });

/** Words that are 0 in each message that the house sends; one that is not is shown by where it stands. */
const zeros = (from: number, to: number) =>
  Array.from({ length: (to - from) / 4 }, (_, i) => number(`word ${numberShown(from + 4 * i, 2)}`, from + 4 * i));

const operations = ['enter', 'enable', 'disable', 'change'] as const;
const pinNames: Readonly<Record<number, string>> = { [PIN1]: 'PIN1', 3: 'PIN2', [PUK1]: 'PUK1', 12: 'PUK2' };

/** 10.5.4. */
function pinShown(info: InfoReader): string {
  const [type, operation] = [info.u32(0), info.u32(4)];
  const words = [operations[operation] ?? `operation ${operation}`, pinNames[type] ?? `PIN type ${type}`];
  return [...words, ...(info.u32(12) === 0 ? [] : [SECRET])].join(' ');
}

const listed =
  (name: string, at: number, names: readonly string[]) =>
  (info: InfoReader): string =>
    names[info.u32(at)] ?? `${name} ${info.u32(at)}`;

/** MBIMEx 2.0, MBIM_VERSION_INFO: two numbers in BCD, `0x0200` is 2.0. */
function versionShown(info: InfoReader): string {
  const shown = (bcd: number) => `${(bcd >>> 8).toString(16)}.${(bcd & 0xff).toString(16)}`;
  return `MBIM ${shown(info.u32(0) & 0xffff)}, extensions ${shown(info.u32(0) >>> 16)}`;
}

/** What a list of subscriptions may name before it is cut off; each is a service with commands. */
const MAX_ENTRIES = 8;

/** 10.5.30: which indications are wanted. */
function subscriptionsShown(info: InfoReader): string | null {
  const all = Array.from({ length: Math.min(info.u32(0), MAX_ENTRIES) }, (_, i) => {
    const at = info.u32(4 + 8 * i);
    const [service, count] = [info.uuid(at), Math.min(info.u32(at + 16), MAX_ENTRIES)];
    return Array.from({ length: count }, (_n, n) => commandShown(service, info.u32(at + 20 + 4 * n)));
  }).flat();
  return all.length === 0 ? null : all.join(', ');
}

const carried = (language: 'at' | 'qmi', at = 0): InfoLayout => ({ fields: [], secrets: [], payload: { at, language } });

const sets = new Map<MbimCommand, InfoLayout>([
  [basicConnect.pin, { fields: [pinShown, secret('new PIN', 16)], secrets: [8, 16] }],
  [basicConnect.subscribeList, { fields: [subscriptionsShown], secrets: [] }],
  [qualcomm.qmi, carried('qmi')],
  [deviceUpdate.command, { ...carried('at', 4), fields: [number('kind', 0)] }],
  [fibocom.at, carried('at')],
  [intelTunnel.at, carried('at')],
  [basicConnect.packetService, { fields: [listed('action', 0, ['attach', 'detach'])], secrets: [] }],
  [
    basicConnect.connect,
    {
      fields: [
        listed('activation', 4, ['deactivate', 'activate']),
        number('session', 0),
        text('apn', 8),
        text('user', 16),
        secret('password', 24),
        number('compression', 32),
        auth(36),
        ipType(40),
        contextType(44),
      ],
      secrets: [24],
    },
  ],
  [
    provisionedContexts,
    {
      fields: [
        number('context', 0),
        contextType(4),
        text('apn', 20),
        text('user', 28),
        secret('password', 36),
        number('compression', 44),
        auth(48),
        text('provider', 52),
      ],
      secrets: [36],
    },
  ],
]);

const queries = new Map<MbimCommand, InfoLayout>([
  [extensions.version, { fields: [versionShown], secrets: [] }],
  [compal.at, carried('at')],
  [basicConnect.connect, { fields: [number('session', 0), ...zeros(4, 16), contextType(16), ...zeros(32, 36)], secrets: [] }],
  [basicConnect.ipConfiguration, { fields: [number('session', 0), ...zeros(4, 60)], secrets: [] }],
]);

/** `null` for a command whose information nobody here knows, or that has none. */
export const layoutOf = (command: MbimCommand | null, kind: 'query' | 'set'): InfoLayout | null =>
  (command && (kind === 'set' ? sets : queries).get(command)) ?? null;
