import { type Actor, createActor, fromPromise } from 'xstate';
import { type Db, hex4, usbId } from '../../modem-db/db.ts';
import { BenchError } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { DongleView, LifeState, SettingChoice } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode, PortRole } from '../contract/words.ts';
import type { Clock } from '../seams/clock.ts';
import type { InterfaceBinding, ScsiNames } from '../seams/host.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import type { World } from './bench.ts';
import type { KnownDisc } from './bundling/known-model.ts';
import { Exporting } from './exporting.ts';
import { LastForecast } from './forecast/dongle.ts';
import { HostEyes } from './host-eyes.ts';
import { type Identified, identify, type Known, needsScsi } from './identify.ts';
import { interfaceViews, serialIndexOfAt } from './interfaces.ts';
import { Job, noNetwork, type StepGround } from './job.ts';
import type { OpenJob } from './journal.ts';
import { lifeMachine, type Presence, type StepOutcome } from './life.ts';
import { type Circumstances, makePlan } from './plan.ts';
import { holdStep } from './planning/check-steps.ts';
import { type Offer, offersFor, targetIds } from './planning/offers.ts';
import { settingChoices } from './planning/setting-steps.ts';
import { proposalsFor } from './proposals.ts';
import { canBeOf, resumeIndex } from './resume.ts';
import { readScsiNames } from './scsi-names.ts';

export interface DongleOptions {
  readonly world: World;
  readonly db: Db;
  readonly clock: Clock;
  readonly journalFolder: string;
  /** Something that a snapshot shows has changed. */
  readonly changed: () => void;
  /** It left, and nothing keeps it on the bench. */
  readonly gone: () => void;
}

/** What the export needs to know of a dongle. */
export interface Prepared {
  readonly wishes: Wishes;
  readonly job: Job;
  readonly name: string;
  readonly sighting: Sighting;
  readonly family: string | null;
  /** Which ttyUSB of the device is the AT port, counted from 0. */
  readonly atPortIndex: number | null;
  /** What its interfaces are for, and what this host bound to them. */
  readonly roles: ReadonlyMap<number, PortRole>;
  readonly bindings: readonly InterfaceBinding[];
  /** Address of the router that the stick itself is. */
  readonly router: string | null;
  /** The disc state that it was found in; `null` where it was a modem from the beginning, or nobody saw. */
  readonly disc: KnownDisc | null;
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
  #present: boolean;
  /** Shown, not agreed to. */
  #draft: { readonly plan: Plan; readonly wishes: Wishes; readonly circumstances: Circumstances } | null = null;
  /** What it answered to AT+CGMM: it tells modems apart that share an id. */
  #model: string | undefined;
  /** What the present enumeration's drive answered to INQUIRY. */
  #scsi: ScsiNames | null = null;
  /** What it was plugged in as, where that is to be left: the router will meet it so again. */
  #disc: KnownDisc | null = null;
  #job: Job | null = null;
  /** Steps that are still at work, though their job may be over: until they have let go, no other begins. */
  #atWork = 0;
  readonly #closed = new AbortController();

