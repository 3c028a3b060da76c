import type { Dial, DialCall, DialLine, DialWay } from '../../../modem-db/dials/index.ts';
import { decodeAt } from '../../at/decode.ts';
import type { PlannedMessage } from '../../contract/plan.ts';
import type { ConnectionWish } from '../form.ts';
import { instead, once, until } from '../planned.ts';
import { CONTEXT, contextCommand, contextQuery, contextSetUps, inUseQuery, PDP_TYPES, undefineCommand } from './contexts.ts';

/** A data call's commands, as a modem of its family is sent them. */

/** One command, and what stands for it where it is shown: without the login. */
export interface DialCommand {
  readonly command: string;
  readonly shown: string;
  readonly line: DialLine;
}

/** How long one command, and the proof that the call is up, may take where its family says nothing. */
export const LINE_MS = 10_000;
export const PROOF_MS = 30_000;

/** +CGAUTH, 10.1.31; that both may be asked for it cannot say. */
const AUTHS = { none: '0', pap: '1', chap: '2', both: '2' } as const;

/** The lines that this wish asks for, filled in. */
export function commandsOf(lines: readonly DialLine[], call: DialCall, wish: ConnectionWish): DialCommand[] {
  return lines.filter(({ only = [] }) => only.every((condition) => holds(condition, wish))).map((line) => commandOf(line, call, wish));
}

/** A question of a call, as it is sent. */
export const questionOf = (template: string, call: DialCall) => template.replaceAll('{cid}', String(call.cid));

function commandOf(line: DialLine, call: DialCall, { apn, username, password, auth, pdpType }: ConnectionWish): DialCommand {
  const number = (call.auth ?? AUTHS)[auth];
  const values: Readonly<Record<string, string>> = {
    cid: String(call.cid),
    type: PDP_TYPES[pdpType],
    apn,
    user: username,
    password,
    auth: number ?? '',
    ',auth': number === null ? '' : `,${number}`,
  };
  const command = line.send.replace(/\{(,?[a-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
  return { command, shown: shownAs(command), line };
}

function holds(condition: NonNullable<DialLine['only']>[number], { apn, username }: ConnectionWish): boolean {
  switch (condition) {
    case 'apn':
      return apn !== '';
    case 'no-apn':
      return apn === '';
    case 'login':
      return username !== '';
    case 'no-login':
      return username === '';
  }
}

const shownAs = (command: string) => decodeAt(Buffer.from(`${command}\r`, 'latin1')).text;

/** All that trying these may send, in order; of the second dial on, where only the modem's answers tell which is its own. */
export function dialMessages(dials: readonly Dial[], wish: ConnectionWish): PlannedMessage[] {
  const [first = [], ...others] = dials.map((dial) => messagesOf(dial, wish));
  const messages = [...first, ...others.flat().map(instead)];
  const texts = [...new Set(messages.map(({ text }) => text))];
  return texts.map((text) => {
    const same = messages.filter((message) => message.text === text);
    const [own = once(text)] = same;
    // One that stands there twice is sent more than once.
    return same.length > 1 ? { ...own, times: 'until' } : own;
  });
}

function messagesOf(dial: Dial, wish: ConnectionWish): PlannedMessage[] {
  const { call, itself } = dial;
  if (!call) {
    const contexts = contextSetUps(dial, wish);
    const questions = [...(itself?.proof ? [itself.proof.query] : []), ...(contexts.length > 0 ? [contextQuery] : [])];
    return [...questions, ...contexts.map(({ cid }) => inUseQuery(cid)), ...(itself?.reads ?? []).map(({ query }) => query)].map(once);
  }
  const context = contextCommand(call, wish);
  const [first = [], ...others] = call.ways.map((way) => wayMessages(way, call, wish));
  return [
    ...(call.test === undefined ? [] : [once(questionOf(call.test, call))]),
    ...(context === null ? [] : [once(contextQuery), once(context)]),
    ...first,
    ...others.flat().map(instead),
    ...call.address.reads.map(({ query }) => once(questionOf(query, call))),
    ...(context === null ? [] : [once(formerContext(call)), instead(once(undefineCommand(call.cid))), instead(once(inUseQuery(call.cid)))]),
  ];
}

function wayMessages({ before, start, proof, stop }: DialWay, call: DialCall, wish: ConnectionWish): PlannedMessage[] {
  const message = ({ shown, line }: DialCommand) => (line.again === undefined ? once(shown) : until(shown));
  return [
    until(questionOf(proof.query, call)),
    ...commandsOf([...before, ...start], call, wish).map(message),
    ...commandsOf(stop, call, wish).map(({ shown }) => until(shown)),
  ];
}

/** The longest that trying one of these may take, in ms: each command with all of its time, and again where its family says so. */
export function dialLimitMs(dials: readonly Dial[]): number {
  const line = ({ withinMs = LINE_MS, again }: DialLine) => withinMs * (again === undefined ? 1 : 2);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const way = ({ before, start, proof, stop }: DialWay) =>
    sum([...before, ...start, ...stop, ...stop].map(line)) + (proof.withinMs ?? PROOF_MS) + 3 * LINE_MS;
  const one = ({ call, itself }: Dial) =>
    (4 + (call?.address.reads.length ?? 0) + (itself?.reads.length ?? 0)) * LINE_MS + Math.max(0, ...(call?.ways ?? []).map(way));
  return Math.max(LINE_MS, ...dials.map(one));
}

/** What the context was before, as a plan shows it: only the modem knows. */
const formerContext = ({ cid }: DialCall) => `AT+CGDCONT=${cid},?`;

/** Matches each command that a dial of these may send, whatever is wished for: for the list of what may go out. */
export function dialPatterns(dials: readonly Dial[]): RegExp[] {
  const templates = dials.flatMap(({ call, itself }) => [
    ...[...(call?.address.reads ?? []), ...(itself?.reads ?? []), ...(itself?.proof ? [itself.proof] : [])].map(({ query }) => ({
      query,
      cid: call?.cid,
    })),
    ...(call ? [...(call.test === undefined ? [] : [call.test]), ...call.ways.flatMap(templatesOfWay)] : []).map((query) => ({
      query,
      cid: call?.cid,
    })),
  ]);
  const texts = new Set(templates.map(({ query, cid }) => patternOf(query, cid ?? 1)));
  const own = [
    CONTEXT.source,
    String.raw`^AT\+CGDCONT=(?:\d|1[0-6])$`,
    String.raw`^AT\+CGDCONT\?$`,
    String.raw`^AT\+CGCONTRDP=(?:\d|1[0-6])$`,
  ];
  return [...[...texts].map((text) => `^(?:${text})$`), ...own].map((text) => new RegExp(text));
}

const templatesOfWay = ({ before, start, proof, stop }: DialWay) => [
  ...[...before, ...start, ...stop].map(({ send }) => send),
  proof.query,
];

/** As the wishes allow them. */
const APN = '[ !#-~]{0,100}';
const WORD = '[ !#-~]{0,255}';

function patternOf(template: string, cid: number): string {
  const fields: Readonly<Record<string, string>> = {
    cid: String(cid),
    type: '(?:IP|IPV6|IPV4V6)',
    apn: APN,
    user: WORD,
    password: WORD,
    auth: String.raw`\d{0,2}`,
    ',auth': String.raw`(?:,\d{1,2})?`,
  };
  return template
    .split(/(\{,?[a-z]+\})/)
    .map((part) => fields[/^\{(.*)\}$/.exec(part)?.[1] ?? ''] ?? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('');
}
