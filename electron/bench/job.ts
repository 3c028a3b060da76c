import type { Recipe, VendorFile } from '../../modem-db/schema.ts';
import { BenchError, type Failure } from '../contract/errors.ts';
import type { BundleSummary } from '../contract/manifest.ts';
import type { Plan, SkipIf, Step } from '../contract/plan.ts';
import type { Check, ModemIdentity, NetworkView, StepProgress } from '../contract/snapshot.ts';
import type { Wishes } from '../contract/wishes.ts';
import type { Mode } from '../contract/words.ts';
import type { Clock } from '../seams/clock.ts';
import type { HoldRelease } from '../seams/host.ts';
import type { Contact } from './contact.ts';
import { hasAtPort } from './interfaces.ts';
import { Journal, type OpenJob, supersede } from './journal.ts';
import type { StepOutcome } from './life.ts';
import { runAt } from './steps/at-step.ts';
import { probeConnection } from './steps/connection.ts';
import { runHold } from './steps/hold-step.ts';
import { probeComposition, probeIdentity, probeNetwork } from './steps/probes.ts';
import { dropPinLock, enterPin, probeSim } from './steps/sim-steps.ts';
import type { StepRun } from './steps/step-run.ts';
import { runSwitch } from './steps/switch-step.ts';
import { probeControl, probeDrivers } from './steps/verify.ts';

export const noNetwork: NetworkView = {
  sim: 'unknown',
  pinTriesLeft: null,
  operator: null,
  registration: 'unknown',
  technology: null,
  signalDbm: null,
  signalPercent: null,
};

/** What a step finds under it. */
export interface StepGround {
  /** `vid:pid` that it shows now. */
  readonly id: string;
  readonly contact: Omit<Contact, 'onSend'>;
  readonly vendor: VendorFile | undefined;
  /** The mode of the composition that the dongle shows now. */
  readonly mode: Mode | null;
  /** Recipes that can be carried out in it. */
  readonly recipes: readonly Recipe[];
}

/**
 * One agreed plan on one dongle: its steps as they are carried out, its journal, its secrets, what was found out on the way.
 * The chart (`life.ts`) says which step; this says what became of it.
 */
export class Job {
  readonly plan: Plan;
  readonly wishes: Wishes;
  /** Found in a journal after a crash, not agreed to just now. */
  readonly resumed: boolean;
  identity: ModemIdentity = {};
  network: NetworkView = noNetwork;
  checks: readonly Check[] = [];
  /** Whether the modem tells its SIM card's state by QMI; undefined where it was not asked. */
  hasUimState: boolean | undefined;
  bundle: BundleSummary | null = null;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #progress = new Map<string, StepProgress>();
  readonly #values = new Map<string, string>();
  readonly #passwordLost: boolean;
  /** A PIN was given before a crash, and neither entered again nor found to be needless. */
  #pinLost: boolean;
  #pin: string;
  /** What is held for the time of the work, given back when it is over however it ends; `null`: it is over. */
  #releases: HoldRelease[] | null = [];
  #journal: Journal | null;

