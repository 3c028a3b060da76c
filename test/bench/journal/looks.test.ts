import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBench } from '../../../electron/bench/create.ts';
import { Looks, MAX_LOOKS_BYTES } from '../../../electron/bench/journal/looks.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { VirtualWorld } from '../../support/virtual-world.ts';
import { unswitched } from '../../virtual/models/unswitched.ts';

const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

it('keeps the newest in two files of bounded size', () => {
  const folder = temporaryFolder();
  const looks = new Looks(folder, () => 0);
  const data = new Uint8Array(512);
  for (let i = 0; i < 1500; i++) looks.write('1-1', { text: `look ${i}`, planned: '', data });
  expect(readdirSync(folder).sort()).toEqual(['looks.1.jsonl', 'looks.jsonl']);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(MAX_LOOKS_BYTES);
  expect(JSON.parse(linesOf(join(folder, 'looks.jsonl')).at(-1) ?? '')).toMatchObject({ what: 'look 1499', portPath: '1-1' });
  expect(statSync(join(folder, 'looks.jsonl')).mode & 0o777).toBe(0o600);
});

it('no look fails where nothing can be written', () => {
  const file = join(temporaryFolder(), 'a-file');
  writeFileSync(file, '');
  expect(() => new Looks(file, () => 0).write('1-1', { text: 'x', planned: 'x', data: new Uint8Array() })).not.toThrow();
});

it('a drive that is asked who it is before any job is among them', async () => {
  const entry = loadDb()
    .vendors.flatMap((v) => v.switches)
    .find((e) => e.when?.some((match) => match.key.startsWith('scsi')));
  if (!entry) throw new Error('no such entry');
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  room.plug('1-1', unswitched(entry, { leavesOn: null }));
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const folder = temporaryFolder();
  const bench = await createBench({ backends: [room.backend], practice, clock, dataFolder: folder, version: '0.0.0' });
  await clock.advance(20_000);
  expect(linesOf(join(folder, 'looks.jsonl')).some((line) => line.includes('INQUIRY'))).toBe(true);
  await bench.close();
});
