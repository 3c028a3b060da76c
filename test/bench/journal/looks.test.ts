import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { needsScsi } from '../../../electron/bench/identify.ts';
import { Looks, MAX_LOOKS_BYTES } from '../../../electron/bench/journal/looks.ts';
import { models } from '../../../electron/virtual/models/index.ts';
import { loadDb } from '../../../modem-db/db.ts';
import { practiceWorld } from '../../support/practice-world.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

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
  new Looks(file, () => 0).write('1-1', { text: 'x', planned: 'x', data: new Uint8Array() });
  expect(() => new Looks('/proc/nowhere', () => 0).write('1-1', { text: 'x', planned: 'x', data: new Uint8Array() })).not.toThrow();
});

it('a drive that is asked who it is before any job is among them', async () => {
  const w = await practiceWorld({ seesDrivers: false });
  const isAsked = async (name: string) => {
    const port = await w.plug(name);
    const sighting = (await w.practice.bus.list()).find((s) => s.portPath === port);
    if (sighting && needsScsi(sighting, loadDb())) return true;
    await w.practice.unplug(port);
    return false;
  };
  for (const { name } of [...models].reverse()) if (await isAsked(name)) break;
  await w.clock.until(() => readdirSync(w.folder).includes('looks.jsonl'), 10_000);
  expect(linesOf(join(w.folder, 'looks.jsonl')).some((line) => line.includes('INQUIRY'))).toBe(true);
  await w.close();
});
