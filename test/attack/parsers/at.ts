import { isIP } from 'node:net';
import { LineSplitter, type Reply, ReplyGatherer } from '../../../electron/at/lines.ts';
import { toldAddress } from '../../../electron/at/replies/address.ts';
import { iccid, imei, imsi, plainValue } from '../../../electron/at/replies/identity.ts';
import { operator } from '../../../electron/at/replies/operator.ts';
import { radioLock, radioState } from '../../../electron/at/replies/radio.ts';
import { recipeValue } from '../../../electron/at/replies/recipe.ts';
import { registration, registrationOf } from '../../../electron/at/replies/registration.ts';
import { servingCell } from '../../../electron/at/replies/serving-cell.ts';
import { signal, signalReadings } from '../../../electron/at/replies/signal.ts';
import { pinTries, simState } from '../../../electron/at/replies/sim.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { allDials } from '../../../modem-db/dials/index.ts';
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
  ['AT+CESQ', '\r\n+CESQ: 99,99,255,255,255,255,65,75,75\r\n\r\nOK\r\n'],
  [
    'AT+QENG="servingcell"',
    '\r\n+QENG: "servingcell","NOCONN","LTE","FDD",222,88,243750D,406,3350,7,5,5,3AC9,-99,-11,-70,14,-\r\n\r\nOK\r\n',
  ],
  ['AT^HCSQ?', '\r\n^HCSQ:"LTE",30,19,66,0\r\n\r\nOK\r\n'],
  ['AT+GTCCINFO?', '\r\n+GTCCINFO:\r\n1,4,250,1,1234,000123456,1802,470,103,100,-4,39,39,7\r\n\r\nOK\r\n'],
  ['AT!GSTATUS?', '\r\n!GSTATUS:\r\nSystem mode:   LTE\t\tPS state: Attached\r\nPCC RxM RSSI:  -74    RSRP (dBm):  -109\r\n\r\nOK\r\n'],
  ['AT+CPSI?', '\r\n+CPSI: LTE,Online,250-02,0x0EF8,22060,58,EUTRAN-BAND3,1725,3,3,-108,-889,-614,19\r\n\r\nOK\r\n'],
  ['AT#RFSTS', '\r\n#RFSTS: "286 01",1795,-101,-67,-15,2242,,128,3,1,0B5D121,"286010000000000","T",3,3,108\r\n\r\nOK\r\n'],
  ['AT^DEBUG?', '\r\nRAT:LTE\r\nmcc:302,mnc:490\r\nchannel:5205 pci:290\r\nrsrp:-115.0dBm,rsrq:-10.7dB\r\n\r\nOK\r\n'],
  ['AT+CGPADDR', '\r\n+CGPADDR: 1,"10.3.4.136","36.9.129.90.51.117.63.92.24.212.187.187.170.233.248.14"\r\n\r\nOK\r\n'],
] as const;
const inputs = replies.map(([, text]) => Uint8Array.from(Buffer.from(text, 'latin1')));
const words = ['OK\r\n', 'ERROR\r\n', '+CME ERROR: ', '\r\n', '+CPIN: READY', 'RDY', '"', ','].map(bytesOf);

/** Every pattern of the database that reads a reply. */
const patterns = [
  ...new Set(
    loadDb().vendors.flatMap((v) => [
      ...v.recipes.map((r) => r.reply),
      ...(v.settings ?? []).map((s) => s.reply),
      ...[v.reading?.pinTriesReply, v.reading?.radioLock?.locked, v.reading?.radioLock?.off].filter((pattern) => pattern !== undefined),
    ]),
  ),
];

/** Every pattern by which the database reads an address. */
const dialReplies = allDials().flatMap(({ call, itself }) =>
  [...(call?.address.reads ?? []), ...(itself?.reads ?? [])].flatMap(({ replies: patterns }) => patterns),
);

function readAll(reply: Reply, command: string, pattern: string): void {
  const found = [plainValue(reply, command), imei(reply), imsi(reply), iccid(reply), recipeValue(reply, pattern)];
  for (const value of found) if (value !== null && value.length > 4096) throw new TypeError(`a value of ${value.length} characters`);
  simState(reply);
  registration(reply);
  const name = operator(reply)?.name ?? '';
  if (name.length > 64) throw new TypeError('a long name');
  const strength = signal(reply);
  if (strength && (strength.percent < 0 || strength.percent > 100)) throw new TypeError(`${strength.percent} percent`);
  const numbers = [...signalReadings(command, reply).flatMap(Object.values), ...Object.values(servingCell(command, reply) ?? {})];
  for (const value of numbers) if (Number.isNaN(value) || `${value}`.length > 12) throw new TypeError(`a measure of ${value}`);
  registrationOf(reply);
  radioState(reply);
  radioLock(reply, { locked: pattern });
  const { ipv4, ipv6, dns } = toldAddress([{ reply, patterns: dialReplies }]);
  for (const address of [ipv4?.address, ipv6?.address, ...dns])
    if (address !== undefined && isIP(address) === 0) throw new TypeError(`${address} is no address`);
  const tries = pinTries(reply, pattern);
  if (tries !== null && (!Number.isInteger(tries) || tries < 0 || tries > 99)) throw new TypeError(`${tries} tries`);
}

export const at: Prey = {
  name: 'AT',
  feed: (random) => {
    const [command] = random.pick(replies);
    const splitter = new LineSplitter();
    const numeric = random.oneIn(2);
    let gatherer = new ReplyGatherer(command, numeric);
    const bytes = mutated(random, inputs, words);
    for (let from = 0; from < bytes.length; ) {
      const length = bytes.length > 2000 ? 512 : random.pick([1, 7, 64, 4096]);
      for (const line of splitter.feed(bytes.subarray(from, from + length))) {
        const reply = gatherer.take(line);
        if (!reply) continue;
        readAll(reply, command, random.pick(patterns));
        // As a session does: one for each command.
        gatherer = new ReplyGatherer(command, numeric);
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
