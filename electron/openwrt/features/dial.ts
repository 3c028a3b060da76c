import type { Dial, DialCall, DialLine, DialWay } from '../../../modem-db/dials/index.ts';
import { toExtended } from '../../../modem-db/dials/posix.ts';
import { programs } from '../router-paths.ts';
import handler from '../scripts/atdial.sh?raw';
import dialProgram from '../scripts/dial.sh?raw';
import hooks from '../scripts/features/dial.sh?raw';
import acl from '../scripts/luci-acl.json?raw';
import luciPage from '../scripts/luci-atdial.js?raw';
import { type Feature, program } from './feature.ts';
import { interfaceWord } from './interface-word.ts';

/** The package that has chat, which speaks to the port. */
export const chatPackage = 'chat';

/** Numbers of +CGAUTH (3GPP TS 27.007, 10.1.31), where a family has none of its own. */
const CGAUTH = { none: '0', pap: '1', chap: '2', both: '2' } as const;

/** Seconds for one command, and for the proof, where the family says nothing. */
const LINE_SECONDS = 10;
const PROOF_SECONDS = 60;

/** Our own protocol: handler, dialler, LuCI's page, and how this family makes its call. */
export function dial(known: Dial, call: DialCall, polls: boolean, beside: number | null): Feature {
  return {
    name: 'dial',
    told: 'dial',
    hooks,
    parameters: [{ name: 'dial_lines', lines: dialLines(known, call, { polls, beside }) }],
    programs: [
      program(programs.dial, '0755', dialProgram),
      program(programs.dialHandler, '0755', handler),
      program(programs.dialPage, '0644', luciPage),
      program(programs.dialAcl, '0644', acl),
    ],
    packages: [chatPackage],
  };
}

/**
 * How the family makes its call, one `WORD VALUE` per line, for `scripts/dial.sh`; what stands behind `way` is of that way alone. Commands keep
 * the braces of what the interface's section has. `polls` false: the modem is only listened to. `beside`: bInterfaceNumber
 * of another AT port, for a call that takes its own. Seconds are whole. Patterns are extended regular expressions.
 */
export function dialLines(
  { name, mtu }: Dial,
  call: DialCall,
  { polls = true, beside = null }: { readonly polls?: boolean; readonly beside?: number | null } = {},
): string[] {
  const auth = call.auth ?? CGAUTH;
  const takesPort = call.ways.some(({ before, start }) => [...before, ...start].some(({ ends }) => ends === 'data'));
  const { from, reads, card } = call.address;
  const cardWords = [...(card?.arp === false ? ['noarp'] : []), ...(card?.onLink === true ? ['onlink'] : [])];
  return [
    `name ${name}`,
    `cid ${call.cid}`,
    `context ${call.definesContext ? 1 : 0}`,
    `standing ${call.standing}`,
    `keeps ${call.writesFlash ? 1 : 0}`,
    `polls ${polls ? 1 : 0}`,
    ...(takesPort && beside !== null ? [`beside ${interfaceWord(beside)}`] : []),
    ...Object.entries(auth).flatMap(([word, number]) => (number === null ? [] : [`auth-${word} ${number}`])),
    // Where both work, DHCP tells of a change by itself.
    `address ${from === 'either' ? 'dhcp' : from}`,
    ...(cardWords.length > 0 ? [`card ${cardWords.join(' ')}`] : []),
    ...(mtu === undefined || mtu === 1500 ? [] : [`mtu ${mtu}`]),
    ...reads.flatMap(({ query, replies }) => [`read ${asked(query, call)}`, ...replies.map((pattern) => `reply ${replyOf(pattern)}`)]),
    ...call.fell.map((pattern) => `fell ${extended(pattern)}`),
    ...(call.test === undefined ? [] : [`test ${asked(call.test, call)}`]),
    ...call.ways.flatMap((way) => wayLines(way, call)),
  ];
}

function wayLines({ when, before, start, proof, stop }: DialWay, call: DialCall): string[] {
  return [
    'way',
    ...(when === undefined ? [] : [`when ${extended(when)}`]),
    ...before.flatMap((line) => commandLines('before', line, call)),
    ...start.flatMap((line) => commandLines('start', line, call)),
    `proof ${asked(proof.query, call)}`,
    `up ${extended(proof.up)}`,
    `within ${proof.withinMs === undefined ? PROOF_SECONDS : seconds(proof.withinMs)}`,
    ...stop.map((line) => `stop ${commandOf(line, call)}`),
  ];
}

function commandLines(word: string, line: DialLine, call: DialCall): string[] {
  return [...(line.again === undefined ? [] : [`again ${extended(line.again)}`]), `${word} ${commandOf(line, call)}`];
}

/** `SECONDS CONDITIONS COMMAND`; `-` for no condition. */
function commandOf({ send, only = [], ends, optional, withinMs }: DialLine, call: DialCall): string {
  const flags = [...only, ...(optional === true ? ['optional'] : []), ...(ends === undefined ? [] : [ends])].join(',');
  return `${withinMs === undefined ? LINE_SECONDS : seconds(withinMs)} ${flags === '' ? '-' : flags} ${asked(send, call)}`;
}

const seconds = (ms: number) => Math.ceil(ms / 1000);
const asked = (template: string, { cid }: DialCall) => template.replaceAll('{cid}', String(cid));

/** `NAME=\1;NAME=\2; PATTERN`, for sed. */
function replyOf(pattern: string): string {
  const { text, groups } = known(pattern);
  return `${[...groups].map(([name, number]) => `${name}=\\${number};`).join('')} ${text}`;
}

const extended = (pattern: string) => known(pattern).text;

/** The linter has let in no other (`modem-db/dials/schema.ts`). */
function known(pattern: string) {
  const found = toExtended(pattern);
  if (!found) throw new Error(`not a pattern for a router: ${pattern}`);
  return found;
}
