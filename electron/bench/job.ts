import type { Acceptance } from '../contract/acceptance.ts';
import { BenchError, type Failure } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Plan, Step } from '../contract/plan.ts';
import type { Check, ModemIdentity, NetworkView, StepProgress } from '../contract/snapshot.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import { identityCommands } from '../modem/commands.ts';
import { imeiEndOf } from '../openwrt/index.ts';
import type { Clock } from '../seams/clock.ts';
import type { Decoded } from '../seams/decoded.ts';
import type { HoldRelease, ScsiNames } from '../seams/host.ts';
import type { Sighting } from '../seams/usb-bus.ts';
import { forRouter, type WishesForRouter } from './export-facts/untried-pin.ts';
import { type DongleMark, type DongleMarks, differ, isTwin } from './journal/dongle-mark.ts';
import type { NewEntry, PinState } from './journal/entries.ts';
import { impersonalDetail, impersonalResult, withoutNumbers } from './journal/impersonal.ts';
import { Journal } from './journal/journal.ts';
import type { Looks } from './journal/looks.ts';
import { type PastJob, supersede } from './journal/past-jobs.ts';
import { recordedBackend } from './journal/recording.ts';
import type { RemadePlans } from './journal/resume.ts';
import { recordSighting } from './journal/sighting-record.ts';
import { isNeedless, isSilence, lacksWhatItNeeds } from './needless.ts';
import type { Plugged } from './plugged.ts';
import { kindOf } from './steps/index.ts';
import type { StepContext } from './steps/step-context.ts';
import { isInPlan, LET_GO_MS, type StepOutcome } from './steps/step-kind.ts';
import { unpluggedCode } from './unplugging.ts';
import { verdictOf } from './verdict.ts';

export const noNetwork: NetworkView = {
  sim: 'unknown',
  pinTriesLeft: null,
  operator: null,
  registration: 'unknown',
  technology: null,
  signalDbm: null,
  signalPercent: null,
  signals: [],
  cell: null,
  radio: 'unknown',
};

/** What the journal keeps of one message; switch and control messages are far shorter. */
const MAX_SENT_BYTES = 4096;

/** What a step is carried out on. */
export interface StepTarget {
  readonly plugged: Plugged;
  /** Whether this enumeration of it is still on the bus, as far as the bus has told. */
  readonly isHere: () => boolean;
  /** What the job's plan would be in the mode that it shows; `null` where the job cannot go on in it. */
  readonly planIn: (mode: Mode) => Plan | null;
}

/** Where jobs write things down, and what a dongle is known again by. */
export interface JobBooks {
  /** Folder of the journals. */
  readonly folder: string;
  readonly boot: string;
  readonly marks: DongleMarks;
  /** What is sent outside of jobs. */
  readonly looks: Looks;
  readonly clock: Clock;
}

/** What a job begins with. */
export interface JobStart {
  readonly plan: Plan;
  readonly wishes: Wishes;
  readonly origin: 'usb' | 'practice';
  readonly sighting: Sighting;
  readonly scsi: ScsiNames | null;
  readonly model: string | undefined;
}

/**
 * One agreed plan on one dongle: its steps as they are carried out, its journal, its secrets, what was found out on the way.
 * The chart (`life.ts`) says which step; this says what became of it.
 */
