import { join } from 'node:path';
import { loadDb } from '../../modem-db/db.ts';
import { BenchError, type Failure, toFailure } from '../contract/errors.ts';
import type { Intent } from '../contract/intents.ts';
import type { Answer, Query } from '../contract/queries.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Sighting, UsbChange } from '../seams/usb-bus.ts';
import type { Bench, BenchOptions, World } from './bench.ts';
import { Dongle } from './dongle.ts';
import { exportDongle, listRouters, readBackupFor, refuseWishes } from './export.ts';
import { mayBeDongle } from './identify.ts';
import { endJob, type OpenJob, openJobs } from './journal.ts';
import { answerQuery } from './queries.ts';
import { giveUsbAccess } from './usb-rule.ts';

/** `1-2` before `1-10`. Made once: a snapshot is made at every change, and one collator for each comparison costs more than the rest. */
const byNumber = new Intl.Collator('en', { numeric: true });

/** Starts the bench: looks at every world, goes on with what a crash cut off, and from then on follows what comes and goes. */
export async function createBench(options: BenchOptions): Promise<Bench> {
  const bench = new TheBench(options);
  await bench.start();
  return bench;
}

class TheBench implements Bench {
  readonly #options: BenchOptions;
  readonly #db = loadDb();
  readonly #dongles = new Map<string, Dongle>();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #stops: (() => void)[] = [];
  readonly #journalFolder: string;
  #revision = 0;
  #scheduled = false;
  #open = true;
  #usbFailure: Failure | null = null;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.#journalFolder = join(options.dataFolder, 'journal');
    this.#usbFailure = options.usbFailure ?? null;
  }

  async start(): Promise<void> {
    const open = new Map(this.#options.resume === false ? [] : openJobs(this.#journalFolder).map((job) => [job.portPath, job] as const));
    for (const world of this.#options.worlds) {
      // Watch first, list second: what is attached between the two is reported twice, never not at all.
      this.#stops.push(world.bus.watch((change) => this.#onChange(world, change)));
      const sightings = await world.bus.list().catch((error: unknown) => {
        this.#usbFailure = toFailure(error);
        return [];
      });
      for (const sighting of sightings) this.#attached(world, sighting);
    }
    for (const job of open.values()) this.#resume(job);
  }

  snapshot(): Snapshot {
    const { worlds, practice, version, restarts = 0 } = this.#options;
    const real = worlds.find((w) => w.origin === 'usb');
    const plugged = practice.plugged();
    return {
      revision: this.#revision,
      platform: real?.host.platform ?? process.platform,
      version,
      seesDrivers: real?.host.seesDrivers ?? false,
      usb: { available: real !== undefined && this.#usbFailure === null, failure: this.#usbFailure },
      usbRuleCommand: real?.host.usbRuleCommand ?? null,
      restarts,
      practice: practice.models.map((m) => ({ ...m, plugged: plugged.get(m.name) ?? null })),
      routers: listRouters(),
      dongles: [...this.#dongles.values()].map((d) => d.view()).sort((a, b) => byNumber.compare(a.portPath, b.portPath)),
    };
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    listener(this.snapshot());
    return () => this.#listeners.delete(listener);
  }

  async handle(intent: Intent): Promise<void> {
    switch (intent.type) {
      case 'plug-practice':
        await this.#options.practice.plug(intent.name);
        return;
      case 'unplug-practice':
        await this.#options.practice.unplug(intent.portPath);
        return;
      case 'plan':
        refuseWishes(intent.wishes);
        this.#dongle(intent.portPath).plan(intent.wishes);
        return;
      case 'prepare':
        this.#dongle(intent.portPath).prepare(intent.planId);
        return;
      case 'pin':
        this.#dongle(intent.portPath).enterPin(intent.pin);
        return;
      case 'cancel':
        this.#dongle(intent.portPath).cancel();
        return;
      case 'dismiss':
        this.#dongle(intent.portPath).dismiss();
        return;
      case 'install-usb-rule': {
        const { origin } = this.#dongle(intent.portPath).view();
        const world = this.#options.worlds.find((w) => w.origin === origin);
        if (world) await giveUsbAccess(world.host, intent.portPath, this.#options.clock);
        return;
      }
      case 'export': {
        const { dataFolder, version, feedCache = join(dataFolder, 'feeds') } = this.#options;
        await exportDongle(this.#dongle(intent.portPath), intent, { db: this.#db, version, cacheFolder: feedCache });
        return;
      }
    }
  }

  async answer(query: Query): Promise<Answer> {
    if (query.type !== 'read-router-backup') return answerQuery(query, this.#db);
    return readBackupFor(this.#dongle(query.portPath), query.data, { db: this.#db, version: this.#options.version });
  }

  async close(): Promise<void> {
    this.#open = false;
    for (const stop of this.#stops) stop();
    for (const dongle of this.#dongles.values()) dongle.close();
    this.#listeners.clear();
  }

  #dongle(portPath: string): Dongle {
    const dongle = this.#dongles.get(portPath);
    if (!dongle) throw new BenchError('DONGLE_NOT_FOUND', { port: portPath });
    return dongle;
  }

  #onChange(world: World, change: UsbChange): void {
    if (change.kind === 'attached') this.#attached(world, change.sighting);
    else this.#dongles.get(change.sighting.portPath)?.detached(change.sighting);
  }

  #attached(world: World, sighting: Sighting): void {
    const known = this.#dongles.get(sighting.portPath);
    if (known) known.attached(sighting);
    else if (mayBeDongle(sighting, this.#db)) this.#add(world, sighting, true);
  }

  #add(world: World, sighting: Sighting, present: boolean): Dongle {
    const dongle: Dongle = new Dongle(sighting, present, {
      world,
      db: this.#db,
      clock: this.#options.clock,
      journalFolder: this.#journalFolder,
      changed: () => this.#changed(),
      gone: () => {
        if (this.#dongles.get(sighting.portPath) !== dongle) return;
        this.#dongles.delete(sighting.portPath);
        this.#changed();
      },
    });
    this.#dongles.set(sighting.portPath, dongle);
    this.#changed();
    return dongle;
  }

  #resume(job: OpenJob): void {
    const world = this.#options.worlds.find((w) => w.origin === job.origin);
    if (!world) return;
    const dongle = this.#dongles.get(job.portPath) ?? this.#add(world, absent(job), false);
    try {
      if (dongle.isOf(job)) dongle.resume(job);
      else
        endJob(this.#journalFolder, job.job, 'failed', { code: 'RETURNED_AS_OTHER', detail: { id: '' } }, () => this.#options.clock.now());
    } catch (error) {
      this.#usbFailure ??= toFailure(error);
    }
  }

  /** Many changes in one turn make one snapshot. */
  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (!this.#open) return;
      this.#revision++;
      if (this.#listeners.size === 0) return;
      const snapshot = this.snapshot();
      for (const listener of [...this.#listeners]) listener(snapshot);
    });
  }
}

/** What is known of a dongle that was away when the bench crashed: its ids, from the plan. */
function absent(job: OpenJob): Sighting {
  return {
    portPath: job.portPath,
    enumeration: 0,
    address: 0,
    vid: Number.parseInt(job.plan.vid, 16),
    pid: Number.parseInt(job.plan.pid, 16),
    bcdDevice: 0,
    class: 0,
    subclass: 0,
    protocol: 0,
    manufacturer: null,
    product: null,
    serial: null,
    configurations: [],
    activeConfiguration: null,
  };
}
