import { numberShown, SECRET, textShown } from '../lib/shown.ts';
import { basicConnect, type MbimCommand } from './commands.ts';
import { authNumbers, INTERNET, ipNumbers } from './connection.ts';
import type { InfoReader } from './info.ts';
import { PIN1, PUK1 } from './pin.ts';

/** What a host's information buffer holds, for a line; MBIM 1.0, chapter 10. */
export interface InfoLayout {
  /** Each field in turn, `null` for one that says nothing: what is 0, or as it always is. Throws MBIM_GARBLED beyond the buffer. */
  readonly fields: readonly ((info: InfoReader) => string | null)[];
  /** Where the pairs of offset and size of what is secret stand. */
  readonly secrets: readonly number[];
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
    const uuid = Array.from(info.bytes(at, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
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

/** MBIM 1.0, 10.5.13: nobody here sends it, and it carries a password. */
export const provisionedContexts: MbimCommand = { ...basicConnect.connect, id: 13, name: 'PROVISIONED_CONTEXTS' };

const sets = new Map<MbimCommand, InfoLayout>([
  [basicConnect.pin, { fields: [pinShown, secret('new PIN', 16)], secrets: [8, 16] }],
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
  [basicConnect.connect, { fields: [number('session', 0), ...zeros(4, 16), contextType(16), ...zeros(32, 36)], secrets: [] }],
  [basicConnect.ipConfiguration, { fields: [number('session', 0), ...zeros(4, 60)], secrets: [] }],
]);

/** `null` for a command whose information nobody here knows, or that has none. */
export const layoutOf = (command: MbimCommand | null, kind: 'query' | 'set'): InfoLayout | null =>
  (command && (kind === 'set' ? sets : queries).get(command)) ?? null;

/** The command of this service and number; `null` for one that nobody here knows. */
export const commandBy = (service: string, id: number): MbimCommand | null =>
  [...Object.values(basicConnect), provisionedContexts].find((c) => c.service === service && c.id === id) ?? null;