export class Job {
  /** Its name, and that of its journal. */
  readonly name: string;
  #plan: Plan;
  #wishes: Wishes;
  /** As the technician saw it; the plan itself, unless it goes on in another mode. */
  #agreed: Plan;
  /** The mode that was wished for. */
  #wished: Mode;
  /** Found in a journal after a crash, not agreed to just now. */
  readonly resumed: boolean;
  identity: ModemIdentity = {};
  network: NetworkView = noNetwork;
  checks: readonly Check[] = [];
  /** Whether the modem tells its SIM card's state by QMI; undefined where it was not asked. */
  hasUimState: boolean | undefined;
  bundle: BundleSummary | null = null;
  readonly #books: JobBooks;
  readonly #changed: () => void;
  readonly #progress = new Map<string, StepProgress>();
  readonly #values = new Map<string, string>();
  /** A PIN or a password was given before a restart, and is gone with it. */
  #secretsLost = false;
  #pin: string;
  #pinState: PinState;
  /** What sits there may be another dongle than the PIN is for. */
  #isDoubted = false;
  #mark: DongleMark | null = null;
  /** Digest of the IMEI, once it was read: whoever else's it is afterwards is another dongle. */
  #imei: string | null = null;
  /** From the journal, which has no more of the IMEI. */
  #imeiEnd: string | null = null;
  /** What is held for the time of the work, given back when it is over however it ends; `null`: it is over. */
  #releases: HoldRelease[] | null = [];
  #journal: Journal | null;
  /** The step that is being carried out, until it has let go of what it holds. */
  #atWork: { readonly work: Promise<unknown>; readonly letGoMs: number } | null = null;
  /** How it ended; its journal is open yet for the last words of a step that was broken off. */
  #ended: 'done' | 'failed' | null = null;

  private constructor(
    name: string,
    plan: Plan,
    wishes: Wishes,
    journal: Journal | null,
    resumed: boolean,
    books: JobBooks,
    changed: () => void,
  ) {
    this.name = name;
    this.#plan = plan;
    this.#agreed = plan;
    this.#wished = plan.wishes.mode;
    this.#wishes = wishes;
    this.resumed = resumed;
    this.#pin = wishes.pin;
    this.#pinState = wishes.pin === '' ? 'none' : 'untried';
    this.#journal = journal;
    this.#books = books;
    this.#changed = changed;
  }

  /** Throws JOURNAL_UNWRITABLE: what cannot be written down is not begun. */
  static begin({ plan, wishes, origin, sighting, scsi, model }: JobStart, books: JobBooks, changed: () => void): Job {
    const now = () => books.clock.now();
    supersede(books.folder, plan.portPath, now);
    const { journal, job: name } = Journal.begin(books.folder, plan.portPath, now);
    const { portPath } = plan;
    const record = recordSighting(sighting);
    journal.write({ kind: 'job', job: name, portPath, origin, boot: books.boot, sighting: record, scsi, model: model ?? null, plan });
    const job = new Job(name, plan, wishes, journal, false, books, changed);
    job.sighted(sighting);
    return job;
  }

  /** Goes on with one that was cut off, by the plans that were made anew for it. Throws JOURNAL_UNWRITABLE. */
  static resume(past: PastJob, { plan, agreed }: RemadePlans, books: JobBooks, changed: () => void): Job {
    const journal = Journal.reopen(books.folder, past.job, () => books.clock.now());
    journal.write({ kind: 'resumed' });
    const job = new Job(past.job, plan, publicWishes(plan), journal, true, books, changed);
    job.#agreed = agreed;
    job.#wished = agreed.wishes.mode;
    job.#imei = past.imei;
    job.#mark = past.mark;
    return job;
  }

  /** One that is over, as its journal has it: to be shown and exported. */
  static restore(past: PastJob, books: JobBooks, changed: () => void): Job {
    const { plan, result } = past;
    const job = new Job(past.job, plan, publicWishes(plan), null, true, books, changed);
    job.#releases = null;
    job.#wished = past.otherMode?.wished ?? plan.wishes.mode;
    for (const step of plan.steps) job.#progress.set(step.id, { ...waiting(step.id), state: past.steps.get(step.id) ?? 'waiting' });
    if (result === null) return job;
    job.identity = result.identity;
    job.network = result.network;
    job.checks = result.checks;
    job.hasUimState = result.hasUimState ?? undefined;
    job.#imeiEnd = result.imeiEnd;
    job.#pinState = result.pin;
    job.#secretsLost = plan.wishes.hasPassword || result.pin !== 'none';
    return job;
  }

  /** What is carried out: what was agreed to, and from where it goes on in another mode, the rest for that one. */
  get plan(): Plan {
    return this.#plan;
  }

  /** What the technician agreed to. */
  get agreed(): Plan {
    return this.#agreed;
  }

  get wishes(): Wishes {
    return this.#wishes;
  }

