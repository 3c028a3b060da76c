import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, type GivenSwitches, loadDb } from '../../modem-db/db.ts';
import { givenIds, withSwitches } from '../../modem-db/given-switches.ts';
import { BenchError, type Failure, toFailure } from '../contract/errors.ts';
import type { Intent } from '../contract/intents.ts';
import type { Answer, Query } from '../contract/queries.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { bootId } from '../host/this-computer.ts';
import { Emitter } from '../lib/emitter.ts';
import type { Backend } from '../seams/backend.ts';
import type { Sighting, UsbChange } from '../seams/usb-bus.ts';
import type { Bench, BenchOptions, Closing } from './bench.ts';
import { Dongle } from './dongle.ts';
import { exportDongle, listRouters, readBackupFor, refuseWishes } from './export/export.ts';
import { compareModes } from './export-facts/compare-modes.ts';
import { giveUsbAccess } from './host-watch/usb-rule.ts';
import { mayBeDongle } from './identity/identify.ts';
import type { JobBooks } from './job.ts';
import { DataOwner } from './journal/data-owner.ts';
import { DongleMarks } from './journal/dongle-mark.ts';
import { Looks } from './journal/looks.ts';
import { endJob, type PastJob, readPastJobs } from './journal/past-jobs.ts';
import { keepConsent, readConsent } from './look/consent.ts';
import { FirmwareRecord } from './look/firmware-record.ts';
import { switchesOfText } from './planning/switches-of-text.ts';
import { answerQuery } from './queries.ts';

/** `1-2` before `1-10`. Made once: a snapshot is made at every change, and one collator for each comparison costs more than the rest. */
const byNumber = new Intl.Collator('en', { numeric: true });

/** Of a file of switch entries, how many ids are named. */
const MOST_IDS = 50;
/** USB 2.0, 11.23.1. */
const HUB_CLASS = 0x09;
/** How long a job that is over is shown again after a restart. */
const SHOWN_FOR_MS = 30 * 24 * 3600_000;

/** Starts the bench: looks at every backend, goes on with what a crash cut off, and from then on follows what comes and goes. */
export async function createBench(options: BenchOptions): Promise<Bench> {
  const bench = new TheBench(options);
  await bench.start();
  return bench;
}

class TheBench implements Bench {
  readonly #options: BenchOptions;
  #db: Db;
  readonly #dongles = new Map<string, Dongle>();
  /** Ports with a device that is no dongle. */
  readonly #others = new Set<string>();
  readonly #snapshots = new Emitter<Snapshot>();
  readonly #stops: (() => void)[] = [];
  readonly #books: JobBooks;
  readonly #firmwares: FirmwareRecord;
  /** Of the data folder; `null`: another bench has it, or a command has not needed it yet. */
  #owner: DataOwner | null = null;
  #aside: string | null = null;
  #revision = 0;
  #scheduled = false;
  #open = true;
  #usbFailure: Failure | null = null;
  #journalFailure: Failure | null = null;
  #looksAllowed: boolean | null;

