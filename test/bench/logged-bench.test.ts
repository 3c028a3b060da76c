import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { loggedBench } from '../../electron/bench/logged-bench.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { Log, LogFields } from '../../electron/lib/log.ts';
import { logFileIn, openProgramLog, redact } from '../../electron/shell/program-log.ts';
import { hasEnded } from '../support/ended.ts';
import { type PracticeWorld, practiceWorld } from '../support/practice-world.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

let world: PracticeWorld | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const [pin, wrongPin, username, password] = ['4711', '9315', 'us3r-of-apn', 'p4ss-w0rd'];
const login = { router: '24.10.8', apn: 'internet.example', auth: 'chap', username, password } as const;

/** A whole job in sight of a log that takes everything: looks, a wrong PIN, the right one, the export, the pulled plug. */
async function wholeJob(name: string, mode: Mode) {
  const w = await practiceWorld({ faults: { [name]: { pin } } });
  world = w;
  const bench: Bench = loggedBench(w.bench, openProgramLog(w.folder, 'test', { MODEM_BENCH_LOG: 'debug' }));
  await bench.handle({ type: 'allow-looks', allowed: true });
  await bench.handle({ type: 'plug-practice', name });
  await w.clock.until(() => bench.snapshot().dongles[0]?.present === true, 10_000);
  const portPath = bench.snapshot().dongles[0]?.portPath ?? '';
  const run = async (given: string): Promise<DongleView> => {
    await bench.handle({ type: 'plan', portPath, wishes: Wishes.parse({ ...login, mode, pin: given }) });
    await bench.handle({ type: 'prepare', portPath, planId: w.dongle(portPath).draft?.id ?? '' });
    await w.clock.until(() => hasEnded(w.dongle(portPath).state));
    return w.dongle(portPath);
  };
  const first = await run(wrongPin);
  await bench.handle({ type: 'dismiss', portPath });
  const done = await run(pin);
  await bench.handle({ type: 'export', portPath, folder: temporaryFolder() });
  const bundle = w.dongle(portPath).bundle;
  const stale = bench.handle({ type: 'prepare', portPath, planId: 'none' });
  await stale.catch(() => undefined);
  await bench.handle({ type: 'unplug-practice', portPath });
  await w.clock.advance(5_000);
  await bench.close();
  return { portPath, first, done, bundle, log: readFileSync(logFileIn(w.folder), 'utf8') };
}

describe('the log of a whole job', () => {
  it.each([
    ['huawei-ncm', 'ncm', '12d1:1446'],
    ['quectel-ec25', 'qmi', '2c7c:0125'],
    ['quectel-ec25', 'mbim', '2c7c:0125'],
  ] as const)('%s, %s: tells what happened, and no secret and no number', async (name, mode, id) => {
    const { portPath, first, done, bundle, log } = await wholeJob(name, mode);
    expect([first.job?.failure?.code, done.state]).toEqual(['PIN_WRONG', 'verified']);
    const { imei, imsi, iccid } = done.identity;
    for (const secret of [username, password, password.slice(0, 4), login.apn, imei, imsi, iccid]) {
      expect(secret).toMatch(/..../);
      expect(log).not.toContain(secret);
    }
    // Four digits are anywhere in a digest or a time.
    for (const digits of [pin, wrongPin]) expect(log).not.toMatch(new RegExp(`(?<![0-9a-f])${digits}(?![0-9a-f])`));
    const port = `port="${portPath}"`;
    const told = log.trimEnd().split('\n');
    expect(
      told.filter((line) => !/^2026-01-01T|^\d{4}-\d\d-\d\dT[\d:.]+Z (error|warn |info |debug) test\[\d+\] [a-z.-]+( |$)/.test(line)),
    ).toEqual([]);
    for (const event of [
      'info  . intent type="allow-looks" allowed=true',
      `info  . intent type="plug-practice" name="${name}"`,
      `info  . dongle.plugged ${port} id="${id}" origin="practice"`,
      `info  . intent type="plan" ${port} mode="${mode}" router="24.10.8"`,
      `info  . intent type="prepare" ${port}`,
      `warn  . dongle.failed ${port} code="PIN_WRONG"`,
      `info  . dongle.state ${port} state="verified"`,
      `debug . step ${port} step="pin" state="done"`,
      `info  . export.written ${port} file="${basename(bundle?.archive ?? '')}" sha256="${bundle?.sha256}" alreadyThere=false`,
      `warn  . intent.refused type="prepare" ${port} code="PLAN_STALE"`,
      `info  . dongle.unplugged ${port}`,
      'info  . bench.closing how="wished"',
    ]) {
      const pattern = event.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace('\\. ', 'test\\[\\d+\\] ');
      expect(
        told.some((line) => new RegExp(` ${pattern}`).test(line)),
        event,
      ).toBe(true);
    }
  });
});

describe('what is handed to the log', () => {
  const lines: [string, string, LogFields | undefined][] = [];
  const at = (level: string) => (event: string, fields?: LogFields) => void lines.push([level, event, fields]);
  const log: Log = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };

  it('of a failed intent is its code, and the failure goes on to whoever asked', async () => {
    world = await practiceWorld();
    const bench = loggedBench(world.bench, log);
    await expect(bench.handle({ type: 'cancel', portPath: '9-9' })).rejects.toBeInstanceOf(BenchError);
    await expect(bench.answer({ type: 'capabilities', portPath: '9-9' })).rejects.toBeInstanceOf(BenchError);
    expect(lines.splice(0)).toEqual([
      ['info', 'intent', { type: 'cancel', port: '9-9' }],
      ['warn', 'intent.refused', { type: 'cancel', port: '9-9', code: 'DONGLE_NOT_FOUND', 'detail.port': '9-9' }],
      ['debug', 'query', { type: 'capabilities' }],
      ['warn', 'query.refused', { type: 'capabilities', code: 'DONGLE_NOT_FOUND', 'detail.port': '9-9' }],
    ]);
  });

  it('of an intent with a secret is its kind', async () => {
    world = await practiceWorld();
    const bench = loggedBench(world.bench, log);
    await bench.handle({ type: 'pin', portPath: '9-9', pin }).catch(() => undefined);
    const text = 'TargetVendor=0x1234\nMessageContent="secret"';
    await bench.handle({ type: 'give-switches', name: 'mine.conf', text }).catch(() => undefined);
    expect(JSON.stringify(lines.splice(0))).not.toMatch(/4711|secret/);
  });

  it('is made safe: numbers, logins of proxies and of access points', () => {
    expect(redact('via http://user:p@ss@proxy.example:3128 to https://feed.example/a@b')).toBe(
      'via http://****@proxy.example:3128 to https://feed.example/a@b',
    );
    expect(redact('no answer of 490154203237518 to\nAT+CPIN="4711"')).toBe('no answer of **** to\nAT+CPIN="****"');
  });
});
