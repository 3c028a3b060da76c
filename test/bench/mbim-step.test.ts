import { describe, expect, it } from 'vitest';
import { recordedBackend } from '../../electron/bench/journal/recording.ts';
import { stepKinds } from '../../electron/bench/steps/index.ts';
import type { StepContext } from '../../electron/bench/steps/step-context.ts';
import type { Check, ModemIdentity } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { activeInterfaces } from '../../electron/seams/usb-bus.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import { loadDb } from '../../modem-db/db.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** One step on the practice module in its MBIM composition, on a clock that only moves when told. */
async function runOf(options: { wishes?: Partial<Wishes>; faults?: Faults; seesDrivers?: boolean } = {}) {
  const clock = new ManualClock();
  const practice = new PracticeBench({
    clock,
    stateFile: null,
    faults: { 'quectel-ec25': options.faults ?? {} },
    seesDrivers: options.seesDrivers ?? true,
  });
  await practice.plug('quectel-ec25', 'mbim');
  await clock.advance(1000);
  const [sighting] = await practice.bus.list();
  if (!sighting) throw new Error('nothing there');
  const db = loadDb();
  const recognised = db.recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  const wishes = Wishes.parse({ mode: 'mbim', router: '24.10.8', apn: 'internet', username: 'me', password: 'geheim', ...options.wishes });
  const vendor = db.vendorOf(sighting.vid);
  const sent: { text: string; planned: string }[] = [];
  const checks: Check[] = [];
  const identity: Partial<ModemIdentity> = {};
  const run: StepContext = {
    step: {
      id: 'control',
      title: { key: 'steps.control.title', values: {} },
      why: { key: 'steps.control.why', values: {} },
      skipIf: [],
      sends: [],
      action: { kind: 'control' },
      source: 'test',
      risk: 'none',
      timeoutMs: 30_000,
      wayBack: null,
    },
    wishes,
    access: accessTo({
      backend: recordedBackend(
        { origin: 'practice', bus: practice.bus, serial: practice.serial, host: practice.host },
        'mbim',
        ({ text, planned }) => sent.push({ text, planned }),
      ),
      sighting,
      recognised,
      clock,
      vendor,
    }),
    recipes: [],
    model: () => undefined,
    goOnIn: () => false,
    signal: new AbortController().signal,
    pin: () => '',
    pinTaken: () => undefined,
    forgetPin: () => undefined,
    release: () => undefined,
    values: new Map(),
    registered: () => true,
    replied: () => undefined,
    identity: (found) => Object.assign(identity, found),
    network: () => undefined,
    uimState: () => undefined,
    check: (check) => checks.push(check),
  };
  /** Carries it out while the clock moves on. */
  const done = async (work: Promise<unknown>) => {
    work.catch(() => undefined);
    await clock.advance(60_000);
    return work;
  };
  return {
    run,
    done,
    sent,
    checks,
    identity,
    recognised,
    planned: {
      control: stepKinds.control.plan('mbim').sends,
      connection: stepKinds.connection.plan([], wishes)?.sends ?? [],
    },
  };
}

describe('an MBIM module', () => {
  it('is recognised, with the control channel on its interface', async () => {
    const { recognised } = await runOf();
    expect(recognised).toMatchObject({ listed: true, mode: 'mbim', control: 'mbim', name: 'Quectel EC25, MBIM' });
    expect(recognised.roles.get(4)).toBe('control');
    expect(recognised.roles.get(2)).toBe('at');
  });

  it.each([true, false])(
    'answers on its control channel (drivers seen: %s), and nothing goes out that was not shown',
    async (seesDrivers) => {
      const { run, done, sent, checks, identity, planned } = await runOf({ seesDrivers });
      expect(await done(stepKinds.control.run(run))).toEqual({ kind: 'done' });
      expect(checks).toMatchObject([{ id: 'control-mbim', state: 'passed', code: null }]);
      expect(identity).toMatchObject({ imei: '861536030196001', iccid: '8901010000000000033' });
      const messages = (lines: readonly string[]) => lines.filter((line) => line.startsWith('MBIM') && !line.startsWith('MBIM further'));
      // It has no extensions, so their version is not asked for.
      const shown = messages(planned.control.map((m) => m.text)).filter((line) => !line.includes('EXTENSIONS VERSION'));
      expect(messages(sent.map((s) => s.planned))).toEqual(shown);
      expect(sent.filter((s) => !planned.control.some((m) => m.text === s.planned && (m.when === 'always' || !seesDrivers)))).toEqual([]);
    },
  );

  it('connects with the APN and tells its address; nothing goes out that was not shown, and no secret', async () => {
    const { run, done, sent, checks, planned } = await runOf();
    expect(await done(stepKinds.connection.run(run, { kind: 'connection', dials: [] }))).toEqual({ kind: 'done' });
    expect(checks).toMatchObject([{ id: 'connection', state: 'passed', seen: 'internet: 10.64.66.65' }]);
    expect(sent.map((s) => s.planned)).toEqual(
      planned.connection
        .filter((m) => m.when === 'always' && !m.text.startsWith('MBIM further') && !m.text.includes('EXTENSIONS VERSION'))
        .map((m) => m.text),
    );
    const text = sent.map((s) => s.text).join();
    expect(text).toContain('internet');
    expect(text).not.toContain('geheim');
  });

  it('whose network refuses fails the check, not the dongle', async () => {
    const { run, done, checks } = await runOf({ wishes: { pdpType: 'ipv6' } });
    expect(await done(stepKinds.connection.run(run, { kind: 'connection', dials: [] }))).toEqual({ kind: 'done' });
    expect(checks).toMatchObject([{ id: 'connection', state: 'failed', seen: 'Failure', code: 'CONNECTION_REFUSED' }]);
  });

  it.each([
    [{ mbimSilent: true }, 'MBIM_SILENT'],
    [{ mbimGarbage: true }, 'MBIM_GARBLED'],
  ])('that does not answer well fails: %o', async (faults, code) => {
    const { run, done } = await runOf({ faults });
    await expect(done(stepKinds.control.run(run))).rejects.toMatchObject({ code });
  });
});
