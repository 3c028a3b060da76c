import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LineSplitter, type Reply, ReplyGatherer } from '../../electron/at/lines.ts';
import { toldAddress } from '../../electron/at/replies/address.ts';
import { iccid, imei, imsi, plainValue } from '../../electron/at/replies/identity.ts';
import { operator } from '../../electron/at/replies/operator.ts';
import { radioLock, radioState } from '../../electron/at/replies/radio.ts';
import { registrationOf } from '../../electron/at/replies/registration.ts';
import { servingCell } from '../../electron/at/replies/serving-cell.ts';
import { signalReadings } from '../../electron/at/replies/signal.ts';
import { pinTries, simState } from '../../electron/at/replies/sim.ts';
import { loadDb } from '../../modem-db/db.ts';

/** What modems of many vendors said, as others wrote it down: `source` tells who and where. */
interface FieldReply {
  readonly command: string;
  readonly reply: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly source: string;
}

const file = new URL('../field/at-replies.json', import.meta.url);
const replies = JSON.parse(readFileSync(file, 'utf8')) as readonly FieldReply[];
const db = loadDb();
const readingOf = (vid: string) => db.vendorOf(Number.parseInt(vid, 16))?.reading;

interface Asked {
  readonly vid: string;
  readonly cid: number;
}

const readers: Readonly<Record<string, (reply: Reply, command: string, asked: Asked) => unknown>> = {
  registration: (reply) => registrationOf(reply),
  operator: (reply) => operator(reply),
  iccid: (reply) => iccid(reply),
  value: (reply, command) => plainValue(reply, command),
  imei: (reply) => imei(reply),
  imsi: (reply) => imsi(reply),
  sim: (reply) => simState(reply),
  pinTries: (reply, _, { vid }) => ({ vid, tries: pinTries(reply, readingOf(vid)?.pinTriesReply ?? '') }),
  signal: (reply, command) => signalReadings(command, reply),
  cell: (reply, command) => servingCell(command, reply),
  radio: (reply) => radioState(reply),
  lock: (reply, _, { vid }) => ({ vid, state: radioLock(reply, readingOf(vid)?.radioLock ?? { locked: '' }) }),
  address: (reply, _, { cid }) => {
    const { ipv4, ipv6 } = toldAddress([{ reply, patterns: [`^\\+CGPADDR: ?${cid},(?<address>.*)$`] }]);
    return { cid, ipv4: ipv4?.address ?? null, ipv6: ipv6?.address ?? null };
  },
};

function gathered({ command, reply }: FieldReply): Reply {
  const gatherer = new ReplyGatherer(command, false);
  for (const line of new LineSplitter().feed(Buffer.from(reply, 'latin1'))) {
    const whole = gatherer.take(line);
    if (whole) return whole;
  }
  throw new Error(`no result in ${reply}`);
}

describe('what modems in the field said', () => {
  it.each(replies.map((entry, i) => ({ ...entry, title: `${i + 1}: ${entry.command}, ${entry.source}` })))('$title', (entry) => {
    const reply = gathered(entry);
    for (const [key, expected] of Object.entries(entry.expected)) {
      expect({ [key]: readers[key]?.(reply, entry.command, expected as Asked) }).toEqual({ [key]: expected });
    }
  });

  it('is told with its source, each reply once', () => {
    for (const { source, expected } of replies) {
      expect(source).toMatch(/\S[ ,/]\S/);
      expect(Object.keys(expected)).not.toEqual([]);
    }
    expect(new Set(replies.map(({ command, reply }) => command + reply)).size).toBe(replies.length);
    expect(replies.length).toBeGreaterThanOrEqual(60);
  });
});
