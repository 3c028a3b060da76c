import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EntryDraft, sightingOf } from '../../electron/bench/capture/entry.ts';
import { hasLuhn } from '../../electron/bench/capture/fakes.ts';
import { isSafeQuery } from '../../electron/bench/capture/queries.ts';
import { Capture } from '../../electron/contract/capture.ts';
import { loadDb } from '../../modem-db/db.ts';
import { lintDb } from '../../modem-db/lint.ts';
import { VendorFile } from '../../modem-db/schema.ts';
import { capturedModel } from '../virtual/models/captured.ts';
import { ask, db, plugged, recognised } from './capture-support.ts';

/** Every capture: those that somebody gave, and those of our own virtual dongles. A new one needs no line here: put both files into its folder. */
const folders = ['../field/captures/', '../virtual/captures/']
  .map((name) => new URL(name, import.meta.url))
  .filter((url) => existsSync(url));
const paths = folders.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)));
const ENDING = '.capture.json';
const found = new Map(
  paths.filter(({ pathname }) => pathname.endsWith(ENDING)).map((url) => [basename(url.pathname).slice(0, -ENDING.length), url] as const),
);
const stems = [...found.keys()];

const read = (name: string): unknown => {
  const url = paths.find(({ pathname }) => basename(pathname) === name);
  if (!url) throw new Error(`no ${name}`);
  return JSON.parse(readFileSync(url, 'utf8'));
};

it('there are captures, each with its entry', () => {
  expect(stems.length).toBeGreaterThan(0);
  expect(paths.map(({ pathname }) => basename(pathname)).sort()).toEqual(
    stems.flatMap((stem) => [`${stem}.capture.json`, `${stem}.entry.json`]).sort(),
  );
});

describe.each(stems)('%s', (stem) => {
  const capture = Capture.parse(read(`${stem}.capture.json`));
  const entry = EntryDraft.parse(read(`${stem}.entry.json`));

  it('describes the dongle that it is named after', () => {
    const { vid, pid, bcdDevice, configurations } = sightingOf(capture);
    const hex = (n: number) => n.toString(16).padStart(4, '0');
    expect(stem.startsWith(`${hex(vid)}-${hex(pid)}`)).toBe(true);
    expect([hex(vid), hex(pid), hex(bcdDevice)]).toEqual([capture.vid, capture.pid, capture.bcdDevice]);
    expect(configurations.length).toBe(capture.configurations.length);
  });

  it('is recognised, plugged in, as its entry says', async () => {
    const { sighting } = await plugged(capturedModel(capture));
    const seen = recognised(sighting);
    if (entry.composition) {
      const { composition } = entry;
      // By the database as it stands, where only what the draft leaves open may be known better.
      expect(seen).toMatchObject({ listed: true, mode: composition.mode, control: composition.control });
      const decided = composition.interfaces.filter(({ role }) => role !== 'other').map(({ number, role }) => [number, role]);
      expect(seen.roles).toEqual(expect.arrayContaining(decided));
      // And by the draft alone.
      const known = db.vendorOf(sighting.vid);
      const file = VendorFile.parse({
        vendor: 'Captured',
        family: 'captured',
        vids: [capture.vid],
        switches: [],
        recipes: [],
        ...(known?.rules ? { rules: known.rules } : {}),
        compositions: [composition],
      });
      expect(lintDb([{ name: 'captured.json', data: file }]).filter(({ severity }) => severity === 'error')).toEqual([]);
      const byEntry = recognised(sighting, loadDb([file]));
      expect(byEntry).toMatchObject({
        listed: true,
        kind: composition.mode === null ? 'unknown' : 'modem',
        mode: composition.mode,
        control: composition.control,
        name: composition.name,
      });
      const roles = new Map(byEntry.roles);
      for (const { number, role } of composition.interfaces) expect(roles.get(number ?? -1), `interface ${number}`).toBe(role);
    } else expect(entry.switch?.id).toBe(`${capture.vid}:${capture.pid}`);
    // A state that somebody found a method for is no modem any more.
    if (entry.switch?.method) expect(seen.kind).toBe('disc');
  });

  it('answers as it did', async () => {
    const { sighting } = await plugged(capturedModel(capture));
    const at = recognised(sighting).roles.find(([, role]) => role === 'at')?.[0];
    const replies = capture.at.filter((reply) => reply.channel === 'serial' && reply.interface === at);
    if (replies.length === 0) return;
    const answers = await ask(
      capturedModel(capture),
      undefined,
      replies.map(({ command }) => command),
    );
    expect(answers).toEqual(replies.map(({ lines, final }) => [...lines, final]));
  });

  it('holds questions only, and nobody’s numbers', () => {
    for (const { command } of capture.at) expect(isSafeQuery(command), command).toBe(true);
    for (const { command, lines } of capture.at) {
      for (const line of lines)
        for (const [run] of line.replace(/\b0x[0-9a-f]+\b/gi, '').matchAll(/\d{8,}/g))
          expect(isMask(run, command), `${command}: ${run}`).toBe(true);
    }
    for (const { text } of capture.strings) for (const [run] of text.matchAll(/\d{8,}/g)) expect(isMask(run, ''), run).toBe(true);
    const imei = capture.at
      .find(({ command, final }) => command === 'AT+CGSN' && final === 'OK')
      ?.lines.join(' ')
      .match(/\d{15}/)?.[0];
    if (imei !== undefined) expect(imei.startsWith('00101000') && hasLuhn(imei)).toBe(true);
  });
});

/** What `capture/fakes.ts` makes: test ranges with a small running number, or a running number after zeros. */
function isMask(run: string, command: string): boolean {
  if (/^(ATI|AT\+C?GM[RM]|AT\+CLAC)$/.test(command) && /^20[0-4]\d[01]\d[0-3]\d$/.test(run)) return true;
  return /^(00101000\d{7}0*\d{0,2}|00101000\d{6}|001010+\d{1,3}|8900000+\d{1,4}|1555010\d+|020000000\d{3}|0{4,}\d{0,4})$/.test(run);
}
