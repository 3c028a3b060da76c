import { type Actor, createActor, fromPromise, waitFor } from 'xstate';
import type { Db } from '../../modem-db/db.ts';
import type { Acceptance } from '../contract/acceptance.ts';
import type { Capabilities } from '../contract/capabilities.ts';
import { BenchError } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { DongleView } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import type { Closing } from './bench.ts';
import { nameOf, type Seen, viewOf } from './dongle-view.ts';
import { Exporting, type ExportRun } from './export/exporting.ts';
import type { Prepared } from './export/prepared.ts';
import type { ComparedDongle } from './export-facts/compare-modes.ts';
import type { KnownDisc } from './export-facts/known-model.ts';
import { HostWatch } from './host-watch/host-watch.ts';
import { identify, needsScsi } from './identity/identify.ts';
import { Job, type JobBooks } from './job.ts';
import { endJob, noteDismissed, type PastJob } from './journal/past-jobs.ts';
import { recordedBackend } from './journal/recording.ts';
import { canRestore } from './journal/restore.ts';
import { remakePlans, standingOf } from './journal/resume.ts';
import { currentStep, type LifeEvent } from './life/context.ts';
import { type LifeSnapshot, lifeMachine } from './life/life.ts';
import type { FirmwareRecord } from './look/firmware-record.ts';
import { Look } from './look/look.ts';
import { readScsiNames } from './look/scsi-names.ts';
import { planInOtherMode } from './planning/other-mode.ts';
import { makePlan } from './planning/plan.ts';
import { discOf, Plugged } from './plugged.ts';
import { stepKinds } from './steps/index.ts';
import type { StepOutcome } from './steps/step-kind.ts';
import { isUnplugging, unpluggedCode } from './unplugging.ts';

export interface DongleOptions {
  readonly backend: Backend;
  readonly db: Db;
  readonly clock: Clock;
  readonly books: JobBooks;
  /** Before a job begins: the data folder has to be this bench's own. Throws DATA_FOLDER_IN_USE. */
  readonly own: () => void;
  readonly firmwares: FirmwareRecord;
  /** Whether a modem may be looked at before anything is planned. */
  readonly looksAllowed: () => boolean;
  /** Something that a snapshot shows has changed. */
  readonly changed: () => void;
  /** It left, and nothing keeps it on the bench. */
  readonly gone: () => void;
}

/**
 * One dongle on one port, through every re-enumeration. What state it is in its chart knows (`life.ts`), and nothing else does: here are
 * the hands that carry out what the chart decides, and what the bus and the technician say goes into it.
 */
export class Dongle {
  readonly portPath: string;
  readonly #options: DongleOptions;
  readonly #actor: Actor<ReturnType<Dongle['machine']>>;
  /** The enumeration that is there, or was last. */
  #plugged: Plugged;
  readonly #watch: HostWatch;
  /** What is read of the enumeration before any plan, by consent. */
  readonly #look = new Look();
  readonly #exporting: Exporting;
  readonly #closed = new AbortController();