  private constructor(plan: Plan, wishes: Wishes, journal: Journal, past: OpenJob | null, clock: Clock, changed: () => void) {
    this.plan = plan;
    this.wishes = wishes;
    this.resumed = past !== null;
    this.#pin = wishes.pin;
    this.#passwordLost = past?.plan.wishes.hasPassword ?? false;
    this.#pinLost = past?.plan.wishes.hasPin ?? false;
    this.#journal = journal;
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Throws JOURNAL_UNWRITABLE: what cannot be written down is not begun. */
  static begin(plan: Plan, wishes: Wishes, origin: 'usb' | 'practice', folder: string, clock: Clock, changed: () => void): Job {
    const name = `${new Date(clock.now()).toISOString().replace(/[:.]/g, '-')}-${plan.portPath}`;
    supersede(folder, plan.portPath, () => clock.now());
    const journal = Journal.open(folder, name, () => clock.now());
    journal.write({ kind: 'job', job: name, portPath: plan.portPath, origin, pid: process.pid, plan });
    return new Job(plan, wishes, journal, null, clock, changed);
  }

  static resume(open: OpenJob, folder: string, clock: Clock, changed: () => void): Job {
    const { hasPin: _pin, hasPassword: _password, ...rest } = open.plan.wishes;
    const journal = Journal.open(folder, open.job, () => clock.now());
    journal.write({ kind: 'resumed', pid: process.pid });
    const job = new Job(open.plan, { ...rest, pin: '', password: '' }, journal, open, clock, changed);
    return job;
  }

  get progress(): StepProgress[] {
    return this.plan.steps.map((s) => this.#progress.get(s.id) ?? waiting(s.id));
  }

  /** Throws SECRETS_LOST where a restart lost what the bundle needs. */
  wishesForExport(): Wishes {
    if (this.#passwordLost || this.#pinLost) throw new BenchError('SECRETS_LOST');
    return { ...this.wishes, pin: this.#pin };
  }

  /** It came back as something that was not expected of it: the PIN is not for whatever sits there now, unless the technician says so. */
  doubtIdentity(): void {
    if (this.#pin === '') return;
    this.#pin = '';
    this.#pinLost = true;
  }

  setPin(pin: string): void {
    this.#pin = pin;
    this.#pinLost = false;
  }

  /** A step that a crash cut off turned out to have done its work. */
  assumeDone(step: Step): void {
    this.#mark(step.id, { state: 'done' });
    this.#tryWrite({ kind: 'done', step: step.id, skipped: false });
  }

  /** Carries one step out. Throws what the step throws. */
  async run(step: Step, ground: StepGround, signal: AbortSignal): Promise<StepOutcome> {
    if (this.#needless(step, ground)) {
      this.#end(step, true);
      return { kind: 'skipped' };
    }
    this.#start(step, step.timeoutMs);
    const outcome = await this.#carryOut(step, ground, signal);
    if (outcome.kind !== 'locked') this.#end(step, outcome.kind === 'skipped');
    return outcome;
  }

  /** The chart waits for the dongle in this step. */
  awaiting(step: Step): void {
    if (this.#stateOf(step.id) !== 'waiting' || step.action.kind !== 'await-return') return;
    this.#tryWrite({ kind: 'start', step: step.id });
    this.#mark(step.id, { state: 'running', startedAt: this.#clock.now(), endedAt: null, withinMs: step.action.withinMs });
  }

  /** The chart is past this step. One that was never begun was needless: another program did it, or nobody had to wait. */
  past(step: Step): void {
    const state = this.#stateOf(step.id);
    if (state !== 'waiting' && state !== 'running') return;
    // Back before anybody waited for it: only a return that nothing called for is one that was not needed.
    const skipped = state === 'waiting' && (step.action.kind !== 'await-return' || step.skipIf.length > 0);
    this.#mark(step.id, { state: skipped ? 'skipped' : 'done', endedAt: this.#clock.now() });
    this.#tryWrite({ kind: 'done', step: step.id, skipped });
  }

  failed(step: Step | undefined, failure: Failure): void {
    if (!this.#journal) return;
    if (step) this.#mark(step.id, { state: 'failed', endedAt: this.#clock.now() });
    this.#tryWrite({ kind: 'failed', step: step?.id ?? null, failure });
    this.close('failed');
  }

  /** Nothing more will be sent: the journal is closed as ended. */
  close(state: string): void {
    this.#tryWrite({ kind: 'end', state });
    this.abandon();
  }

  /** The app goes away with work under way: the journal stays open-ended, to be found again. */
  abandon(): void {
    this.#journal?.close();
    this.#journal = null;
    for (const release of this.#releases ?? []) void release();
    this.#releases = null;
  }

  /** Writes down what goes out next. Throws where it cannot, or where the job is over: then nothing goes out. */
  #sending(step: Step, what: string): void {
    if (!this.#journal) throw new BenchError('CANCELLED');
    this.#journal.write({ kind: 'send', step: step.id, what: what.slice(0, 2000) });
  }

  /** For what is only noted: a disk that is full must not turn an end into a crash. */
  #tryWrite(entry: Parameters<Journal['write']>[0]): void {
    try {
      this.#journal?.write(entry);
    } catch {
      this.abandon();
    }
  }

  #needless(step: Step, ground: StepGround): boolean {
    // A login that a restart lost would be refused by the network, and say nothing of the dongle.
    if (step.id === 'connection' && this.#passwordLost) return true;
    // What came back may be another modem than the plan thought of: its commands are not for this one.
    if (step.action.kind === 'at') {
      const { recipe, only } = step.action;
      if (recipe !== undefined && !ground.recipes.some((r) => r.id === recipe)) return true;
      if (only !== undefined && !only.includes(ground.id)) return true;
    }
    // It has left the state that the message is for, by itself or by another program.
    if (step.action.kind === 'switch' && step.id.startsWith('switch') && ground.id !== `${this.plan.vid}:${this.plan.pid}`) return true;
    if ((asksAt(step) || (isControl(step) && ground.contact.recognised.control === 'none')) && hasNoAt(ground)) return true;
    return step.skipIf.some((skip) => this.#skips(skip, ground.mode));
  }

  #skips(skip: SkipIf, mode: Mode | null): boolean {
    if (skip.kind === 'mode') return mode === skip.mode;
    if (this.#stateOf(skip.step) === 'skipped') return true;
    const value = this.#values.get(skip.step);
    // A model that nobody knows is not the one that a command is for.
    if (value === undefined) return skip.kind === 'reply-lacks';
    return skip.kind === 'reply' ? new RegExp(skip.matches).test(value) : !new RegExp(skip.lacks, 'i').test(value);
  }

  #carryOut(step: Step, ground: StepGround, signal: AbortSignal): Promise<StepOutcome> | StepOutcome {
    const run = this.#stepRun(step, ground, signal);
    switch (step.action.kind) {
      case 'hold':
        return runHold(run);
      case 'switch':
        return runSwitch(run, step.action);
      case 'at':
        return runAt(run, step.action, ground.recipes);
      case 'pin':
        return enterPin(run);
      case 'pin-lock':
        return dropPinLock(run);
      case 'await-return':
        throw new BenchError('INTERNAL', { message: 'an await belongs to the chart' });
      case 'probe':
        return probes[step.action.probe](run);
    }
  }

  #stepRun(step: Step, ground: StepGround, signal: AbortSignal): StepRun {
    return {
      step,
      wishes: { ...this.wishes, pin: this.#pin },
      contact: { ...ground.contact, onSend: (what) => this.#sending(step, what) },
      vendor: ground.vendor,
      signal,
      pin: () => this.#pin,
      forgetPin: () => this.setPin(''),
      release: (release) => {
        // The job may have ended while it was being taken.
        if (this.#releases) this.#releases.push(release);
        else void release();
      },
      values: this.#values,
      registered: () => this.network.registration === 'home' || this.network.registration === 'roaming',
      replied: (what) => {
        // Probes read the numbers of SIM and modem, and a journal is no place for those.
        if (step.action.kind !== 'probe') this.#journal?.write({ kind: 'reply', step: step.id, what: what.slice(0, 2000) });
        this.#mark(step.id, { reply: what.slice(0, 2000) });
      },
      identity: (found) => {
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

  #start(step: Step, withinMs: number): void {
    this.#journal?.write({ kind: 'start', step: step.id });
    this.#mark(step.id, { state: 'running', startedAt: this.#clock.now(), endedAt: null, withinMs });
  }

  #end(step: Step, skipped: boolean): void {
    this.#mark(step.id, { state: skipped ? 'skipped' : 'done', endedAt: this.#clock.now() });
    this.#journal?.write({ kind: 'done', step: step.id, skipped });
  }

  #stateOf(id: string): StepProgress['state'] {
    return this.#progress.get(id)?.state ?? 'waiting';
  }

  #mark(id: string, change: Partial<StepProgress>): void {
    this.#progress.set(id, { ...(this.#progress.get(id) ?? waiting(id)), ...change });
    this.#changed();
  }
}

/** Steps whose questions only an AT port answers. */
function asksAt({ action }: Step): boolean {
  if (action.kind === 'probe') return ['identity', 'sim', 'network'].includes(action.probe);
  return action.kind === 'at' || action.kind === 'pin' || action.kind === 'pin-lock';
}

const isControl = ({ action }: Step) => action.kind === 'probe' && (action.probe === 'control' || action.probe === 'connection');

/** A dongle that needs no AT port to be of use, and has none. The others are asked, and the lack of a port is an error. */
function hasNoAt({ contact, mode }: StepGround): boolean {
  if (mode === null || mode === 'ncm' || mode === 'ppp') return false;
  return !hasAtPort(contact.recognised.roles);
}

const probes = {
  identity: probeIdentity,
  sim: probeSim,
  network: probeNetwork,
  composition: probeComposition,
  drivers: probeDrivers,
  control: probeControl,
  connection: probeConnection,
} as const;

function waiting(id: string): StepProgress {
  return { id, state: 'waiting', startedAt: null, endedAt: null, withinMs: null, reply: null };
}
