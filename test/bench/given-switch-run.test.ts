import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { huaweiHilink } from '../../electron/virtual/models/huawei-hilink.ts';
import type { ModemModel } from '../../electron/virtual/modem.ts';
import { importSwitches } from '../../modem-db/import.ts';
import { huaweiAltMode } from '../../modem-db/switch-messages.ts';
import { hasEnded } from '../support/ended.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** A stick whose disc nobody listed, from the box to what the router is told, by an entry that a technician gave. */

const PORT = '1-1';
let bench: Bench | null = null;
afterEach(async () => {
  await bench?.close();
  bench = null;
});

/** The HiLink stick under an id of its own while it is a disc. */
const unlisted: ModemModel = {
  ...huaweiHilink,
  compose: (composition, body) => {
    const made = huaweiHilink.compose(composition, body);
    return composition === 'disc' ? { ...made, spec: { ...made.spec, vid: 0x1d6b, pid: 0x7777 } } : made;
  },
};

it.each([
  ['with the id that it becomes', ' -V 12d1 -P 155e'],
  ['without', ''],
])('is switched by the entry, and the router by the same, %s', async (_what, target) => {
  const clock = new ManualClock();
  const room = new VirtualWorld(clock);
  room.plug(PORT, unlisted);
  const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
  const text = `usb_modeswitch -v 1d6b -p 7777 -M ${huaweiAltMode}${target}`;
  const { entries } = importSwitches(text, { source: 'the file mine.txt, given by a technician' });
  const opened = await createBench({
    backends: [room.backend],
    practice,
    clock,
    dataFolder: temporaryFolder(),
    version: '0.0.0',
    switches: { file: 'mine.txt', entries, strict: true },
  });
  bench = opened;
  const view = () => opened.snapshot().dongles.find((d) => d.portPath === PORT);
  expect(view()).toMatchObject({ state: 'disc', vid: '1d6b', pid: '7777' });
  await opened.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' }) });
  await opened.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
  await clock.until(() => hasEnded(view()?.state), 300_000, 100);
  expect(view()).toMatchObject({ job: { failure: null }, pid: '155e', mode: 'ncm' });
  expect(['verified', 'usable']).toContain(view()?.state);
  const folder = temporaryFolder();
  await opened.handle({ type: 'export', portPath: PORT, folder });
  const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz')) ?? '';
  expect(gunzipSync(readFileSync(join(folder, archive))).toString('latin1')).toContain(
    `{"messages":["${huaweiAltMode}"],"devices":{"1d6b:7777":{"*":{"msg":[0],"response":true}}}}`,
  );
});

describe('entries that are given in the app', () => {
  const text = `usb_modeswitch -v 1d6b -p 7777 -M ${huaweiAltMode}`;
  const plugged = async () => {
    const clock = new ManualClock();
    const room = new VirtualWorld(clock);
    room.plug(PORT, unlisted);
    const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };
    const opened = await createBench({ backends: [room.backend], practice, clock, dataFolder: temporaryFolder(), version: '0.0.0' });
    bench = opened;
    const view = () => opened.snapshot().dongles.find((d) => d.portPath === PORT);
    return { opened, view, clock };
  };

  it('make a disc of what was a stranger, and are taken back', async () => {
    const { opened, view } = await plugged();
    expect(view()).toMatchObject({ listed: false, present: true });
    expect(view()?.state).not.toBe('disc');
    await opened.handle({ type: 'give-switches', name: 'mine.txt', text });
    expect(opened.snapshot().switches).toEqual({ file: 'mine.txt', ids: ['1d6b:7777'] });
    expect(view()).toMatchObject({ state: 'disc', present: true });
    expect(opened.snapshot().dongles).toHaveLength(1);
    await opened.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' }) });
    expect(view()?.draft?.steps.some(({ id }) => id === 'switch')).toBe(true);
    await opened.handle({ type: 'give-switches', name: '', text: ' ' });
    expect(opened.snapshot().switches).toBeNull();
    expect(view()?.state).not.toBe('disc');
  });

  it('that are none leave everything as it is', async () => {
    const { opened, view } = await plugged();
    const before = view()?.state;
    await expect(opened.handle({ type: 'give-switches', name: 'mine.txt', text: 'hello' })).rejects.toMatchObject({ code: 'DATA_INVALID' });
    expect([opened.snapshot().switches, view()?.state]).toEqual([null, before]);
  });

  it('are nothing to a dongle that a job is at work on, and to others', async () => {
    const { opened, view, clock } = await plugged();
    await opened.handle({ type: 'give-switches', name: 'mine.txt', text });
    await opened.handle({ type: 'plan', portPath: PORT, wishes: Wishes.parse({ mode: 'ncm', router: '24.10.8', apn: 'internet' }) });
    await opened.handle({ type: 'prepare', portPath: PORT, planId: view()?.draft?.id ?? '' });
    const job = view()?.job?.progress.length ?? 0;
    expect(job).toBeGreaterThan(0);
    await opened.handle({ type: 'give-switches', name: '', text: '' });
    expect(view()?.job?.progress).toHaveLength(job);
    await clock.until(() => hasEnded(view()?.state), 300_000, 100);
    expect(view()).toMatchObject({ job: { failure: null }, pid: '155e', mode: 'ncm' });
  });
});
