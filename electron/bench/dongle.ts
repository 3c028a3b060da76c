import { type Actor, createActor, fromPromise } from 'xstate';
import { type Db, hex4, usbId } from '../../modem-db/db.ts';
import { targetIds, waysOf } from '../../modem-db/switch-ways.ts';
import type { Acceptance } from '../contract/acceptance.ts';
import type { Capabilities } from '../contract/capabilities.ts';
import type { DriverForecast } from '../contract/drivers.ts';
import { BenchError } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { QuirkView } from '../contract/quirks.ts';
import type { DongleView, Interrupted, InterruptedReason, LifeState, ModemIdentity, SettingChoice } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import { type FoundPorts, type ModemAccess, nothingFound } from '../modem/access.ts';
import { allowedCommands } from '../modem/allowed-commands.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';
import type { ScsiNames } from '../seams/host.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import type { Closing } from './bench.ts';
import type { KnownDisc } from './bundling/known-model.ts';
import { Exporting } from './exporting.ts';
import type { FirmwareRecord } from './firmware-record.ts';
import { LastForecast } from './forecast/dongle.ts';
import { HostEyes } from './host-eyes.ts';
import { type Identified, identify, type Known, needsScsi } from './identify.ts';
import { interfaceViews } from './interfaces.ts';
import { Job, type JobBooks, type StepGround } from './job.ts';
import { endJob, noteDismissed, type PastJob } from './journal/past-jobs.ts';
import { canRestore } from './journal/restore.ts';
import { type Present, remakePlan, standingOf } from './journal/resume.ts';
import { lifeMachine, type Presence } from './life.ts';
import { Look, networkKnown } from './look.ts';
import { type Circumstances, makePlan } from './plan.ts';
import { type Offer, offersFor } from './planning/offers.ts';
import { settingChoices } from './planning/setting-steps.ts';
import type { Prepared } from './prepared.ts';
import { proposalsFor } from './proposals.ts';
import { quirkViews } from './quirks.ts';
import { recordedBackend } from './recording.ts';
import { readScsiNames } from './scsi-names.ts';
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

/** One dongle on one port, through every re-enumeration: what the bus and the technician say goes into its chart. */
export class Dongle {
  readonly portPath: string;
  readonly exporting: Exporting;
  readonly #options: DongleOptions;
  readonly #actor: Actor<ReturnType<Dongle['machine']>>;
  #sighting: Sighting;
  #identified: Identified;
  readonly #eyes: HostEyes;
  /** What the present enumeration can be made of; worked out once, since a view is made at every change. */
  #choices: { readonly offers: Offer[]; readonly settings: SettingChoice[] } | null = null;
  readonly #forecast = new LastForecast();
  /** What a search for its AT port found, in the present enumeration. */
  #ports: FoundPorts = nothingFound();
  #present: boolean;
  /** Shown, not agreed to. */
  #draft: { readonly plan: Plan; readonly wishes: Wishes; readonly circumstances: Circumstances } | null = null;
  /** What is read of the present enumeration before any plan, by consent. */
  readonly #look = new Look();
  /** What it answered to AT+CGMM: it tells modems apart that share an id. */
  #model: string | undefined;
  /** What the present enumeration's drive answered to INQUIRY. */
  #scsi: ScsiNames | null = null;
  /** What it was plugged in as, where that is to be left: the router will meet it so again. */
  #disc: KnownDisc | null = null;
  #job: Job | null = null;
  /** Cut off in an earlier run, and not gone on with by itself. */
  #interrupted: { readonly past: PastJob; readonly reason: InterruptedReason } | null = null;
  /** Steps that are still at work, though their job may be over: until they have let go, no other begins. */
  #atWork = 0;
  readonly #closed = new AbortController();

