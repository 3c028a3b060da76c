import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Mode } from '../../electron/contract/words.ts';
import { huaweiAltMode } from '../../modem-db/switch-messages.ts';
import { manifestIn } from '../support/exported.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

/** A HiLink stick, whose disc HuaweiAltMode leads to ports and NCM: from the box to what the router is told. */

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

async function exported(of: PracticeWorld, portPath: string) {
  const folder = temporaryFolder();
  await of.bench.handle({ type: 'export', portPath, folder });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz'));
  if (archive === undefined) throw new Error('no archive');
  return { manifest: manifestIn(folder), text: gunzipSync(readFileSync(join(folder, archive))).toString('latin1') };
}

async function prepared(mode: Mode): Promise<[PracticeWorld, string]> {
  const made = await practiceWorld();
  world = made;
  const port = await made.plug('huawei-hilink');
  expect(made.dongle(port)).toMatchObject({ state: 'disc', pid: '1f01' });
  await made.prepare(port, { mode });
  return [made, port];
}

describe('a mode that another switch than the usual one leads to', () => {
  it('is prepared by it, and the router is told to send it', async () => {
    const [made, port] = await prepared('ncm');
    expect(made.dongle(port)).toMatchObject({ state: 'verified', pid: '155e', mode: 'ncm' });
    const { manifest, text } = await exported(made, port);
    expect(manifest.parts).toContain('usb-mode');
    expect(text).toContain(`{"messages":["${huaweiAltMode}"],"devices":{"12d1:1f01":{"*":{"msg":[0],"response":true}}}}`);
  });

  it('is still sent by a router whose bundle is written after a restart of the app', async () => {
    const [made, port] = await prepared('ncm');
    await made.close();
    const again = await practiceWorld({ folder: made.folder, clock: made.clock });
    world = again;
    await again.clock.until(() => again.dongle(port).state === 'verified');
    expect((await exported(again, port)).text).toContain(huaweiAltMode);
  });

  it('leaves the usual one as it is for the mode that this leads to', async () => {
    const [made, port] = await prepared('ecm');
    expect(made.dongle(port)).toMatchObject({ state: 'usable', pid: '14dc', mode: 'ecm' });
    const { manifest, text } = await exported(made, port);
    expect(manifest.parts).not.toContain('usb-mode');
    expect(text).not.toContain(huaweiAltMode);
  });
});