  /** As the bus sighted it, or (`isHere` false) as the journal of an earlier run has it. */
  constructor(sighting: Sighting, isHere: boolean, options: DongleOptions) {
    const { backend, clock, changed } = options;
    this.portPath = sighting.portPath;
    this.#options = options;
    this.#plugged = this.#enumeration(sighting);
    this.#watch = new HostWatch(backend.host, sighting.portPath, clock, changed);
    this.#exporting = new Exporting(changed);
    this.#actor = createActor(this.machine(), {
      input: { seen: this.#plugged.presence },
      clock: { setTimeout: (run, ms) => clock.setTimeout(run, ms), clearTimeout: (timer) => clock.clearTimeout(timer) },
    });
    this.#actor.subscribe({ next: changed, complete: options.gone });
    this.#actor.start();
    if (isHere) this.#arrived({ type: 'ATTACHED', presence: this.#plugged.presence });
  }

  get sighting(): Sighting {
    return this.#plugged.sighting;
  }

  get backend(): Backend {
    return this.#options.backend;
  }

  /** Plugged in, and nothing was asked of it by a job yet, in this run or an earlier one. */
  get isUntouched(): boolean {
    return this.#life.matches({ bench: { presence: 'here', job: 'none', talk: 'silent' } });
  }

  /** The chart with this dongle's hands behind it. */
  machine() {
    return lifeMachine.provide({
      actors: { step: fromPromise<StepOutcome, { step: Step | undefined }>(({ input, signal }) => this.#run(input.step, signal)) },
      actions: { stopWriting: () => this.#exporting.stop(), forgetExport: () => this.#exporting.forget() },
    });
  }

  // --- the bus ---

  attached(sighting: Sighting): void {
    if (sighting.enumeration === this.sighting.enumeration && this.#isHere(this.#plugged)) return;
    // What a job that is through has verified is no longer here.
    const job = this.#life.matches({ bench: { job: 'finished' } }) ? null : this.#job;
    const isAnother = job?.isAnother(sighting) ?? false;
    this.#plugged = this.#enumeration(sighting, isAnother ? undefined : job?.identity.model);
    const { presence } = this.#plugged;
    // Boot code tells neither who the modem is nor its serial number, and gets no PIN: what comes after it is judged by itself.
    const isBootCode = presence.boot != null;
    const awaited = this.#awaited();
    if (awaited && !isBootCode && !awaited.includes(presence.id)) job?.doubtIdentity();
    if (isAnother && !isBootCode && this.#life.matches({ bench: { job: 'atWork' } }))
      this.#arrived({ type: 'ANOTHER', presence, port: this.portPath });
    else {
      if (!isBootCode) job?.sighted(sighting);
      this.#arrived({ type: 'ATTACHED', presence });
    }
  }

  detached(sighting: Sighting): void {
    if (sighting.enumeration !== this.sighting.enumeration) return;
    this.#look.forget();
    this.#watch.rest();
    this.#actor.send({ type: 'DETACHED' });
  }

  // --- the technician ---

  /** Reads who it is, its SIM and its network, where that is allowed, nothing is under way, and it was not done yet. */
  lookIfAllowed(): void {
    const { looksAllowed, books, firmwares } = this.#options;
    if (!looksAllowed()) {
      this.#look.forget();
      return;
    }
    const { kind } = this.#plugged.identified;
    if (kind === 'disc' || kind === 'no-modem' || !this.#isHere(this.#plugged) || this.#job || !this.#isQuiet()) return;
    const { access } = this.#plugged;
    this.#look.begin({ access, sent: (sent) => books.looks.write(this.portPath, sent), found: () => this.#looked(), firmwares });
  }

  /** Computes a plan and shows it. Sends nothing. Throws DONGLE_BUSY, DONGLE_NOT_FOUND, and what `makePlan` throws. */
  plan(wishes: Wishes): void {
    this.#refuseIfBusy();
    if (!this.#isHere(this.#plugged)) throw new BenchError('DONGLE_NOT_FOUND', { port: this.portPath });
    const context = { ...this.#plugged.known, first: this.#firstSteps() };
    this.#actor.send({ type: 'PLAN', draft: { plan: makePlan(this.sighting, wishes, this.#options.db, context), wishes, context } });
  }

  /** A job that was stopped holds it yet. */
  get isLettingGo(): boolean {
    return this.#life.matches({ bench: { job: { failed: 'closing' } } });
  }

  /** Resolves when the job that was stopped has let go of the dongle, or had its time for that. */
  async hasLetGo(): Promise<void> {
    await waitFor(this.#actor, () => !this.isLettingGo).catch(() => undefined);
  }

  /** Starts the plan that was shown. Throws DONGLE_BUSY, PLAN_STALE where it is not (or no longer) the plan for this dongle, DATA_FOLDER_IN_USE, JOURNAL_UNWRITABLE. */
  prepare(planId: string): void {
    this.#refuseIfBusy();
    const { backend, books, db, own } = this.#options;
    const { draft } = this.#life.context;
    if (draft?.plan.id !== planId) throw new BenchError('PLAN_STALE', { port: this.portPath });
    const { plan, wishes, context } = draft;
    if (this.#isHere(this.#plugged) && makePlan(this.sighting, wishes, db, { ...context, ...this.#plugged.known }).id !== planId)
      throw new BenchError('PLAN_STALE', { port: this.portPath });
    own();
    const { scsi, disc } = this.#plugged;
    const start = { plan, wishes, origin: backend.origin, sighting: this.sighting, scsi, model: context.model };
    const job = Job.begin(start, books, () => this.#jobChanged());
    this.#actor.send({ type: 'AGREE', job, disc });
  }

  /**
   * What an earlier run of the app left of a job on this port: it is gone on with where nobody has to be asked, shown where it is over,
   * and otherwise waits for the technician's word. `another`: it is another dongle's. Throws DONGLE_BUSY, JOURNAL_UNWRITABLE.
   */
  takeUp(past: PastJob): 'taken' | 'another' {
    this.#refuseIfBusy();
    const { db, books, clock } = this.#options;
    if (past.end !== null) {
      this.#restore(past);
      return 'taken';
    }
    const plans = remakePlans(past, db, this.#firstSteps());
    const present = this.#isHere(this.#plugged)
      ? { ...this.#plugged.presence, isDisc: this.#plugged.disc !== null, mark: books.marks.of(this.sighting) }
      : null;
    const standing = standingOf(past, { present, boot: books.boot, now: clock.now(), plans });
    if (standing.kind === 'another') return 'another';
    if (standing.kind === 'ask') {
      this.#actor.send({ type: 'INTERRUPTED', interruption: { past, reason: standing.reason } });
      return 'taken';
    }
    const job = Job.resume(past, standing.plans, books, () => this.#jobChanged());
    if (present) job.sighted(this.sighting);
    for (const step of standing.plans.plan.steps.slice(0, standing.index)) job.assumeDone(step);
    this.#actor.send({ type: 'RESUME', job, index: standing.index, disc: this.#discOf(past) });
    return 'taken';
  }

  /** Throws DONGLE_BUSY where no PIN is asked for, PIN_MALFORMED. */
  enterPin(pin: string): void {
    if (!this.#life.can({ type: 'PIN' })) throw new BenchError('DONGLE_BUSY', { port: this.portPath });
    if (!/^\d{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
    this.#job?.setPin(pin);
    this.#actor.send({ type: 'PIN' });
  }

  /** Ends what is under way: the fetching of packages, or the job. */
  cancel(): void {
    this.#actor.send({ type: 'CANCEL' });
  }

  /** Forgets the job that ended or was cut off, so that the dongle is as it was found. Throws DONGLE_BUSY, DATA_FOLDER_IN_USE, JOURNAL_UNWRITABLE. */
  dismiss(): void {
    this.#refuseIfBusy();
    const { books, clock, own } = this.#options;
    const { interruption, job } = this.#life.context;
    if (interruption) {
      own();
      endJob(books.folder, interruption.past.job, 'given-up', () => clock.now());
    }
    if (job) noteDismissed(books.folder, job.name, () => clock.now());
    this.#actor.send({ type: 'DISMISS' });
  }

  /** What the export is made from. Throws as `prepared` does, and BACKUP_FORGOTTEN. */
  get exporting(): Exporting {
    return this.#exporting;
  }

  /**
   * Throws DONGLE_BUSY before the job is through and while an export is under way, NOT_USABLE unless that is accepted, SECRETS_LOST where
   * a restart lost the password.
   */
  prepared(accepts: readonly Acceptance[]): Prepared {
    const { job, disc } = this.#life.context;
    if (!job || !this.#life.can({ type: 'EXPORT' })) throw new BenchError('DONGLE_BUSY', { port: this.portPath });
    const { verdict } = job;
    if (verdict.state === 'unusable' && !accepts.includes('unusable'))
      throw new BenchError('NOT_USABLE', { points: verdict.points.join(', ') });
    const { recognised } = this.#plugged;
    return {
      ...job.wishesForExport(accepts),
      job,
      name: nameOf(this.#seen),
      sighting: this.sighting,
      family: this.#options.db.vendorOf(this.sighting.vid)?.family ?? null,
      roles: recognised?.roles ?? new Map(),
      bindings: this.#watch.bindings,
      router: recognised?.router ?? null,
      disc,
    };
  }

  /** Carries out one export. Throws DONGLE_BUSY, CANCELLED where it was ended meanwhile, and what the work throws. */
  async export(work: (run: ExportRun) => Promise<BundleSummary>): Promise<void> {
    if (!this.#life.can({ type: 'EXPORT' })) throw new BenchError('DONGLE_BUSY', { port: this.portPath });
    this.#actor.send({ type: 'EXPORT' });
    const ended = (bundle: BundleSummary | null) => this.#actor.send({ type: 'EXPORT_ENDED', bundle });
    await this.#exporting.run(work, ended);
  }

  // --- what is shown ---

  /** What its firmware can be asked, where a look found out. */
  get capabilities(): Capabilities | null {
    return this.#look.capabilities;
  }

  /** What its modes are compared by. */
  get compared(): ComparedDongle {
    const { identified, choices, known, disc } = this.#plugged;
    return { sighting: this.sighting, identified, offers: choices.offers, known, disc };
  }

  view(): DongleView {
    return viewOf(this.#seen);
  }

  get #seen(): Seen {
    const { db, backend } = this.#options;
    return {
      portPath: this.portPath,
      origin: backend.origin,
      life: this.#life,
      plugged: this.#plugged,
      host: this.#watch,
      look: this.#look,
      exporting: this.#exporting.progress,
      db,
    };
  }

  /** The app ends. Work under way stays in its journal. */
  async close(how: Closing): Promise<void> {
    this.#closed.abort();
    this.#look.forget();
    this.#watch.rest();
    this.#exporting.forget();
    const job = this.#job;
    this.#actor.stop();
    if (how === 'wished') await job?.appCloses();
    else job?.abandon();
  }

  // --- inside ---

  get #life(): LifeSnapshot {
    return this.#actor.getSnapshot();
  }

  get #job(): Job | null {
    return this.#life.context.job;
  }

  #enumeration(sighting: Sighting, model?: string): Plugged {
    const { backend, db, clock } = this.#options;
    return new Plugged(sighting, backend, db, clock, model);
  }

  /** Nothing is under way. */
  #isQuiet(): boolean {
    return this.#life.can({ type: 'DISMISS' });
  }

  /** Throws DONGLE_BUSY, and DONGLE_NOT_FOUND where it has gone for good. */
  #refuseIfBusy(): void {
    if (this.#life.status === 'done') throw new BenchError('DONGLE_NOT_FOUND', { port: this.portPath });
    if (!this.#isQuiet()) throw new BenchError('DONGLE_BUSY', { port: this.portPath });
  }

  /** Whether that enumeration of it is plugged in, as far as the bus has told. */
  #isHere(plugged: Plugged): boolean {
    return plugged === this.#plugged && this.#life.matches({ bench: { presence: 'here' } });
  }

  #arrived(event: Extract<LifeEvent, { type: 'ATTACHED' | 'ANOTHER' }>): void {
    this.#look.forget();
    this.#actor.send(event);
    this.#watch.follow();
    void this.#askScsi();
    this.lookIfAllowed();
  }

  #restore(past: PastJob): void {
    const { books, clock, db } = this.#options;
    const sighting = this.sighting;
    const here = { sighting, mark: books.marks.of(sighting), boot: books.boot, now: clock.now(), db };
    if (!this.#isHere(this.#plugged) || !canRestore(past, here)) return;
    const job = Job.restore(past, books, () => this.#jobChanged());
    this.#plugged.learnModel(job.identity.model);
    this.#actor.send({ type: 'RESTORE', job, failure: past.end === 'done' ? null : past.failure, disc: this.#discOf(past) });
  }

  /** The disc that a job began with, which nobody sees any more. */
  #discOf({ sighting, scsi }: PastJob): KnownDisc | null {
    return discOf(identify(sighting, this.#options.db, { scsi }), sighting, scsi);
  }

  /** The ids that are waited for, while the dongle is away. */
  #awaited(): readonly string[] | null {
    const action = currentStep(this.#life.context)?.action;
    return this.#life.matches({ bench: { job: { atWork: 'awaiting' } } }) && action?.kind === 'await-return' ? action.ids : null;
  }

  /** A job that learned the model may have learned that this is another one than its ids say. */
  #jobChanged(): void {
    this.#plugged.learnModel(this.#job?.identity.model);
    this.#options.changed();
  }

  /** What is shown was planned for whatever it was taken for. */
  #looked(): void {
    if (!this.#job) {
      this.#plugged.learnModel(this.#look.findings.identity.model);
      this.#plugged.identifyAnew();
      const { draft } = this.#life.context;
      if (draft) this.#planAnew(draft.wishes);
    }
    this.#options.changed();
  }

  #planAnew(wishes: Wishes): void {
    try {
      this.plan(wishes);
    } catch {
      this.#actor.send({ type: 'PLAN_VOID' });
    }
  }

  /** The plan of a job that goes on in the mode that the dongle came back in; `null` where it cannot, or was told not to. */
  #planIn(mode: Mode, { agreed, wishes }: Job, { sighting, known }: Plugged): Plan | null {
    if (wishes.otherMode !== 'go-on') return null;
    return planInOtherMode(agreed, sighting, { ...wishes, mode }, this.#options.db, known);
  }

  /** Where the system tells who else has a dongle, they are asked to let go of it. */
  #firstSteps(): readonly Step[] {
    return this.#options.backend.host.seesDrivers ? [stepKinds.hold.plan()] : [];
  }

  async #run(step: Step | undefined, signal: AbortSignal): Promise<StepOutcome> {
    const job = this.#job;
    if (!step || !job) throw new BenchError('INTERNAL', { message: 'no step to run' });
    const plugged = this.#plugged;
    const isHere = () => this.#isHere(plugged);
    try {
      // One talker a port.
      await this.#look.stop();
      return await job.run(step, { plugged, isHere, planIn: (mode) => this.#planIn(mode, job, plugged) }, signal);
    } catch (error) {
      throw (await isUnplugging(error, () => !isHere(), this.#options.clock, signal))
        ? new BenchError(unpluggedCode(step), {}, { cause: error })
        : error;
    } finally {
      this.#letGo();
    }
  }

  /** Nothing is held any more. A chart that has ended, for the dongle is gone or the app closes, has nobody to tell. */
  #letGo(): void {
    if (this.#actor.getSnapshot().status === 'active') this.#actor.send({ type: 'LET_GO' });
  }

  /** Some ids are shared by dongles that only their drive's answer to INQUIRY tells apart. */
  async #askScsi(): Promise<void> {
    const { db, clock, books } = this.#options;
    const plugged = this.#plugged;
    if (!needsScsi(plugged.sighting, db)) return;
    const backend = recordedBackend(this.#options.backend, 'none', (sent) => books.looks.write(this.portPath, sent));
    const names = await readScsiNames(backend, plugged.sighting, clock, this.#closed.signal, async (ask) => {
      // INQUIRY claims the drive: never beside a job, and no job beside it.
      if (!this.#isHere(plugged) || !this.#life.can({ type: 'INQUIRE' })) return null;
      this.#actor.send({ type: 'INQUIRE' });
      return ask().finally(() => this.#letGo());
    }).catch(() => null);
    if (names === null || !this.#isHere(plugged) || !this.#isQuiet()) return;
    plugged.learnScsi(names);
    this.#options.changed();
  }
}