  /** The mode that was wished for, where it goes on in another. */
  get insteadOf(): Mode | null {
    return this.#wished === this.#plan.wishes.mode ? null : this.#wished;
  }

  get progress(): StepProgress[] {
    return this.plan.steps.map((s) => this.#progress.get(s.id) ?? waiting(s.id));
  }

  /** The last four digits of the IMEI; `null` where it is not known. */
  get imeiEnd(): string | null {
    return imeiEndOf(this.identity.imei) ?? this.#imeiEnd;
  }

  /** What the dongle is good for, by what was seen of it. */
  get verdict(): Verdict {
    return verdictOf(this.checks, this.plan.wishes.mode);
  }

  /** Whether a PIN was given that the SIM has not taken in this job: it was open already, or the PIN is another one. */
  get hasUntriedPin(): boolean {
    return this.#pinState === 'untried';
  }

  /** Throws SECRETS_LOST where a restart lost what the bundle needs. */
  wishesForExport(accepts: readonly Acceptance[]): WishesForRouter {
    if (this.#secretsLost) throw new BenchError('SECRETS_LOST');
    return forRouter({ ...this.wishes, pin: this.#pin }, this.#pinState !== 'taken', accepts);
  }

  /** It came back as something that was not expected of it: the PIN is not for whatever sits there now, unless the technician says so. */
  doubtIdentity(): void {
    this.#isDoubted = true;
  }

  setPin(pin: string): void {
    this.#isDoubted = false;
    this.#setPin(pin, pin === '' ? 'none' : 'untried');
  }

  #setPin(pin: string, state: PinState): void {
    this.#pin = pin;
    this.#pinState = state;
    this.#changed();
  }

  /** Whether what is plugged in now is certainly not the dongle that this job is at work on. */
  isAnother(sighting: Sighting): boolean {
    return this.#mark !== null && isTwin(this.#mark, this.#books.marks.of(sighting));
  }

  /** The enumeration that the job works on from now on. */
  sighted(sighting: Sighting): void {
    this.#mark = { ...this.#books.marks.of(sighting), imei: this.#imei };
    this.#tryWrite({ kind: 'dongle', mark: this.#mark });
  }

  /** A step that a crash cut off turned out to have done its work. */
  assumeDone(step: Step): void {
    this.#note(step.id, { state: 'done' });
    this.#tryWrite({ kind: 'done', step: step.id, skipped: false });
  }

  /** Carries one step out until it ends or the signal says that it must. Throws what the step throws. */
  async run(step: Step, target: StepTarget, signal: AbortSignal): Promise<StepOutcome> {
    if (isNeedless(step, target.plugged, { values: this.#values, stateOf: (id) => this.#stateOf(id) })) {
      this.#end(step, true);
      return { kind: 'skipped' };
    }
    this.#start(step, step.timeoutMs);
    const outcome = await this.#carryOut(step, target, signal).catch((error: unknown): StepOutcome => {
      // A port that only might have been one took no AT: the dongle has none, as was found out now.
      if (signal.aborted || !isSilence(error) || !lacksWhatItNeeds(step, target.plugged)) throw error;
      return { kind: 'skipped' };
    });
    if (outcome.kind !== 'locked' && !signal.aborted) this.#end(step, outcome.kind === 'skipped');
    return outcome;
  }

  async #carryOut(step: Step, target: StepTarget, signal: AbortSignal): Promise<StepOutcome> {
    const kind = kindOf(step.action);
    const carryOut = async () => kind.run(this.#stepContext(step, target, signal), step.action);
    const work = carryOut();
    this.#atWork = { work, letGoMs: kind.letGo ?? LET_GO_MS };
    try {
      return await work;
    } finally {
      this.#atWork = null;
    }
  }

  /** The chart waits for the dongle in this step. */
  awaiting(step: Step): void {
    if (this.#stateOf(step.id) !== 'waiting' || step.action.kind !== 'await-return') return;
    this.#tryWrite({ kind: 'start', step: step.id });
    this.#note(step.id, { state: 'running', startedAt: this.#books.clock.now(), endedAt: null, withinMs: step.action.withinMs });
  }

  /** The chart is past this step. One that was never begun was needless: another program did it, or nobody had to wait. */
  past(step: Step): void {
    const state = this.#stateOf(step.id);
    if (state !== 'waiting' && state !== 'running') return;
    // Back before anybody waited for it: only a return that nothing called for is one that was not needed.
    const skipped = state === 'waiting' && (step.action.kind !== 'await-return' || step.skipIf.length > 0);
    this.#note(step.id, { state: skipped ? 'skipped' : 'done', endedAt: this.#books.clock.now() });
    this.#tryWrite({ kind: 'done', step: step.id, skipped });
  }

  /** The chart gave it up. */
  failed(step: Step | undefined, failure: Failure): void {
    if (!this.#journal || this.#ended) return;
    this.#ended = 'failed';
    if (step) this.#note(step.id, { state: 'failed', endedAt: this.#books.clock.now() });
    this.#tryWrite({
      kind: 'failed',
      step: step?.id ?? null,
      failure: { ...failure, detail: impersonalDetail(failure.detail, this.identity) },
    });
  }

  /** The chart is past its last step. */
  through(): void {
    this.#ended ??= 'done';
  }

  /** Nothing more will be sent: what was found is written down, and the journal closed. */
  seal(): void {
    if (!this.#journal || !this.#ended) return;
    const { identity, network, checks, hasUimState, imeiEnd } = this;
    const result = impersonalResult({ identity, network, checks, hasUimState: hasUimState ?? null, pin: this.#pinState, imeiEnd });
    this.#tryWrite({ kind: 'result', result });
    this.#tryWrite({ kind: 'end', state: this.#ended });
    this.abandon();
  }

  /** The app is closed with work under way: that it was no crash stands in the journal. */
  async appCloses(): Promise<void> {
    await this.#lastWords();
    // It is over; only its last step was waited for.
    this.seal();
    this.#tryWrite({ kind: 'closed' });
    this.abandon();
  }

  /** A call that was made is ended, by a step that has that to do: so long is the journal kept open. The time is this computer's, whatever clock the bench has. */
  async #lastWords(): Promise<void> {
    if (!this.#atWork || this.#atWork.letGoMs === LET_GO_MS) return;
    const { work, letGoMs } = this.#atWork;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      work.catch(() => undefined),
      new Promise((resolve) => {
        timer = setTimeout(resolve, letGoMs);
      }),
    ]);
    clearTimeout(timer);
  }

  /** Nothing more is written down or held: the journal stays as it is, to be found again. */
  abandon(): void {
    this.#journal?.close();
    this.#journal = null;
    for (const release of this.#releases ?? []) void release();
    this.#releases = null;
  }

  /** Writes down what goes out next. Throws where it cannot, or where the job is over: then nothing goes out. */
  #sending(step: Step, { text, planned, data }: Decoded): void {
    if (!this.#journal) throw new BenchError('CANCELLED');
    if (!isInPlan(step.sends, { text, planned }))
      throw new BenchError('NOT_IN_PLAN', { step: step.id, message: withoutNumbers(text, this.identity).slice(0, 200) });
    const bytes = Buffer.from(data.subarray(0, MAX_SENT_BYTES)).toString('hex');
    const general = planned === text ? {} : { as: planned.slice(0, 1200) };
    this.#journal.write({ kind: 'send', step: step.id, what: text.slice(0, 1200), ...general, data: bytes });
  }

  /** For what is only noted: a disk that is full must not turn an end into a crash. */
  #tryWrite(entry: NewEntry): void {
    try {
      this.#journal?.write(entry);
    } catch {
      this.abandon();
    }
  }

  /** The dongle came back in that mode, and not in the one that was wished for. False where the job cannot go on in it. Throws JOURNAL_UNWRITABLE. */
  #goOnIn(mode: Mode, { plugged, planIn }: StepTarget): boolean {
    const plan = planIn(mode);
    if (plan === null) return false;
    // More than a note: whoever resumes goes by it.
    this.#journal?.write({ kind: 'other-mode', sighting: recordSighting(plugged.sighting), model: plugged.model ?? null, plan });
    this.#plan = plan;
    this.#wishes = { ...this.#wishes, mode };
    this.#changed();
    return true;
  }

  #stepContext(step: Step, target: StepTarget, signal: AbortSignal): StepContext {
    const { plugged, isHere } = target;
    const { access, recipes } = plugged;
    const refuseIfLeft = () => {
      if (!isHere()) throw new BenchError(unpluggedCode(step));
    };
    const sink = (sent: Decoded) => this.#sending(step, sent);
    return {
      step,
      wishes: { ...this.wishes, pin: this.#pin },
      access: { ...access, backend: recordedBackend(access.backend, access.recognised.control, sink, refuseIfLeft) },
      recipes,
      model: () => this.identity.model ?? this.#toldModel(),
      signal,
      pin: () => (this.#isDoubted ? '' : this.#pin),
      pinTaken: () => {
        this.#pinState = 'taken';
      },
      forgetPin: () => this.#setPin('', 'none'),
      release: (release) => {
        // The job may have ended while it was being taken.
        if (this.#releases) this.#releases.push(release);
        else void release();
      },
      values: this.#values,
      goOnIn: (mode) => this.#goOnIn(mode, target),
      registered: () => this.network.registration === 'home' || this.network.registration === 'roaming',
      replied: (what, forJournal) => {
        // Most read the numbers of SIM and modem, and a journal is no place for those.
        if (forJournal !== undefined) this.#journal?.write({ kind: 'reply', step: step.id, what: forJournal.slice(0, 2000) });
        this.#note(step.id, { reply: what.slice(0, 2000) });
      },
      identity: (found) => {
        if (found.imei !== undefined) this.#recognise(found.imei);
        this.identity = { ...this.identity, ...found };
        this.#changed();
      },
      network: (found) => {
        this.network = { ...this.network, ...found };
        this.#changed();
      },
      uimState: (told) => {
        this.hasUimState = told;
      },
      check: (check) => {
        this.checks = [...this.checks.filter((c) => c.id !== check.id), { ...check, seen: check.seen.slice(0, 500) }];
        this.#changed();
      },
    };
  }

  /** Throws ANOTHER_DONGLE where an IMEI was read before, and was another one. */
  #recognise(imei: string): void {
    const digest = this.#books.marks.imei(imei);
    if (digest === null || this.#imei === digest) return;
    if (differ(this.#imei, digest)) throw new BenchError('ANOTHER_DONGLE', { port: this.plan.portPath });
    this.#imei = digest;
    if (this.#mark) this.#tryWrite({ kind: 'dongle', mark: { ...this.#mark, imei: digest } });
  }

  /** What AT+CGMM answered before the identity was asked for. */
  #toldModel(): string | undefined {
    const asked = this.plan.steps.find(({ action }) => action.kind === 'at' && action.command === identityCommands.model);
    return asked && this.#values.get(asked.id);
  }

  #start(step: Step, withinMs: number): void {
    this.#journal?.write({ kind: 'start', step: step.id });
    this.#note(step.id, { state: 'running', startedAt: this.#books.clock.now(), endedAt: null, withinMs });
  }

  #end(step: Step, skipped: boolean): void {
    this.#note(step.id, { state: skipped ? 'skipped' : 'done', endedAt: this.#books.clock.now() });
    this.#journal?.write({ kind: 'done', step: step.id, skipped });
  }

  #stateOf(id: string): StepProgress['state'] {
    return this.#progress.get(id)?.state ?? 'waiting';
  }

  #note(id: string, change: Partial<StepProgress>): void {
    this.#progress.set(id, { ...(this.#progress.get(id) ?? waiting(id)), ...change });
    this.#changed();
  }
}

/** What a plan says of the wishes, which is all but the secrets. */
function publicWishes({ wishes: { hasPin: _pin, hasPassword: _password, ...rest } }: Plan): Wishes {
  return { ...rest, pin: '', password: '' };
}

function waiting(id: string): StepProgress {
  return { id, state: 'waiting', startedAt: null, endedAt: null, withinMs: null, reply: null };
}