  constructor(sighting: Sighting, present: boolean, options: DongleOptions) {
    this.portPath = sighting.portPath;
    this.#options = options;
    this.#eyes = new HostEyes(options.backend.host, sighting.portPath, options.clock, options.changed);
    this.exporting = new Exporting(options.changed);
    this.#sighting = sighting;
    this.#present = present;
    this.#identified = identify(sighting, options.db);
    this.#actor = createActor(this.machine(), {
      input: { presence: present ? this.#presence() : null },
      clock: { setTimeout: (run, ms) => options.clock.setTimeout(run, ms), clearTimeout: (timer) => options.clock.clearTimeout(timer) },
    });
    this.#actor.subscribe((snapshot) => this.#moved(snapshot.status === 'done'));
    this.#actor.start();
    if (present) {
      this.#eyes.follow();
      void this.#askScsi();
      this.lookIfAllowed();
    }
  }

  get sighting(): Sighting {
    return this.#sighting;
  }

  get backend(): Backend {
    return this.#options.backend;
  }

  /** Plugged in, and nothing was asked of it by a job yet, in this run or an earlier one. */
  get isUntouched(): boolean {
    return this.#present && this.#job === null && this.#interrupted === null && this.#atWork === 0;
  }

  /** The chart with this dongle's steps behind it. */
  machine() {
    return lifeMachine.provide({
      actors: { step: fromPromise<StepOutcome, { step: Step | undefined }>(({ input, signal }) => this.#run(input.step, signal)) },
    });
  }

  // --- the bus ---

  attached(sighting: Sighting): void {
    if (sighting.enumeration === this.#sighting.enumeration && this.#present) return;
    // What is plugged in now is another one, or the same from its beginning: what was verified is no longer here.
    if (this.#isFinished()) {
      this.#job = null;
      this.exporting.forget();
    }
    this.#sighting = sighting;
    this.#present = true;
    this.#scsi = null;
    this.#ports = nothingFound();
    this.#look.forget();
    this.#choices = null;
    const isAnother = this.#job?.isAnother(sighting) ?? false;
    this.#model = isAnother ? undefined : this.#job?.identity.model;
    this.#identified = identify(sighting, this.#options.db, this.#known());
    this.#draft = null;
    const awaited = this.#awaited();
    // Boot code tells neither who the modem is nor its serial number, and gets no PIN: what comes after it is judged by itself.
    const isBootCode = this.#identified.kind === 'no-modem';
    if (awaited && !isBootCode && !awaited.includes(this.#presence().id)) this.#job?.doubtIdentity();
    if (isAnother && !isBootCode && !this.#isQuiet())
      this.#actor.send({ type: 'ANOTHER', presence: this.#presence(), port: this.portPath });
    else {
      if (!isBootCode) this.#job?.sighted(sighting);
      this.#actor.send({ type: 'ATTACHED', presence: this.#presence() });
    }
    this.#eyes.follow();
    void this.#askScsi();
    this.lookIfAllowed();
    this.#options.changed();
  }

  detached(sighting: Sighting): void {
    if (sighting.enumeration !== this.#sighting.enumeration) return;
    this.#present = false;
    this.#look.forget();
    this.#eyes.rest();
    this.#actor.send({ type: 'DETACHED' });
    this.#options.changed();
  }

  // --- the technician ---

  /** Reads who it is, its SIM and its network, where that is allowed, nothing is under way, and it was not done yet. */
  lookIfAllowed(): void {
    const { looksAllowed, books, firmwares } = this.#options;
    if (!looksAllowed()) {
      this.#look.forget();
      return;
    }
    const { kind } = this.#identified;
    if (!this.#present || kind === 'disc' || kind === 'no-modem' || this.#job || !this.#isQuiet()) return;
    const { access } = this.#ground();
    this.#look.begin({ access, sent: (sent) => books.looks.write(this.portPath, sent), found: () => this.#looked(), firmwares });
  }

  /** Computes a plan and shows it. Sends nothing. */
  plan(wishes: Wishes): void {
    this.#refuseIfBusy();
    if (!this.#present) throw new BenchError('DONGLE_NOT_FOUND', { port: this.portPath });
    const circumstances = this.#circumstances();
    this.#draft = { plan: makePlan(this.#sighting, wishes, this.#options.db, circumstances), wishes, circumstances };
    this.#options.changed();
  }

  /** Settles when the job that was stopped has let go of the dongle; `null`: none holds it. */
  get lettingGo(): Promise<void> | null {
    return this.#job?.ending ?? null;
  }

  /** Starts the plan that was shown. Throws PLAN_STALE where it is not (or no longer) the plan for this dongle. */
  prepare(planId: string): void {
    this.#refuseIfBusy();
    const { backend, books, db, own } = this.#options;
    const draft = this.#draft;
    if (draft?.plan.id !== planId) throw new BenchError('PLAN_STALE', { port: this.portPath });
    if (this.#present && makePlan(this.#sighting, draft.wishes, db, { ...draft.circumstances, ...this.#known() }).id !== planId)
      throw new BenchError('PLAN_STALE', { port: this.portPath });
    this.#disc =
      this.#identified.kind === 'disc' ? { device: { ...this.#sighting, scsi: this.#scsi }, entry: this.#identified.entry } : null;
    own();
    const { plan, wishes } = draft;
    const start = { plan, wishes, origin: backend.origin, sighting: this.#sighting, scsi: this.#scsi, model: draft.circumstances.model };
    this.#job = Job.begin(start, books, () => this.#jobChanged());
    this.#draft = null;
    this.#interrupted = null;
    this.exporting.forget();
    this.#actor.send({ type: 'AGREED', steps: draft.plan.steps, index: 0 });
  }

  /**
   * What an earlier run of the app left of a job on this port: it is gone on with where nobody has to be asked, shown where it is over,
   * and otherwise waits for the technician's word. `another`: it is another dongle's. Throws JOURNAL_UNWRITABLE.
   */
  takeUp(past: PastJob): 'taken' | 'another' {
    if (past.end !== null) {
      this.#restore(past);
      return 'taken';
    }
    const { db, books, clock } = this.#options;
    const plan = remakePlan(past, db, this.#firstSteps());
    const standing = standingOf(past, { present: this.#asPresent(), boot: books.boot, now: clock.now(), plan });
    if (standing.kind === 'another') return 'another';
    if (standing.kind === 'ask') this.#interrupted = { past, reason: standing.reason };
    else this.#resume(past, standing.plan, standing.index);
    this.#options.changed();
    return 'taken';
  }

  #resume(past: PastJob, plan: Plan, index: number): void {
    const job = Job.resume(past, plan, this.#options.books, () => this.#jobChanged());
    this.#job = job;
    if (this.#present) job.sighted(this.#sighting);
    for (const step of plan.steps.slice(0, index)) job.assumeDone(step);
    this.#disc = this.#discOf(past);
    // What a crash let go of is held again before the work goes on.
    if (index > 0 && this.#present && plan.steps[0]?.action.kind === 'hold')
      this.#actor.send({ type: 'AGREED', steps: plan.steps, index: 0, resumeAt: index });
    else this.#actor.send({ type: 'AGREED', steps: plan.steps, index });
  }

  #restore(past: PastJob): void {
    const { books, clock, db } = this.#options;
    const sighting = this.#sighting;
    const here = { sighting, mark: books.marks.of(sighting), boot: books.boot, now: clock.now(), db };
    if (!this.#present || !canRestore(past, here)) return;
    this.#job = Job.restore(past, books, () => this.#jobChanged());
    this.#disc = this.#discOf(past);
    this.#jobChanged();
    this.#actor.send({ type: 'RESTORED', failure: past.end === 'done' ? null : past.failure });
  }

  /** The disc that a job began with, which nobody sees any more. */
  #discOf({ sighting, scsi }: PastJob): KnownDisc | null {
    const identified = identify(sighting, this.#options.db, { scsi });
    return identified.kind === 'disc' ? { device: { ...sighting, scsi }, entry: identified.entry } : null;
  }

  #asPresent(): Present | null {
    if (!this.#present) return null;
    const mark = this.#options.books.marks.of(this.#sighting);
    return { ...this.#presence(), isDisc: this.#identified.kind === 'disc', mark };
  }

  enterPin(pin: string): void {
    if (this.state() !== 'locked') throw new BenchError('DONGLE_BUSY', { port: this.portPath });
    if (!/^\d{4,8}$/.test(pin)) throw new BenchError('PIN_MALFORMED');
    this.#job?.setPin(pin);
    this.#actor.send({ type: 'PIN' });
  }

  /** Ends what is under way: the fetching of packages, or the job. */
  cancel(): void {
    if (this.exporting.cancel()) return;
    this.#actor.send({ type: 'CANCEL' });
  }

  /** Forgets the job that ended or was cut off, so that the dongle is as it was found. Throws DATA_FOLDER_IN_USE, JOURNAL_UNWRITABLE. */
  dismiss(): void {
    this.#refuseIfBusy();
    const { books, clock, own } = this.#options;
    if (this.#interrupted) {
      own();
      endJob(books.folder, this.#interrupted.past.job, 'given-up', () => clock.now());
      this.#interrupted = null;
    }
    if (this.#job) noteDismissed(books.folder, this.#job.name, () => clock.now());
    this.#draft = null;
    this.#job = null;
    this.exporting.forget();
    this.#actor.send({ type: 'DISMISS' });
    this.#options.changed();
  }

  /**
   * Throws DONGLE_BUSY before the job is through and while an export is under way, NOT_USABLE unless that is accepted, SECRETS_LOST where
   * a restart lost the password.
   */
  prepared(accepts: readonly Acceptance[]): Prepared {
    if (!this.#isFinished() || !this.#job || this.exporting.busy) throw new BenchError('DONGLE_BUSY', { port: this.portPath });
    const { verdict } = this.#job;
    if (verdict.state === 'unusable' && !accepts.includes('unusable'))
      throw new BenchError('NOT_USABLE', { points: verdict.points.join(', ') });
    return {
      ...this.#job.wishesForExport(accepts),
      job: this.#job,
      name: this.#name(),
      sighting: this.#sighting,
      family: this.#options.db.vendorOf(this.#sighting.vid)?.family ?? null,
      roles: this.#identified.kind === 'disc' ? new Map() : this.#identified.recognised.roles,
      bindings: this.#eyes.bindings,
      router: this.#identified.kind === 'disc' ? null : this.#identified.recognised.router,
      disc: this.#disc,
    };
  }

  exported(bundle: BundleSummary): void {
    if (this.#job) this.#job.bundle = bundle;
    this.#actor.send({ type: 'EXPORTED' });
    this.#options.changed();
  }

  // --- what is shown ---

  /** What its firmware can be asked, where a look found out. */
  get capabilities(): Capabilities | null {
    return this.#look.capabilities;
  }

  state(): LifeState {
    const { value, context } = this.#actor.getSnapshot();
    if (typeof value === 'object') return value.away === 'returnedAsOther' ? 'returnedAsOther' : 'away';
    switch (value) {
      case 'idle':
        return this.#identified.kind === 'unknown' ? 'modem' : this.#identified.kind;
      case 'starting':
      case 'deciding':
        return 'working';
      case 'leaving':
        return context.steps[context.index - 1]?.action.kind === 'switch' ? 'switching' : 'working';
      case 'finished':
        return this.#job?.verdict.state ?? 'verified';
      default:
        return value;
    }
  }

  view(): DongleView {
    const job = this.#job;
    const recognised = this.#identified.kind === 'disc' ? null : this.#identified.recognised;
    const plan = this.#draft?.plan ?? job?.plan ?? null;
    return {
      portPath: this.portPath,
      origin: this.#options.backend.origin,
      name: this.#name(),
      vid: hex4(this.#sighting.vid),
      pid: hex4(this.#sighting.pid),
      manufacturer: this.#sighting.manufacturer,
      product: this.#sighting.product,
      listed: recognised?.listed ?? true,
      present: this.#present,
      state: this.state(),
      mode: recognised?.mode ?? null,
      bootState: this.#identified.kind === 'no-modem' ? this.#identified.state.kind : null,
      ...this.#offered(),
      quirks: this.#quirks(),
      proposals: proposalsFor(this.#knownIdentity()),
      holders: [...this.#eyes.host.holders],
      access: this.#eyes.host.access,
      interfaces: interfaceViews(this.#sighting, recognised?.roles ?? null, this.#eyes.bindings),
      look: this.#look.view,
      identity: this.#knownIdentity(),
      network: networkKnown(this.#look.findings.network, job?.network),
      plan,
      progress: this.#draft ? [] : (job?.progress ?? []),
      checks: [...(job?.checks ?? [])],
      verdict: job && this.#isFinished() ? job.verdict : null,
      pinUntried: job?.hasUntriedPin ?? false,
      interrupted: this.#interruptedView(),
      forecast: plan && this.#present ? this.#forecastFor(plan.wishes.router) : null,
      exporting: this.exporting.progress,
      bundle: job?.bundle ?? null,
      failure: this.#actor.getSnapshot().context.failure,
      resumed: job?.resumed ?? false,
    };
  }

  /** The app ends. Work under way stays in its journal. */
  async close(how: Closing): Promise<void> {
    this.#closed.abort();
    this.#look.forget();
    this.#eyes.rest();
    this.exporting.forget();
    this.#actor.stop();
    if (how === 'wished') await this.#job?.appCloses();
    else this.#job?.abandon();
  }

  // --- inside ---

  /** The job went through, and its result is that of what is here. */
  #isFinished(): boolean {
    const { value } = this.#actor.getSnapshot();
    return value === 'finished' || value === 'exported';
  }

  /** Nothing is under way. */
  #isQuiet(): boolean {
    return this.#isFinished() || ['disc', 'modem', 'no-modem', 'failed', 'gone'].includes(this.state());
  }

  #interruptedView(): Interrupted | null {
    if (!this.#interrupted) return null;
    const { past, reason } = this.#interrupted;
    const step = past.plan.steps.find((s) => s.id === past.begun)?.title ?? null;
    return { reason, at: new Date(past.lastAt).toISOString(), step, wishes: past.plan.wishes };
  }

  #refuseIfBusy(): void {
    if (this.#atWork > 0 || this.exporting.busy || !this.#isQuiet()) throw new BenchError('DONGLE_BUSY', { port: this.portPath });
  }

  /** The ids that are waited for, while the dongle is away. */
  #awaited(): readonly string[] | null {
    const { context, value } = this.#actor.getSnapshot();
    const action = context.steps[context.index]?.action;
    return typeof value === 'object' && action?.kind === 'await-return' ? action.ids : null;
  }

  #presence(): Presence {
    const { vid, pid, enumeration } = this.#sighting;
    return {
      enumeration,
      id: `${hex4(vid)}:${hex4(pid)}`,
      isModem: this.#identified.kind === 'modem',
      mode: this.#mode(),
      boot: this.#identified.kind === 'no-modem' ? this.#identified.state : null,
    };
  }

  #known(): Known {
    return { scsi: this.#scsi, ports: { ...this.#ports }, ...(this.#model === undefined ? {} : { model: this.#model }) };
  }

  /** A job that learned the model may have learned that this is another one than its ids say. */
  #jobChanged(): void {
    this.#learn(this.#job?.identity.model);
    this.#options.changed();
  }

  #learn(model: string | undefined): boolean {
    if (model === undefined || model === this.#model || this.#identified.kind === 'disc') return false;
    this.#model = model;
    this.#choices = null;
    this.#identified = identify(this.#sighting, this.#options.db, this.#known());
    return true;
  }

  /** What is shown was planned for whatever it was taken for. */
  #looked(): void {
    const before = this.#mode();
    if (!this.#job) {
      this.#learn(this.#look.findings.identity.model);
      this.#identified = identify(this.#sighting, this.#options.db, this.#known());
      if (this.#mode() !== before) this.#choices = null;
      this.#planAnew();
    }
    this.#options.changed();
  }

  /** A plan that is shown is for what the dongle was taken for then. */
  #planAnew(): void {
    const draft = this.#draft;
    if (!draft) return;
    try {
      this.plan(draft.wishes);
    } catch {
      this.#draft = null;
    }
  }

  #knownIdentity(): ModemIdentity {
    return { ...this.#look.findings.identity, ...this.#job?.identity };
  }

  #circumstances(): Circumstances {
    return { ...this.#known(), first: this.#firstSteps() };
  }

  /** Where the system tells who else has a dongle, they are asked to let go of it. */
  #firstSteps(): readonly Step[] {
    return this.#options.backend.host.seesDrivers ? [stepKinds.hold.plan()] : [];
  }

  #offered(): { readonly offers: Offer[]; readonly settings: SettingChoice[] } {
    if (this.#choices) return this.#choices;
    const { db } = this.#options;
    const identified = this.#identified;
    const ids =
      identified.kind === 'disc'
        ? [...new Set(waysOf(identified.entry).flatMap(({ entry }) => targetIds(entry)))]
        : [usbId(this.#sighting.vid, this.#sighting.pid)];
    const settings =
      identified.kind === 'unknown' || identified.kind === 'no-modem' ? [] : [...new Set(ids.flatMap((id) => db.settingsFor(id)))];
    this.#choices = { offers: offersFor(identified, this.#sighting, db, this.#model), settings: settingChoices(settings) };
    return this.#choices;
  }

  /** Once a plan names the router's release, those of other releases are not told. */
  #quirks(): QuirkView[] {
    const { vid, pid } = this.#sighting;
    const { model, revision } = this.#knownIdentity();
    const release = (this.#draft?.plan ?? this.#job?.plan)?.wishes.router;
    return quirkViews({
      vid,
      pid,
      model,
      revision,
      product: this.#sighting.product,
      name: this.#identified.name,
      mode: this.#mode(),
      release,
    });
  }

  /** What it says it is, once it was asked; before that, what the database calls it. */
  #name(): string {
    const model = this.state() === 'failed' ? undefined : this.#knownIdentity().model;
    const vendor = this.#options.db.vendorOf(this.#sighting.vid)?.vendor;
    return model !== undefined && vendor !== undefined ? `${vendor} ${model}` : this.#identified.name;
  }

  #forecastFor(release: string): DriverForecast {
    const { db } = this.#options;
    const recognised = this.#identified.kind === 'disc' ? undefined : this.#identified.recognised;
    return this.#forecast.of(this.#sighting, release, db, this.#scsi, recognised, this.#model ?? null);
  }

  #mode(): Mode | null {
    return this.#identified.kind === 'disc' ? null : this.#identified.recognised.mode;
  }

  #moved(done: boolean): void {
    const { context, value } = this.#actor.getSnapshot();
    const job = this.#job;
    if (job) {
      for (const step of context.steps.slice(0, context.index)) job.past(step);
      const current = context.steps[context.index];
      if (current && (value === 'leaving' || typeof value === 'object')) job.awaiting(current);
      if (value === 'failed' && context.failure) job.failed(current, context.failure);
      if (value === 'finished') job.close('done');
    }
    this.#options.changed();
    if (done) this.#options.gone();
  }

  async #run(step: Step | undefined, signal: AbortSignal): Promise<StepOutcome> {
    if (!step || !this.#job) throw new BenchError('INTERNAL', { message: 'no step to run' });
    this.#atWork++;
    const { enumeration } = this.#sighting;
    try {
      // One talker a port.
      await this.#look.stop();
      return await this.#job.run(step, this.#ground(), signal);
    } catch (error) {
      const left = () => !this.#isHere(enumeration);
      throw (await isUnplugging(error, left, this.#options.clock, signal))
        ? new BenchError(unpluggedCode(step), {}, { cause: error })
        : error;
    } finally {
      this.#atWork--;
    }
  }

  #isHere(enumeration: number): boolean {
    return this.#present && this.#sighting.enumeration === enumeration;
  }

  #ground(): StepGround {
    const { backend, db, clock } = this.#options;
    const sighting = this.#sighting;
    const recognised = this.#identified.kind === 'disc' ? db.recognise(sighting.vid, sighting.pid, []) : this.#identified.recognised;
    const recipes =
      this.#identified.kind === 'disc' || this.#identified.kind === 'no-modem'
        ? []
        : db.recipesFor(usbId(sighting.vid, sighting.pid), this.#mode());
    const id = usbId(sighting.vid, sighting.pid);
    const access: ModemAccess = {
      backend,
      sighting,
      recognised,
      vendor: db.vendorOf(sighting.vid),
      clock,
      allows: allowedCommands(db),
      ports: this.#ports,
      isHeld: true,
    };
    return { id, access, mode: this.#mode(), recipes, isHere: () => this.#isHere(sighting.enumeration) };
  }

  /** Some ids are shared by dongles that only their drive's answer to INQUIRY tells apart. */
  async #askScsi(): Promise<void> {
    const { db, clock, books } = this.#options;
    const sighting = this.#sighting;
    if (!needsScsi(sighting, db)) return;
    const backend = recordedBackend(this.#options.backend, 'none', (sent) => books.looks.write(this.portPath, sent));
    const idle = () => this.#present && this.#sighting.enumeration === sighting.enumeration && this.#atWork === 0 && this.#isQuiet();
    const names = await readScsiNames(backend, sighting, clock, this.#closed.signal, (ask) => {
      // INQUIRY claims the drive: never beside a job, and no job beside it.
      if (!idle()) return Promise.resolve(null);
      this.#atWork++;
      return ask().finally(() => {
        this.#atWork--;
      });
    }).catch(() => null);
    if (names === null || !idle()) return;
    this.#scsi = names;
    this.#choices = null;
    this.#identified = identify(sighting, db, this.#known());
    this.#options.changed();
  }
}