  constructor(sighting: Sighting, present: boolean, options: DongleOptions) {
    this.portPath = sighting.portPath;
    this.#options = options;
    this.#eyes = new HostEyes(options.world.host, sighting.portPath, options.clock, options.changed);
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
    }
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
    if (['verified', 'exported'].includes(this.state())) {
      this.#job = null;
      this.exporting.forget();
    }
    this.#sighting = sighting;
    this.#present = true;
    this.#scsi = null;
    this.#choices = null;
    this.#model = this.#job?.identity.model;
    this.#identified = identify(sighting, this.#options.db, this.#known());
    this.#draft = null;
    const awaited = this.#awaited();
    if (awaited && !awaited.includes(this.#presence().id)) this.#job?.doubtIdentity();
    this.#actor.send({ type: 'ATTACHED', presence: this.#presence() });
    this.#eyes.follow();
    void this.#askScsi();
    this.#options.changed();
  }

  detached(sighting: Sighting): void {
    if (sighting.enumeration !== this.#sighting.enumeration) return;
    this.#present = false;
    this.#eyes.rest();
    this.#actor.send({ type: 'DETACHED' });
    this.#options.changed();
  }

  // --- the technician ---

  /** Computes a plan and shows it. Sends nothing. */
  plan(wishes: Wishes): void {
    this.#refuseIfBusy();
    if (!this.#present) throw new BenchError('DONGLE_NOT_FOUND', { port: this.portPath });
    const circumstances = this.#circumstances();
    this.#draft = { plan: makePlan(this.#sighting, wishes, this.#options.db, circumstances), wishes, circumstances };
    this.#options.changed();
  }

  /** Starts the plan that was shown. Throws PLAN_STALE where it is not (or no longer) the plan for this dongle. */
  prepare(planId: string): void {
    this.#refuseIfBusy();
    const { world, clock, journalFolder, db } = this.#options;
    const draft = this.#draft;
    if (draft?.plan.id !== planId) throw new BenchError('PLAN_STALE', { port: this.portPath });
    if (this.#present && makePlan(this.#sighting, draft.wishes, db, { ...draft.circumstances, ...this.#known() }).id !== planId)
      throw new BenchError('PLAN_STALE', { port: this.portPath });
    this.#disc =
      this.#identified.kind === 'disc' ? { device: { ...this.#sighting, scsi: this.#scsi }, entry: this.#identified.entry } : null;
    this.#job = Job.begin(draft.plan, draft.wishes, world.origin, journalFolder, clock, () => this.#jobChanged());
    this.#draft = null;
    this.exporting.forget();
    this.#actor.send({ type: 'AGREED', steps: draft.plan.steps, index: 0 });
  }

  /** Goes on with a job that a crash cut off: from the first step that is not written down as done. */
  resume(open: OpenJob): void {
    const { clock, journalFolder } = this.#options;
    const { steps } = open.plan;
    this.#job = Job.resume(open, journalFolder, clock, () => this.#jobChanged());
    const index = resumeIndex(open, this.#present ? { ...this.#presence(), isDisc: this.#identified.kind === 'disc' } : null);
    for (const step of steps.slice(0, index)) this.#job.assumeDone(step);
    // What a crash let go of is held again before the work goes on.
    if (index > 0 && this.#present && steps[0]?.action.kind === 'hold')
      this.#actor.send({ type: 'AGREED', steps, index: 0, resumeAt: index });
    else this.#actor.send({ type: 'AGREED', steps, index });
  }

  /** Whether a job in the journal can be this dongle's. */
  isOf(open: OpenJob): boolean {
    return !this.#present || canBeOf(open, this.#presence());
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

  /** Forgets the job that ended, so that the dongle is as it was found. */
  dismiss(): void {
    this.#refuseIfBusy();
    this.#draft = null;
    this.#job = null;
    this.exporting.forget();
    this.#actor.send({ type: 'DISMISS' });
    this.#options.changed();
  }

  /** Throws DONGLE_BUSY before the verification and while an export is under way, SECRETS_LOST where a restart lost the password. */
  prepared(): Prepared {
    const state = this.state();
    if ((state !== 'verified' && state !== 'exported') || !this.#job || this.exporting.busy)
      throw new BenchError('DONGLE_BUSY', { port: this.portPath });
    return {
      wishes: this.#job.wishesForExport(),
      job: this.#job,
      name: this.#name(),
      sighting: this.#sighting,
      family: this.#options.db.vendorOf(this.#sighting.vid)?.family ?? null,
      atPortIndex: this.#identified.kind === 'disc' ? null : serialIndexOfAt(this.#identified.recognised.roles),
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

  state(): LifeState {
    const { value, context } = this.#actor.getSnapshot();
    if (typeof value === 'object') return value.away === 'returnedAsOther' ? 'returnedAsOther' : 'away';
    switch (value) {
      case 'idle':
        return this.#identified.kind === 'disc' ? 'disc' : 'modem';
      case 'starting':
      case 'deciding':
        return 'working';
      case 'leaving':
        return context.steps[context.index - 1]?.action.kind === 'switch' ? 'switching' : 'working';
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
      origin: this.#options.world.origin,
      name: this.#name(),
      vid: hex4(this.#sighting.vid),
      pid: hex4(this.#sighting.pid),
      manufacturer: this.#sighting.manufacturer,
      product: this.#sighting.product,
      listed: recognised?.listed ?? true,
      present: this.#present,
      state: this.state(),
      mode: recognised?.mode ?? null,
      ...this.#offered(),
      proposals: proposalsFor(job?.identity ?? {}),
      holders: [...this.#eyes.host.holders],
      access: this.#eyes.host.access,
      interfaces: interfaceViews(this.#sighting, recognised?.roles ?? null, this.#eyes.bindings),
      identity: job?.identity ?? {},
      network: job?.network ?? noNetwork,
      plan,
      progress: this.#draft ? [] : (job?.progress ?? []),
      checks: [...(job?.checks ?? [])],
      forecast: plan && this.#present ? this.#forecast.of(this.#sighting, plan.wishes.router, this.#options.db, this.#scsi) : null,
      exporting: this.exporting.progress,
      bundle: job?.bundle ?? null,
      failure: this.#actor.getSnapshot().context.failure,
      resumed: job?.resumed ?? false,
    };
  }

  /** The app ends. Work under way stays in its journal. */
  close(): void {
    this.#closed.abort();
    this.#eyes.rest();
    this.exporting.forget();
    this.#actor.stop();
    this.#job?.abandon();
  }

  // --- inside ---

  /** Nothing is under way. */
  #isQuiet(): boolean {
    return ['disc', 'modem', 'verified', 'exported', 'failed', 'gone'].includes(this.state());
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
    };
  }

  #known(): Known {
    return { scsi: this.#scsi, ...(this.#model === undefined ? {} : { model: this.#model }) };
  }

  /** A job that learned the model may have learned that this is another one than its ids say. */
  #jobChanged(): void {
    const model = this.#job?.identity.model;
    if (model !== undefined && model !== this.#model && this.#identified.kind !== 'disc') {
      this.#model = model;
      this.#choices = null;
      this.#identified = identify(this.#sighting, this.#options.db, this.#known());
    }
    this.#options.changed();
  }

  #circumstances(): Circumstances {
    return { ...this.#known(), first: this.#options.world.host.seesDrivers ? [holdStep()] : [] };
  }

  #offered(): { readonly offers: Offer[]; readonly settings: SettingChoice[] } {
    if (this.#choices) return this.#choices;
    const { db } = this.#options;
    const identified = this.#identified;
    const ids = identified.kind === 'disc' ? targetIds(identified.entry) : [usbId(this.#sighting.vid, this.#sighting.pid)];
    const settings = identified.kind === 'unknown' ? [] : [...new Set(ids.flatMap((id) => db.settingsFor(id)))];
    this.#choices = { offers: offersFor(identified, this.#sighting, db, this.#model), settings: settingChoices(settings) };
    return this.#choices;
  }

  /** What it says it is, once it was asked; before that, what the database calls it. */
  #name(): string {
    const model = this.state() === 'failed' ? undefined : this.#job?.identity.model;
    const vendor = this.#options.db.vendorOf(this.#sighting.vid)?.vendor;
    return model !== undefined && vendor !== undefined ? `${vendor} ${model}` : this.#identified.name;
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
      if (value === 'verified') job.close('verified');
    }
    this.#options.changed();
    if (done) this.#options.gone();
  }

  async #run(step: Step | undefined, signal: AbortSignal): Promise<StepOutcome> {
    if (!step || !this.#job) throw new BenchError('INTERNAL', { message: 'no step to run' });
    this.#atWork++;
    try {
      return await this.#job.run(step, this.#ground(), signal);
    } finally {
      this.#atWork--;
    }
  }

  #ground(): StepGround {
    const { world, db, clock } = this.#options;
    const sighting = this.#sighting;
    const recognised = this.#identified.kind === 'disc' ? db.recognise(sighting.vid, sighting.pid, []) : this.#identified.recognised;
    const recipes = this.#identified.kind === 'disc' ? [] : db.recipesFor(usbId(sighting.vid, sighting.pid), this.#mode());
    const id = usbId(sighting.vid, sighting.pid);
    return { id, contact: { world, sighting, recognised, clock }, vendor: db.vendorOf(sighting.vid), mode: this.#mode(), recipes };
  }

  /** Some ids are shared by dongles that only their drive's answer to INQUIRY tells apart. */
  async #askScsi(): Promise<void> {
    const { world, db, clock } = this.#options;
    const sighting = this.#sighting;
    if (!needsScsi(sighting, db)) return;
    const idle = () => this.#present && this.#sighting.enumeration === sighting.enumeration && this.#atWork === 0 && this.#isQuiet();
    const names = await readScsiNames(world, sighting, clock, this.#closed.signal, (ask) => {
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
