import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../electron/bench/journal/journal.ts';
import { planInOtherMode } from '../../electron/bench/planning/other-mode.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { Plan } from '../../electron/contract/plan.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { loadDb } from '../../modem-db/db.ts';
import { manifestIn } from '../support/exported.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { again, backends, closeAll, file, open, sends } from './journal/restarts.ts';

/** A dongle that comes back in another mode than was wished for: the README's stick, which is proposed QMI and has NCM. */

afterEach(closeAll);

const original = Journal.prototype.write;
const goOn = { mode: 'qmi', otherMode: 'go-on' } as const;

describe('a dongle that comes back in another mode', () => {
  it('goes on in that one where nobody chose the mode', async () => {
    const w = await open({});
    const port = await w.plug('huawei-ncm');
    const through = await w.prepare(port, goOn);
    expect(through).toMatchObject({ state: 'verified', failure: null, mode: 'ncm' });
    expect(w.dongle(port).job).toMatchObject({ insteadOf: 'qmi', plan: { wishes: { mode: 'ncm' }, vid: '12d1', pid: '1446' } });
    expect(through.checks.filter(({ state }) => state !== 'passed')).toEqual([]);
    expect(through.checks.find(({ id }) => id === 'composition')).toMatchObject({ title: { values: { mode: 'ncm' } } });
    expect(through.progress.filter(({ state }) => state !== 'done' && state !== 'skipped')).toEqual([]);
    const folder = temporaryFolder();
    await w.bench.handle({ type: 'export', portPath: port, folder });
    expect(manifestIn(folder)).toMatchObject({ proto: 'ncm', wishes: { mode: 'ncm' } });
  });

  it('is as one that was planned for that mode from its return on', async () => {
    const w = await open({});
    const port = await w.plug('huawei-ncm');
    await w.prepare(port, goOn);
    const other = await open({});
    const same = await other.plug('huawei-ncm');
    await other.prepare(same, { mode: 'ncm' });
    const rest = (world: typeof w, at: string) => {
      const steps = world.dongle(at).job?.plan.steps ?? [];
      return steps.slice(steps.findIndex(({ id }) => id === 'composition')).map(({ id, sends: listed }) => [id, listed]);
    };
    expect(rest(w, port).length).toBeGreaterThan(5);
    expect(rest(w, port)).toEqual(rest(other, same));
  });

  it('stops where somebody chose the mode', async () => {
    const w = await open({});
    const port = await w.plug('huawei-ncm');
    const failed = await w.prepare(port, { mode: 'qmi' });
    expect(failed.failure).toMatchObject({ code: 'MODE_NOT_REACHED', detail: { wished: 'qmi', seen: 'ncm' } });
    expect(w.dongle(port).job?.insteadOf).toBeNull();
  });

  it('stops where the router could not be told so: the option is one of the other mode', async () => {
    const w = await open({});
    const port = await w.plug('huawei-ncm');
    const onRouter = { ...Wishes.parse({ mode: 'qmi', router: '24.10.8' }).onRouter, plmn: '25001' };
    expect((await w.prepare(port, { ...goOn, onRouter })).failure?.code).toBe('MODE_NOT_REACHED');
  });

  it('is said before, where it is told to leave, and only there', async () => {
    const w = await open({});
    const notes = async (name: string, mode: Mode, otherMode: 'go-on' | 'stop') => {
      const { draft } = await w.plan(await w.plug(name), { mode, otherMode });
      return draft?.notes.filter(({ key }) => key === 'notes.other-mode') ?? [];
    };
    expect(await notes('huawei-ncm', 'qmi', 'go-on')).toEqual([{ key: 'notes.other-mode', values: { mode: 'qmi' } }]);
    expect(await notes('huawei-qmi', 'qmi', 'stop')).toEqual([]);
    expect(await notes('gosuncn-gm800', 'ecm', 'go-on')).toEqual([]);
  });
});

describe('what was agreed to and is lasting', () => {
  it('is done in the other mode as well', async () => {
    const w = await open({});
    const port = await w.plug('huawei-ncm');
    expect(await w.prepare(port, { ...goOn, networkMode: 'lte' })).toMatchObject({ state: 'verified', mode: 'ncm' });
    expect(w.dongle(port).job?.progress.find(({ id }) => id === 'network-mode-set')?.state).toBe('done');
  });

  it('is so, too, where a crash came before the return', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-ncm');
    const { draft } = await first.plan(port, { ...goOn, networkMode: 'lte' });
    await first.bench.handle({ type: 'prepare', portPath: port, planId: draft?.id ?? '' });
    await first.clock.until(() => first.dongle(port).state === 'away', 60_000, 5);
    await first.crash();
    backends.pop();
    const next = await again(first, port);
    expect(await next.follow(port)).toMatchObject({ state: 'verified', mode: 'ncm' });
    expect(next.dongle(port).job).toMatchObject({ resumed: true, insteadOf: 'qmi' });
  });

  it.each([{ networkMode: 'lte' as const }, { pin: '1234' }, { pin: '1234', pinLock: 'off' as const }])(
    'is not dropped by a stick without a port for it: %j stops the job',
    async (lasting) => {
      const w = await open({});
      const port = await w.plug('huawei-hilink');
      const stopped = await w.prepare(port, { mode: 'ppp', otherMode: 'go-on', ...lasting });
      expect(stopped.failure).toMatchObject({ code: 'MODE_NOT_REACHED', detail: { wished: 'ppp' } });
      const other = await open({});
      const same = await other.plug('huawei-hilink');
      expect((await other.prepare(same, { mode: 'ppp', otherMode: 'go-on' })).failure).toBeNull();
    },
  );
});

