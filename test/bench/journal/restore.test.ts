import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPastJobs } from '../../../electron/bench/journal/past-jobs.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import type { PracticeWorld } from '../../support/practice-world.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { again, backends, closeAll, file, journals, type Options, open, sends } from './restarts.ts';

/** What the next bench makes of a job that is over. */

afterEach(closeAll);

describe('a job that is over', () => {
  it('is shown by the next bench as it ended, and can be exported', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-ncm');
    const verified = await first.prepare(port, { mode: 'ncm' });
    await first.bench.handle({ type: 'export', portPath: port, folder: temporaryFolder() });
    const exported = first.dongle(port).bundle?.files.map((path) => path.split('/').at(-1));
    expect(exported?.[0]).toContain('-imei');
    await first.close();
    backends.pop();
    const next = await again(first, port);
    const shown = next.dongle(port);
    expect(shown).toMatchObject({ state: 'verified', mode: 'ncm', job: { resumed: true, verdict: verified.verdict, failure: null } });
    expect(shown.job?.checks.map(({ id, state }) => [id, state])).toEqual(verified.checks.map(({ id, state }) => [id, state]));
    expect(shown.job?.progress.map(({ state }) => state)).toEqual(verified.progress.map(({ state }) => state));
    expect(shown.identity.model).toBe(verified.identity.model);
    const before = sends(next).length;
    await next.bench.handle({ type: 'export', portPath: port, folder: temporaryFolder() });
    expect(next.dongle(port).state).toBe('exported');
    expect(sends(next).length).toBe(before);
    // The disc that it began as, for the router's usbmode, is known still.
    expect(next.dongle(port).bundle?.files.length).toBeGreaterThan(2);
    // By its name nobody could tell which export it is.
    expect(next.dongle(port).bundle?.files.map((path) => path.split('/').at(-1))).toEqual(exported);
  });

  it('is not written down with the numbers of modem and SIM', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-qmi');
    const { identity } = await first.prepare(port, { mode: 'qmi' });
    const text = readFileSync(file(first), 'utf8');
    for (const number of [identity.imei, identity.imsi, identity.iccid]) {
      expect(number).toMatch(/^\d{15,20}$/);
      expect(text).not.toContain(number);
    }
  });

  it('shows why it failed, too', async () => {
    const first = await open({ boot: 'first', faults: { 'quectel-ec25': { simMissing: true } } });
    const port = await first.plug('quectel-ec25');
    await first.prepare(port, { mode: 'qmi' });
    await first.close();
    backends.pop();
    expect((await again(first, port)).dongle(port)).toMatchObject({ state: 'failed', job: { failure: { code: 'SIM_MISSING' } } });
  });

  it('is not that of another dongle in its port', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-ncm');
    await first.prepare(port, { mode: 'ncm' });
    await first.practice.unplug(port);
    await first.close();
    backends.pop();
    const next = await open({ folder: first.folder, clock: first.clock, boot: 'first', plug: 'quectel-ec25' });
    expect(next.dongle(port)).toMatchObject({ state: 'modem', job: null });
  });

  it.each(['as it was', 'shown by another run'])('is forgotten for good, %s', async (how) => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-ncm');
    await first.prepare(port, { mode: 'ncm' });
    let last = first;
    if (how !== 'as it was') {
      await first.close();
      last = await again(first, port);
      expect(last.dongle(port).state).toBe('verified');
    }
    await last.bench.handle({ type: 'dismiss', portPath: port });
    await last.close();
    backends.length = 0;
    const next = await again(first, port);
    expect(next.dongle(port)).toMatchObject({ state: 'modem', job: null });
    expect(readPastJobs(journals(next)).newest).toMatchObject([{ end: 'done', dismissed: true }]);
    // It is over all the same: another job leaves its journal as it is.
    const before = readFileSync(file(next), 'utf8');
    const old = file(next);
    await next.prepare(port, { mode: 'ncm' });
    expect(readFileSync(old, 'utf8')).toBe(before);
  });

  describe('is not shown', () => {
    const stored = (w: PracticeWorld, change: (dongle: Record<string, unknown>) => void) => {
      const state = join(w.folder, 'practice.json');
      const all = JSON.parse(readFileSync(state, 'utf8'));
      all.dongles.forEach(change);
      writeFileSync(state, JSON.stringify(all));
    };

    it.each<[string, Options, (w: PracticeWorld) => void]>([
      ['after a restart of the computer', { boot: 'second' }, () => undefined],
      [
        'after an unplugging, whatever its serial number',
        {},
        (w) => stored(w, (dongle) => Object.assign(dongle, { address: Number(dongle['address']) + 1 })),
      ],
      ['where it ended in the future', { clock: new ManualClock(Date.UTC(2025, 0, 1)) }, () => undefined],
      ['where the dongle is in another mode', {}, (w) => stored(w, (dongle) => Object.assign(dongle, { composition: 'rndis' }))],
    ])('%s', async (_, options, change) => {
      const first = await open({ boot: 'first' });
      const port = await first.plug('quectel-ec25');
      expect((await first.prepare(port, { mode: 'qmi' })).state).toBe('verified');
      await first.close();
      backends.pop();
      change(first);
      const next = await again(first, port, options);
      expect(next.dongle(port)).toMatchObject({ present: true, state: 'modem', job: null });
    });
  });

  it('with secrets that are gone says so when it is to be exported', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-qmi');
    await first.prepare(port, { mode: 'qmi', username: 'me', password: 'geheim' });
    await first.close();
    backends.pop();
    const next = await again(first, port);
    expect(await next.refusal(next.bench.handle({ type: 'export', portPath: port, folder: temporaryFolder() }))).toBe('SECRETS_LOST');
  });
});