  constructor(options: BenchOptions) {
    this.#options = options;
    const { dataFolder, clock, boot = bootId(), switches } = options;
    this.#db = switches === undefined ? loadDb() : withSwitches(loadDb(), switches);
    this.#books = {
      folder: join(dataFolder, 'journal'),
      boot,
      marks: new DongleMarks(dataFolder),
      looks: new Looks(dataFolder, () => clock.now()),
      clock,
    };
    this.#usbFailure = options.usbFailure ?? null;
    this.#firmwares = new FirmwareRecord(dataFolder);
    this.#looksAllowed = options.look ?? readConsent(dataFolder);
  }

  async start(): Promise<void> {
    if (this.#options.resume !== false) this.#ownIfFree();
    const past = this.#owner ? this.#readPast() : [];
    for (const backend of this.#options.backends) {
      // Watch first, list second: what is attached between the two is reported twice, never not at all.
      this.#stops.push(backend.bus.watch((change) => this.#onChange(backend, change)));
      const sightings = await backend.bus.list().catch((error: unknown) => {
        this.#usbFailure = toFailure(error);
        return [];
      });
      for (const sighting of sightings) this.#attached(backend, sighting);
    }
    for (const job of past) this.#takeUp(job);
  }

  snapshot(): Snapshot {
    const { backends, practice, version, restarts = 0 } = this.#options;
    const real = backends.find((w) => w.origin === 'usb');
    const plugged = practice.plugged();
    const { given } = this.#db;
    return {
      revision: this.#revision,
      platform: real?.host.platform ?? process.platform,
      version,
      // Where there is no real USB, what practice dongles are plugged into tells.
      seesDrivers: (real ?? backends[0])?.host.seesDrivers ?? false,
      usb: { available: real !== undefined && this.#usbFailure === null, failure: this.#usbFailure, others: this.#others.size },
      journal: this.#journalFailure,
      usbRuleCommand: real?.host.usbRuleCommand ?? null,
      looksAllowed: this.#looksAllowed,
      switches: given && { file: given.file, ids: givenIds(given).slice(0, MOST_IDS) },
      restarts,
      practice: practice.models.map((m) => ({ ...m, plugged: plugged.get(m.name) ?? null })),
      routers: listRouters(),
      dongles: [...this.#dongles.values()].map((d) => d.view()).sort((a, b) => byNumber.compare(a.portPath, b.portPath)),
    };
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    const unsubscribe = this.#snapshots.subscribe(listener);
    listener(this.snapshot());
    return unsubscribe;
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
        await this.#prepare(this.#dongle(intent.portPath), intent.planId);
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
      case 'allow-looks':
        await keepConsent(this.#options.dataFolder, intent.allowed);
        this.#looksAllowed = intent.allowed;
        for (const dongle of this.#dongles.values()) dongle.lookIfAllowed();
        this.#changed();
        return;
      case 'install-usb-rule': {
        const { origin } = this.#dongle(intent.portPath).view();
        const backend = this.#options.backends.find((w) => w.origin === origin);
        if (backend) await giveUsbAccess(backend.host, intent.portPath, this.#options.clock);
        return;
      }
      case 'give-switches':
        this.#giveSwitches(intent.text.trim() === '' ? null : switchesOfText(intent.name, intent.text, false));
        return;
      case 'export': {
        const { dataFolder, version, feedCache = join(dataFolder, 'feeds') } = this.#options;
        await exportDongle(this.#dongle(intent.portPath), intent, { db: this.#db, version, cacheFolder: feedCache });
        return;
      }
    }
  }

  async answer(query: Query): Promise<Answer> {
    if (query.type === 'capabilities') return { type: 'capabilities', capabilities: this.#dongle(query.portPath).capabilities };
    const options = { db: this.#db, version: this.#options.version };
    if (query.type === 'compare-modes')
      return { type: 'compared-modes', modes: compareModes(this.#dongle(query.portPath).compared, query.release, options) };
    if (query.type !== 'read-router-backup') return answerQuery(query, options);
    return readBackupFor(this.#dongle(query.portPath), query, options);
  }

  async close(how: Closing = 'wished'): Promise<void> {
    this.#open = false;
    for (const stop of this.#stops) stop();
    await Promise.all([...this.#dongles.values()].map((dongle) => dongle.close(how)));
    this.#owner?.release();
    if (this.#aside !== null) rmSync(this.#aside, { recursive: true, force: true });
    this.#snapshots.clear();
  }

  /** Of a job that was stopped a moment ago the last words are waited for. */
  async #prepare(dongle: Dongle, planId: string): Promise<void> {
    if (dongle.isLettingGo) await dongle.hasLetGo();
    dongle.prepare(planId);
  }

  /** Dongles that nothing is done with yet are looked at anew: what was a stranger may be a disc now. */
  #giveSwitches(given: GivenSwitches | null): void {
    this.#db = given === null ? loadDb() : withSwitches(loadDb(), given);
    for (const [portPath, dongle] of [...this.#dongles]) {
      if (!dongle.isUntouched) continue;
      const { sighting, backend } = dongle;
      void dongle.close('wished');
      this.#dongles.delete(portPath);
      this.#add(backend, sighting, true);
    }
    this.#changed();
  }

  #dongle(portPath: string): Dongle {
    const dongle = this.#dongles.get(portPath);
    if (!dongle) throw new BenchError('DONGLE_NOT_FOUND', { port: portPath });
    return dongle;
  }

  #onChange(backend: Backend, change: UsbChange): void {
    if (change.kind === 'attached') this.#attached(backend, change.sighting);
    else {
      if (this.#others.delete(change.sighting.portPath)) this.#changed();
      this.#dongles.get(change.sighting.portPath)?.detached(change.sighting);
    }
  }

  #attached(backend: Backend, sighting: Sighting): void {
    const known = this.#dongles.get(sighting.portPath);
    if (known) known.attached(sighting);
    else if (mayBeDongle(sighting, this.#db)) this.#add(backend, sighting, true);
    else if (backend.origin === 'usb' && sighting.class !== HUB_CLASS && !this.#others.has(sighting.portPath)) {
      this.#others.add(sighting.portPath);
      this.#changed();
    }
  }

  #add(backend: Backend, sighting: Sighting, present: boolean): Dongle {
    const aside = this.#journalAside(backend);
    const dongle: Dongle = new Dongle(sighting, present, {
      backend,
      db: this.#db,
      clock: this.#options.clock,
      books: aside === null ? this.#books : { ...this.#books, folder: aside },
      own: () => {
        if (aside === null) this.#owner ??= DataOwner.take(this.#options.dataFolder);
      },
      firmwares: this.#firmwares,
      looksAllowed: () => this.#looksAllowed === true,
      changed: () => this.#changed(),
      gone: () => {
        if (this.#dongles.get(sighting.portPath) !== dongle) return;
        this.#dongles.delete(sighting.portPath);
        this.#changed();
      },
    });
    this.#others.delete(sighting.portPath);
    this.#dongles.set(sighting.portPath, dongle);
    this.#changed();
    return dongle;
  }

  /** Beside another bench this one looks, exports and practises. */
  #ownIfFree(): void {
    try {
      this.#owner = DataOwner.take(this.#options.dataFolder);
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
    }
  }

  /** Beside another bench, practice is written down in a folder that ends with this one; `null`: where all is. */
  #journalAside({ origin }: Backend): string | null {
    if (origin !== 'practice' || this.#owner || this.#options.resume === false) return null;
    this.#aside ??= mkdtempSync(join(tmpdir(), 'modem-bench-practice-'));
    return this.#aside;
  }

  /** What earlier runs left: the newest job of each port. What is older and was never ended is ended, so that it never rises. */
  #readPast(): readonly PastJob[] {
    const { folder, clock } = this.#books;
    const { newest, leftOpen } = readPastJobs(folder);
    for (const job of leftOpen) this.#end(job, 'superseded');
    return newest.filter(({ lastAt, end }) => end === null || clock.now() - lastAt < SHOWN_FOR_MS);
  }

  #takeUp(past: PastJob): void {
    const backend = this.#options.backends.find((w) => w.origin === past.origin);
    if (!backend) return;
    const there = this.#dongles.get(past.portPath);
    if (!there && past.end !== null) return;
    const dongle = there ?? this.#add(backend, past.sighting, false);
    try {
      if (dongle.takeUp(past) === 'another')
        this.#end(past.job, 'another-dongle', { code: 'ANOTHER_DONGLE', detail: { port: past.portPath } });
    } catch (error) {
      this.#journalFailure ??= toFailure(error);
    }
  }

  #end(job: string, state: 'superseded' | 'another-dongle', failure: Failure | null = null): void {
    try {
      endJob(this.#books.folder, job, state, () => this.#books.clock.now(), failure);
    } catch (error) {
      this.#journalFailure ??= toFailure(error);
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
      if (this.#snapshots.size > 0) this.#snapshots.emit(this.snapshot());
    });
  }
}
