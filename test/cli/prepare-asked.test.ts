import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agreed, type PrepareOptions, prepare } from '../../electron/cli/prepare.ts';
import type { Session } from '../../electron/cli/session.ts';
import type { Intent } from '../../electron/contract/intents.ts';
import type { RouterFitView } from '../../electron/contract/router-backup.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { createText } from '../../electron/contract/text.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { disc, exported, failed, locked, planned, refusedFit, routerFit, running, verified } from '../renderer/fixtures.ts';
import { FakeBench } from '../shell/fake-bench.ts';

/** What somebody at the terminal types, a line a question; nobody is there once it is used up. */
let typed: string[] = [];
let said: string[] = [];

beforeEach(() => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  vi.spyOn(process, 'stdin', 'get').mockImplementation(() => {
    const line = typed.shift();
    const stream = new Readable({ read: () => undefined });
    stream.push(line === undefined ? null : `${line}\n`);
    const input: unknown = Object.assign(stream, { fd: 0 as const });
    return input as typeof process.stdin;
  });
  typed = [];
  said = [];
});
afterEach(() => void vi.restoreAllMocks());

/** A bench with one dongle that comes this far when it is told to prepare. */
function start(reached: DongleView, fit: RouterFitView = routerFit) {
  const bench = new FakeBench();
  const show = (dongle: DongleView) => bench.change({ dongles: [dongle] });
  show(disc);
  bench.onQuery = () => ({ type: 'router-backup', backupId: 'backup-1', fit });
  bench.onIntent = async (intent) => {
    if (intent.type === 'plan') show(planned);
    if (intent.type === 'prepare') for (const dongle of [running, reached]) show(dongle);
    if (intent.type === 'export') show(exported);
  };
  const session: Session = {
    bench,
    backends: [],
    dongle: () => disc,
    cancel: () => undefined,
    close: async () => undefined,
  };
  const work = (options: Partial<PrepareOptions> = {}) =>
    prepare(
      session,
      {
        wishes: Wishes.parse({ mode: 'ncm', router: '24.10.8' }),
        out: '/out',
        yes: false,
        accepts: [],
        packages: null,
        routerBackup: null,
        language: 'en',
        signal: new AbortController().signal,
        ...options,
      },
      createText('en'),
      (line) => void said.push(line),
    );
  const did = () => bench.handled.map(({ type }: Intent) => type);
  return { bench, work, did };
}

describe('prepare', () => {
  it.each(['y', 'yes', 'Y', ' YES '])('goes on at "%s", and tells the plan, the steps and the verdict', async (answer) => {
    typed = [answer];
    const { work, did, bench } = start(verified);
    expect(await work()).toEqual({ dongle: exported, router: null });
    expect(did()).toEqual(['plan', 'prepare', 'export']);
    expect(bench.handled.at(-1)).toEqual({
      type: 'export',
      portPath: disc.portPath,
      folder: '/out',
      language: 'en',
      packages: null,
      accepts: [],
      backupId: null,
    });
    expect(said[0]).toMatch(/^1\. /);
    expect(said.filter((line) => line.startsWith('done  ')).length).toBe(
      verified.job?.progress.filter(({ state }) => state === 'done').length,
    );
    expect(new Set(said).size).toBe(said.length);
  });

  it.each(['', 'n', 'no', 'yep', 'y y', 'oh yes'])('does nothing to the dongle at "%s"', async (answer) => {
    typed = [answer];
    const { work, did } = start(verified);
    await expect(work()).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(did()).toEqual(['plan']);
  });

  it('asks nobody with --yes, and shows no plan', async () => {
    const { work, did } = start(verified);
    await work({ yes: true, routerBackup: Buffer.from('backup') });
    expect(did()).toEqual(['plan', 'prepare', 'export']);
    expect(said.some((line) => line.startsWith('1. '))).toBe(false);
  });

  it.each([
    [['y', 'y'], null],
    [['y', 'n'], 'CANCELLED'],
    [['y'], 'CANCELLED'],
  ])('asks for the changes on the router as well: %j', async (answers, code) => {
    typed = answers;
    const { work, did, bench } = start(verified);
    const outcome = await work({ routerBackup: Buffer.from('backup') }).catch((error: unknown) => error);
    if (code === null) expect(outcome).toEqual({ dongle: exported, router: routerFit });
    else expect(outcome).toMatchObject({ code });
    expect(did()).toEqual(code === null ? ['plan', 'prepare', 'export'] : ['plan', 'prepare']);
    if (code === null) expect(bench.handled.at(-1)).toMatchObject({ backupId: 'backup-1' });
  });

  it('writes nothing for a router that refuses it, whoever agrees', async () => {
    const { work, did } = start(verified, refusedFit);
    const refusal = refusedFit.findings.find(({ severity }) => severity === 'refusal');
    await expect(work({ yes: true, routerBackup: Buffer.from('backup') })).rejects.toMatchObject({ code: refusal?.code });
    expect(did()).toEqual(['plan', 'prepare']);
  });

  it.each<[string, DongleView, string, Intent['type'][]]>([
    ['a PIN that is asked for and not given', locked, 'PIN_NEEDED', ['plan', 'prepare', 'cancel']],
    ['what the job failed with', failed, failed.job?.failure?.code ?? '', ['plan', 'prepare']],
  ])('ends with %s', async (_name, reached, code, done) => {
    const { work, did } = start(reached);
    await expect(work({ yes: true })).rejects.toMatchObject({ code });
    expect(did()).toEqual(done);
  });

  it('ends where the dongle is gone', async () => {
    const { bench, work, did } = start(verified);
    const { onIntent } = bench;
    bench.onIntent = async (intent) => {
      await onIntent(intent);
      if (intent.type === 'prepare') bench.change({ dongles: [] });
    };
    await expect(work({ yes: true })).rejects.toMatchObject({ code: 'DONGLE_NOT_FOUND', detail: { port: disc.portPath } });
    expect(did()).toEqual(['plan', 'prepare']);
  });
});

it('a question that nobody answers any more is a no', async () => {
  const open: unknown = Object.assign(new Readable({ read: () => undefined }), { fd: 0 as const });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(open as typeof process.stdin);
  const stop = new AbortController();
  const answer = agreed(stop.signal);
  stop.abort();
  expect(await answer).toBe(false);
});
