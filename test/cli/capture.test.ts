import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EntryDraft } from '../../electron/bench/capture/entry.ts';
import { runCapture } from '../../electron/cli/capture.ts';
import { Capture } from '../../electron/contract/capture.ts';
import { diskWriter, type FileWriter } from '../../electron/lib/file-writer.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { finish, plugged, VERSION } from '../bench/capture-support.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

async function run(out: string, options: { force?: boolean; port?: string; writer?: FileWriter } = {}) {
  const model = findModel('quectel-ec25');
  if (!model) throw new Error('no such model');
  const { clock, backend, sighting } = await plugged(model, 'qmi');
  const said: string[] = [];
  const dongle = { portPath: options.port ?? sighting.portPath, origin: backend.origin };
  const { port: _, ...more } = options;
  const outcome = await finish(
    clock,
    runCapture([backend], dongle, { out, version: VERSION, clock, ...more }, (line) => said.push(line)),
  );
  return { ...outcome, said };
}

const names = ['2c7c-0125.capture.json', '2c7c-0125.entry.json'];

it('writes the capture and the draft of an entry, for nobody else to read, and says each question', async () => {
  const out = join(temporaryFolder(), 'new', 'folder');
  const { document, lines, said } = await run(out);
  expect(document.files).toEqual(names.map((name) => join(out, name)));
  for (const name of names) expect(statSync(join(out, name)).mode & 0o777).toBe(0o600);
  const [capture = '', entry = ''] = document.files.map((path) => readFileSync(path, 'utf8'));
  expect(Capture.parse(JSON.parse(capture))).toMatchObject({ vid: '2c7c', pid: '0125', origin: 'practice', version: VERSION });
  expect(EntryDraft.parse(JSON.parse(entry)).findings).toEqual(document.findings);
  expect(said).toContain('AT+QCFG="usbnet"');
  expect(lines).toContain(`-> ${document.files[0]}`);
});

it('never writes over what is there, unless told to, and then leaves no half of it', async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, names[1] ?? ''), 'mine');
  await expect(run(out)).rejects.toMatchObject({ code: 'EXPORT_NOT_WRITABLE', detail: { message: 'EEXIST' } });
  expect(readdirSync(out)).toEqual([names[1]]);
  expect(readFileSync(join(out, names[1] ?? ''), 'utf8')).toBe('mine');
  await run(out, { force: true });
  expect(readdirSync(out).sort()).toEqual(names);
  expect(EntryDraft.safeParse(JSON.parse(readFileSync(join(out, names[1] ?? ''), 'utf8'))).success).toBe(true);
});

it('leaves an earlier capture whole where the disk is full', async () => {
  const out = temporaryFolder();
  await run(out);
  const before = names.map((name) => readFileSync(join(out, name), 'utf8'));
  let writes = 0;
  const writer: FileWriter = {
    ...diskWriter,
    write: async (...args) => {
      if (++writes === 2) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      await diskWriter.write(...args);
    },
  };
  await expect(run(out, { force: true, writer })).rejects.toMatchObject({ code: 'EXPORT_DISK_FULL' });
  expect(readdirSync(out).sort()).toEqual(names);
  expect(names.map((name) => readFileSync(join(out, name), 'utf8'))).toEqual(before);
});

it('a port without a dongle is DONGLE_NOT_FOUND', async () => {
  await expect(run(temporaryFolder(), { port: 'practice-7' })).rejects.toMatchObject({ code: 'DONGLE_NOT_FOUND' });
});
