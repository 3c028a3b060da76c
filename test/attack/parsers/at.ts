import { LineSplitter, type Reply, ReplyGatherer } from '../../../electron/at/lines.ts';
import { dhcpAddress, ndisState } from '../../../electron/at/ndis.ts';
import {
  iccid,
  imei,
  imsi,
  operator,
  pinTries,
  plainValue,
  recipeValue,
  registration,
  signal,
  simState,
} from '../../../electron/at/replies.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { bytesOf, mutated } from './mutate.ts';
import type { Prey } from './prey.ts';

const replies = [
  ['AT+CGMI', '\r\nQuectel\r\n\r\nOK\r\n'],
  ['AT+CGMM', '\r\n+CGMM: "EC25","x"\r\n\r\nOK\r\n'],
  ['AT+CGSN', 'AT+CGSN\r\r\n861536030196001\r\n\r\nOK\r\n'],
  ['AT+CIMI', '\r\n001010000000033\r\n\r\nOK\r\n'],
  ['AT+QCCID', '\r\n+QCCID: 8901010000000000033F\r\n\r\nOK\r\n'],
  ['AT+CPIN?', '\r\n^RSSI: 20\r\n\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n'],
  ['AT+CPIN?', '\r\n+CME ERROR: 14\r\n'],
  ['AT+CPIN?', '\r\n+CME ERROR: SIM not inserted\r\n'],
  ['AT+CSQ', '\r\n+CSQ: 23,99\r\n\r\nOK\r\n'],
  ['AT+CEREG?', '\r\n+CEREG: 2,1,"1A2B","1A2D01",7\r\n\r\nOK\r\n'],
  ['AT+COPS?', '\r\n+COPS: 0,0,"Practice Mobile",7\r\n\r\nOK\r\n'],
  ['AT^CPIN?', '\r\n^CPIN: SIM PIN,3,10,3,10,3\r\n\r\nOK\r\n'],
  ['AT+QPINC?', '\r\n+QPINC: "SC",3,10\r\n+QPINC: "P2",3,10\r\n\r\nOK\r\n'],
  ['AT+QCFG="usbnet"', '\r\n+QCFG: "usbnet",1\r\n\r\nOK\r\n'],
  ['AT^SETPORT?', '\r\n^SETPORT:FF;12,16\r\n\r\nOK\r\n'],
  ['AT^NDISSTATQRY?', '\r\n^NDISSTATQRY: 1,,,"IPV4"\r\n\r\nOK\r\n'],
  ['AT^DHCP?', '\r\n^DHCP: 41424A0A,FCFFFFFF,42424A0A,42424A0A,42424A0A,42424A0A,43200000,43200000\r\n\r\nOK\r\n'],
  ['AT', '0\r'],
] as const;
const inputs = replies.map(([, text]) => Uint8Array.from(Buffer.from(text, 'latin1')));
const words = ['OK\r\n', 'ERROR\r\n', '+CME ERROR: ', '\r\n', '+CPIN: READY', 'RDY', '"', ','].map(bytesOf);

/** Every pattern of the database that reads a reply. */
const patterns = [
  ...new Set(
    loadDb().vendors.flatMap((v) => [
      ...v.recipes.map((r) => r.reply),
      ...(v.settings ?? []).map((s) => s.reply),
      ...(v.reading ? [v.reading.pinTriesReply] : []),
    ]),
  ),
];

function readAll(reply: Reply, command: string, pattern: string): void {
  const found = [plainValue(reply, command), imei(reply), imsi(reply), iccid(reply), recipeValue(reply, pattern), dhcpAddress(reply)];
  for (const value of found) if (value !== null && value.length > 4096) throw new TypeError(`a value of ${value.length} characters`);
  simState(reply);
  registration(reply);
  ndisState(reply);
  const name = operator(reply)?.name ?? '';
  if (name.length > 64) throw new TypeError('a long name');
  const strength = signal(reply);
  if (strength && (strength.percent < 0 || strength.percent > 100)) throw new TypeError(`${strength.percent} percent`);
  const tries = pinTries(reply, pattern);
  if (tries !== null && (!Number.isInteger(tries) || tries < 0 || tries > 99)) throw new TypeError(`${tries} tries`);
}

export const at: Prey = {
  name: 'AT',
  feed: (random) => {
    const [command] = random.pick(replies);
    const splitter = new LineSplitter();
    const gatherer = new ReplyGatherer(command, random.oneIn(2));
    const bytes = mutated(random, inputs, words);
    for (let from = 0; from < bytes.length; ) {
      const length = bytes.length > 2000 ? 512 : random.pick([1, 7, 64, 4096]);
      for (const line of splitter.feed(bytes.subarray(from, from + length))) {
        const reply = gatherer.take(line);
        if (reply) readAll(reply, command, random.pick(patterns));
      }
      from += length;
    }
    if (splitter.rest.length > 4096) throw new TypeError('it keeps too much');
    readAll(
      { lines: bytes.length === 0 ? [] : [Buffer.from(bytes.subarray(0, 4096)).toString('latin1')], final: { kind: 'ok' } },
      command,
      random.pick(patterns),
    );
  },
};
