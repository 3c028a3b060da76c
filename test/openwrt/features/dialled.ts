import type { Router } from '../router.ts';
import { sentByChat } from './tools.ts';

/** What a modem says to a command, its lines behind one another; a text, or what is worked out each time. */
type Reply = string | (() => string);

/** What netifd and the kernel were asked for by the dialler: `proto_add_dns_server 10.0.0.1`, `ip link set dev eth1 mtu 1400`. */
export interface Dialler {
  /** Commands that went to the modem. */
  readonly sent: string[];
  readonly told: string[];
  /** Seconds of each pause. */
  readonly pauses: string[];
  /** Seconds that each command was given. */
  readonly within: string[];
  /** Ports that were spoken to. */
  readonly ports: Set<string>;
  /** Replies by command; the last one that fits holds, `OK` where none does. */
  readonly replies: Map<string, Reply>;
  /** What the modem says by itself, a text for each time that it is listened to; then the call falls. */
  readonly said: string[];
}

/** The end of a call, as the FM350 tells it. */
export const FELL = '+CGEV: ME PDN DEACT 1';

/**
 * A modem behind chat, and netifd behind its functions. As the real chat does (ppp 2.4.9, chat.c): it reads up to what it expects or an ABORT string,
 * whichever comes first, prints what it read without carriage returns, ends that with a line end, and leaves the rest for the next one.
 */
export function equipDialler(router: Router): Dialler {
  const dialler: Dialler = { sent: [], told: [], pauses: [], within: [], ports: new Set(), replies: new Map(), said: [] };
  const { sent, told, pauses, within, ports, replies, said } = dialler;
  let waiting = '';
  router.commands.set('chat', ([port = '', ...args]) => {
    ports.add(port.replace(router.root, ''));
    if (args.includes('')) {
      const command = sentByChat(args);
      sent.push(command);
      within.push(args[args.indexOf('-t') + 1] ?? '');
      const reply = replies.get(command) ?? 'OK';
      waiting += `${command}\n\n${typeof reply === 'string' ? reply : reply()}\n`;
    } else if (args.at(-1) === '\\n\\001never') waiting += `\n${said.shift() ?? FELL}\n`;
    const aborts = args.flatMap((arg, index) => (arg === 'ABORT' ? [args[index + 1] ?? ''] : []));
    const ends = [args.at(-1) ?? '', ...aborts].map((text) => text.replace('\\n', '\n').replace('\\001', '\u0001'));
    const places = ends
      .map((end) => waiting.indexOf(end))
      .map((at, index) => (at < 0 ? Number.POSITIVE_INFINITY : at + (ends[index]?.length ?? 0)));
    const first = Math.min(...places);
    const read = waiting.slice(0, first);
    waiting = waiting.slice(read.length);
    const found = places.indexOf(first);
    return { code: first === Number.POSITIVE_INFINITY ? 3 : found === 0 ? 0 : found + 3, out: read.endsWith('\n') ? read : `${read}\n` };
  });
  for (const name of ['netifd', 'ip', 'ubus'])
    router.commands.set(name, (args) => {
      told.push([...(name === 'netifd' ? [] : [name]), ...args].join(' ').trimEnd());
      return { code: 0 };
    });
  router.commands.set('fw3', () => ({ code: 0, out: 'wan\n' }));
  router.commands.set('sleep', ([seconds = '']) => {
    pauses.push(seconds);
    return { code: 0 };
  });
  router.install('lib/functions.sh', '');
  router.install('lib/netifd/netifd-proto.sh', netifdFunctions);
  return dialler;
}

/** The functions of OpenWrt's netifd-proto.sh and jshn.sh that are called, each telling its name and words. */
const netifdFunctions = `
${'proto_init_update proto_set_keep proto_add_ipv4_address proto_add_ipv4_route proto_add_dns_server proto_send_update proto_notify_error proto_block_restart proto_set_available proto_add_dynamic_defaults'
  .split(' ')
  .map((name) => `${name}() { netifd ${name} "$@"; }`)
  .join('\n')}
json_init() { json=; }
json_add_string() { json="$json $1=$2"; }
json_add_boolean() { json="$json $1=$2"; }
json_add_int() { json="$json $1=$2"; }
json_dump() { printf '%s' "$json"; }
`;