describe('a journal that cannot take it', () => {
  it('ends the job as that, before anything of the other mode is done', async () => {
    const write = vi.spyOn(Journal.prototype, 'write').mockImplementation(function (this: Journal, entry) {
      if (entry.kind === 'other-mode') throw new BenchError('JOURNAL_UNWRITABLE', { folder: '/data', message: 'ENOSPC' });
      return original.call(this, entry);
    });
    try {
      const w = await open({});
      const port = await w.plug('huawei-ncm');
      expect((await w.prepare(port, goOn)).failure?.code).toBe('JOURNAL_UNWRITABLE');
      expect(w.dongle(port).job).toMatchObject({ insteadOf: null, plan: { wishes: { mode: 'qmi' } } });
    } finally {
      write.mockRestore();
    }
  });
});

describe('a bench that dies after that', () => {
  it('goes on in the mode that it came back in, and switches nothing again', async () => {
    // Its SIM asks for a PIN, for which the job waits.
    const faults = { 'huawei-ncm': { pin: '4711' } };
    const first = await open({ boot: 'first', faults });
    const port = await first.plug('huawei-ncm');
    expect(await first.prepare(port, goOn)).toMatchObject({ state: 'locked', phase: 'running' });
    expect(first.dongle(port).job?.insteadOf).toBe('qmi');
    const switched = sends(first).filter((line) => line.includes('"step":"switch"')).length;
    await first.crash();
    backends.pop();
    const next = await again(first, port, { faults });
    expect((await next.follow(port)).state).toBe('locked');
    await next.bench.handle({ type: 'pin', portPath: port, pin: '4711' });
    await next.clock.until(() => next.dongle(port).state !== 'locked', 10_000, 5);
    const through = await next.follow(port);
    expect(through).toMatchObject({ state: 'verified', failure: null });
    expect(next.dongle(port).job).toMatchObject({ resumed: true, insteadOf: 'qmi', plan: { wishes: { mode: 'ncm' } } });
    expect(sends(next).filter((line) => line.includes('"step":"switch"')).length).toBe(switched);
    expect(readFileSync(file(next), 'utf8').match(/"kind":"other-mode"/g)?.length).toBe(1);
    // Its file has the disc that it began as.
    await next.bench.handle({ type: 'export', portPath: port, folder: temporaryFolder() });
    expect(next.dongle(port).bundle?.files.length).toBeGreaterThan(2);
  });

  it('or at its end, shows it as it ended', async () => {
    const first = await open({ boot: 'first' });
    const port = await first.plug('huawei-ncm');
    const before = await first.prepare(port, goOn);
    await first.close();
    backends.pop();
    const shown = (await again(first, port)).dongle(port);
    expect(shown).toMatchObject({ state: 'verified', job: { insteadOf: 'qmi', verdict: before.verdict } });
    expect(shown.job?.progress.map(({ id, state }) => [id, state])).toEqual(before.progress.map(({ id, state }) => [id, state]));
  });
});

describe('the plan for another mode', () => {
  const db = loadDb();
  const wishes = (mode: Mode) => Wishes.parse({ mode, router: '24.10.8', apn: 'internet', otherMode: 'go-on' });

  async function plugged(name: string, mode?: Mode) {
    const w = await open({});
    const port = await w.plug(name);
    if (mode !== undefined) await w.prepare(port, { mode });
    const sighting = (await w.practice.bus.list()).find(({ portPath }) => portPath === port);
    if (!sighting) throw new Error('not there');
    return sighting;
  }

  it('does nothing lasting that was not agreed to', async () => {
    const sighting = await plugged('huawei-ncm', 'ncm');
    const wished = { ...wishes('ncm'), networkMode: 'lte' as const };
    const agreed = makePlan(sighting, wished, db);
    const lasting = agreed.steps.filter(({ risk }) => risk === 'persistent').map(({ id }) => id);
    expect(lasting).toEqual(['network-mode-set']);
    expect(planInOtherMode(agreed, sighting, wished, db, {})?.steps.map(({ id }) => id)).toEqual(agreed.steps.map(({ id }) => id));
    const without = { ...agreed, steps: agreed.steps.filter(({ id }) => !lasting.includes(id)) };
    expect(planInOtherMode(without, sighting, wished, db, {})).toBeNull();
    // Nor does it leave out what was.
    expect(planInOtherMode(agreed, sighting, wishes('ncm'), db, {})).toBeNull();
    // As a resumed job has it, out of its journal.
    expect(planInOtherMode(Plan.parse(agreed), sighting, wished, db, {})).not.toBeNull();
  });

  it('is none where it takes commands to get into that mode, or the dongle has it not', async () => {
    const sighting = await plugged('gosuncn-gm800');
    const agreed = makePlan(sighting, wishes('ecm'), db);
    expect(planInOtherMode(agreed, sighting, wishes('ecm'), db, {})).not.toBeNull();
    expect(planInOtherMode(agreed, sighting, wishes('rndis'), db, {})).toBeNull();
    expect(planInOtherMode(agreed, sighting, wishes('ncm'), db, {})).toBeNull();
  });
});
