import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalEntry } from '../../../electron/bench/journal/entries.ts';
import { readEntries, readPastJobs } from '../../../electron/bench/journal/past-jobs.ts';
import { recordSighting } from '../../../electron/bench/journal/sighting-record.ts';
import { makePlan } from '../../../electron/bench/planning/plan.ts';
import { Message, Request } from '../../../electron/contract/intents.ts';
import { Manifest } from '../../../electron/contract/manifest.ts';
import { Plan } from '../../../electron/contract/plan.ts';
import { NetworkView, Snapshot } from '../../../electron/contract/snapshot.ts';
import { Wishes } from '../../../electron/contract/wishes.ts';
import { parseMountInfo } from '../../../electron/host/mounts.ts';
import { readState } from '../../../electron/virtual/practice/state-file.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { huaweiDisc } from '../../support/sightings.ts';
import { newFolder } from '../room.ts';
import { mutatedJson } from './json.ts';
import { bytesOf, mutated, mutatedText } from './mutate.ts';
import type { Prey } from './prey.ts';

const wishes = Wishes.parse({
  mode: 'ncm',
  router: '24.10.8',
  apn: 'internet',
  pin: '4711',
  onRouter: { watchdog: { addresses: ['1.1.1.1'] } },
});
const plan = makePlan(huaweiDisc, wishes, loadDb());
const intents: readonly unknown[] = [
  { id: 1, intent: { type: 'plan', portPath: '1-1', wishes } },
  { id: 2, intent: { type: 'prepare', portPath: '1-1', planId: plan.id } },
  { id: 3, intent: { type: 'pin', portPath: '1-1', pin: '4711' } },
  { id: 4, intent: { type: 'export', portPath: '1-1', folder: '/tmp/x', language: 'en' } },
  { id: 5, query: { type: 'read-dump', text: 'T:  Bus=01', release: '24.10.8', language: 'en' } },
  { id: 6, query: { type: 'find-provider', country: 'ru', text: 'mts' } },
];
const others: readonly unknown[] = [
  { type: 'reply', id: 1, failure: { code: 'AT_SILENT', detail: { port: 'x', seconds: 1 } } },
  { type: 'snapshot', snapshot: { revision: 1, dongles: [], practice: [], routers: [] } },
  plan,
  wishes,
];

/** Zod says what does not fit, and throws nothing. */
export const contract: Prey = {
  name: 'contract',
  feed: (random) => {
    Request.safeParse(mutatedJson(random, random.pick(intents)));
    const other = mutatedJson(random, random.pick(others));
    for (const schema of [Message, Snapshot, Plan, Wishes, Manifest]) schema.safeParse(other);
  },
};

let made: string | null = null;
const folder = (): string => {
  made ??= newFolder();
  return made;
};

/** Whatever the parsers that read files left. */
export function tidy(): void {
  if (made !== null) rmSync(made, { recursive: true, force: true });
}
const job = '2026-01-01T00-00-00-000Z-1-1';
const journalLine = (entry: object) => JSON.stringify(JournalEntry.parse({ v: 2, at: '2026-01-01T00:00:00.000Z', ...entry }));
const journal = bytesOf(
  `${[
    {
      kind: 'job',
      job,
      portPath: '1-1',
      origin: 'usb',
      boot: 'minute-1',
      sighting: recordSighting(huaweiDisc),
      scsi: { vendor: 'HUAWEI', model: 'Mass Storage', revision: '2.31' },
      model: null,
      plan,
    },
    { kind: 'dongle', mark: { id: '12d1:14fe', address: 5, serial: 'a'.repeat(64), imei: null } },
    { kind: 'start', step: 'switch' },
    { kind: 'send', step: 'switch', what: 'bulk out 01', data: '5553' },
    { kind: 'done', step: 'switch', skipped: false },
    { kind: 'failed', step: 'return', failure: { code: 'NEVER_RETURNED', detail: { seconds: 30 } } },
    {
      kind: 'result',
      result: {
        identity: { model: 'E3372' },
        network: NetworkView.parse({}),
        checks: [{ id: 'sim', title: { key: 'checks.sim' }, state: 'passed', seen: 'ready' }],
        hasUimState: null,
        pin: 'none',
      },
    },
    { kind: 'end', state: 'failed' },
  ]
    .map(journalLine)
    .join('\n')}\n`,
);
const lines = Buffer.from(journal).toString('utf8').trim().split('\n');

/** Files of any content where a journal should be: no job, or one. */
export const journalFiles: Prey = {
  name: 'journal files',
  share: 0.5,
  feed: (random) => {
    const file = join(folder(), `${job}.jsonl`);
    const forged = lines.map((line) => (random.oneIn(2) ? line : JSON.stringify(mutatedJson(random, JSON.parse(line)))));
    writeFileSync(file, random.oneIn(2) ? mutated(random, [journal]) : `${forged.join('\n')}\n`);
    readEntries(file);
    const { newest, leftOpen } = readPastJobs(folder());
    if (newest.length + leftOpen.length > 1) throw new TypeError('more than one job of one file');
  },
};

const state = bytesOf(
  JSON.stringify({
    version: 1,
    dongles: [
      { name: 'huawei-ncm', portPath: 'practice-1', flash: { pin: '' }, composition: 'disc', present: true, memory: {}, setUp: '[]' },
    ],
  }),
);

export const practiceState: Prey = {
  name: 'practice state',
  share: 0.5,
  feed: (random) => {
    const file = join(folder(), 'practice.json');
    const before: unknown = JSON.parse(Buffer.from(state).toString('utf8'));
    writeFileSync(file, random.oneIn(2) ? mutated(random, [state]) : JSON.stringify(mutatedJson(random, before)));
    readState(file);
  },
};

const mounts = bytesOf(
  '36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw\n40 1 11:0 / /media/cd\\040rom ro shared:2 - iso9660 /dev/sr0 ro\n',
);

export const mountInfo: Prey = {
  name: 'mounts',
  feed: (random) => {
    parseMountInfo(mutatedText(random, [mounts], ['\\040', '\\777', ' - ', '\n'].map(bytesOf)));
  },
};
