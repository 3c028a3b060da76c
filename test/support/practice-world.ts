import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { type DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { ProxyLookup } from '../../electron/seams/proxy.ts';
import type { Faults } from '../../electron/virtual/modem.ts';
import { PracticeBench } from '../../electron/virtual/practice/practice-bench.ts';
import type { PracticeHolder } from '../../electron/virtual/practice/practice-holders.ts';
import { hasEnded } from './ended.ts';
import { ManualClock } from './manual-clock.ts';
import { temporaryFolder } from './temp-folder.ts';
import { type WithJob, withJob } from './with-job.ts';

export interface PracticeWorld {
  readonly clock: ManualClock;
  readonly practice: PracticeBench;
  readonly bench: Bench;
  readonly folder: string;
  /** Plugs a model in and waits until the bench shows it. */
  plug(name: string): Promise<string>;
  dongle(portPath: string): DongleView;
  plan(portPath: string, wishes: { mode: Mode } & Partial<Wishes>): Promise<DongleView>;
  /** Plans, agrees, and follows until the dongle is verified, failed or locked. */
  prepare(portPath: string, wishes: { mode: Mode } & Partial<Wishes>): Promise<WithJob>;
  follow(portPath: string): Promise<WithJob>;
  /** Code that an intent is refused with; `null` when it is taken. */
  refusal(work: Promise<unknown>): Promise<string | null>;
  /** The technician closes the app. */
  close(): Promise<void>;
  /** The bench process dies: it is gone as after `close`, but has written nothing down any more. */
  crash(): Promise<void>;
}

/** A bench with practice dongles on a clock that only moves when told. */
export async function practiceWorld(
  options: {
    faults?: Record<string, Faults>;
    holders?: Record<string, readonly PracticeHolder[]>;
    folder?: string;
    seesDrivers?: boolean;
    clock?: ManualClock;
    proxies?: ProxyLookup;
    plug?: string;
    /** The run of the computer; another one after it was started anew. */
    boot?: string;
  } = {},
): Promise<PracticeWorld> {
  const clock = options.clock ?? new ManualClock();
  const folder = options.folder ?? temporaryFolder();
  const practice = new PracticeBench({
    clock,
    stateFile: join(folder, 'practice.json'),
    ...(options.faults ? { faults: options.faults } : {}),
    ...(options.holders ? { holders: options.holders } : {}),
    ...(options.seesDrivers === undefined ? {} : { seesDrivers: options.seesDrivers }),
  });
  // In its port before the bench looks.
  if (options.plug !== undefined) await practice.plug(options.plug);
  const bench = await createBench({
    backends: [{ origin: 'practice', bus: practice.bus, serial: practice.serial, host: practice.host, proxies: options.proxies }],
    practice,
    clock,
    dataFolder: folder,
    version: '0.0.0',
    ...(options.boot === undefined ? {} : { boot: options.boot }),
  });
  const find = (portPath: string) => bench.snapshot().dongles.find((d) => d.portPath === portPath);
  const dongle = (portPath: string) => {
    const found = find(portPath);
    if (!found) throw new Error(`no dongle on ${portPath}`);
    return found;
  };
  const plan = async (portPath: string, wishes: { mode: Mode } & Partial<Wishes>) => {
    await bench.handle({ type: 'plan', portPath, wishes: Wishes.parse({ router: '24.10.8', apn: 'internet', ...wishes }) });
    return dongle(portPath);
  };
  const follow = async (portPath: string) => {
    await clock.until(() => hasEnded(dongle(portPath).state));
    // What the bench shows has to fit the contract at every turn; here at least at each end.
    Snapshot.parse(bench.snapshot());
    return withJob(dongle(portPath));
  };
  const close = async () => {
    await bench.close();
    await practice.bus.close();
  };
  return {
    clock,
    practice,
    bench,
    folder,
    dongle,
    plan,
    follow,
    plug: async (name) => {
      const portPath = await practice.plug(name);
      await clock.until(() => find(portPath)?.present === true, 10_000);
      return portPath;
    },
    prepare: async (portPath, wishes) => {
      const planned = await plan(portPath, wishes);
      await bench.handle({ type: 'prepare', portPath, planId: planned.draft?.id ?? '' });
      return follow(portPath);
    },
    refusal: (work) =>
      work.then(
        () => null,
        (error: unknown) => (error instanceof BenchError ? error.code : String(error)),
      ),
    close,
    crash: async () => {
      const journals = readJournals(join(folder, 'journal'));
      await close();
      for (const [file, bytes] of journals) writeFileSync(file, bytes);
    },
  };
}

function readJournals(folder: string): [string, Buffer][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((file) => [file, readFileSync(file)]);
}
