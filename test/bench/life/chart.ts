import { join } from 'node:path';
import { type Actor, createActor, fromPromise } from 'xstate';
import { Job, type JobBooks } from '../../../electron/bench/job.ts';
import { DongleMarks } from '../../../electron/bench/journal/dongle-mark.ts';
import { Looks } from '../../../electron/bench/journal/looks.ts';
import { type PastJob, readPastJobs } from '../../../electron/bench/journal/past-jobs.ts';
import type { Draft } from '../../../electron/bench/life/context.ts';
import { type LifeSnapshot, lifeMachine } from '../../../electron/bench/life/life.ts';
import type { Presence } from '../../../electron/bench/life/presence.ts';
import type { StepOutcome } from '../../../electron/bench/steps/step-kind.ts';
import type { BundleSummary } from '../../../electron/contract/manifest.ts';
import type { Plan, Step, StepAction } from '../../../electron/contract/plan.ts';
import { toPublic, Wishes } from '../../../electron/contract/wishes.ts';
import { ManualClock, settle } from '../../support/manual-clock.ts';
import { huaweiDisc } from '../../support/sightings.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

/** A chart whose steps wait until the test says what became of them, and what of it was walked. */

export const AWAY_MS = 40_000;

export function step(id: string, action: StepAction, skipIf: Step['skipIf'] = []): Step {
  const phrase = { key: id, values: {} };
  return {
    id,
    title: phrase,
    why: phrase,
    source: 'this test',
    action,
    sends: [],
    timeoutMs: 1000,
    risk: 'none',
    wayBack: null,
    skipIf,
  };
}

export const holdStep = step('hold', { kind: 'hold' });
export const switchStep = step('switch', { kind: 'switch', method: 'HuaweiNewMode', transfers: [], from: null });
export const returnStep = step('return', { kind: 'await-return', ids: ['12d1:1506'], withinMs: AWAY_MS });
export const identityStep = step('identity', { kind: 'identity' });
export const pinStep = step('pin', { kind: 'pin' });
export const driversStep = step('drivers', { kind: 'drivers' });
const unlessQmi: Step['skipIf'] = [{ kind: 'mode', mode: 'qmi' }];
export const restartStep = step(
  'mode-restart',
  { kind: 'at', command: 'AT+CFUN=1,1', answerMs: 1000, leaves: true, optional: false },
  unlessQmi,
);
export const modeReturnStep = step('mode-return', { kind: 'await-return', ids: ['2c7c:0125'], withinMs: AWAY_MS }, unlessQmi);

export const disc: Presence = { enumeration: 1, id: '12d1:1446', isModem: false, mode: null };
export const modem: Presence = { enumeration: 2, id: '12d1:1506', isModem: true, mode: 'ncm' };
export const ecm: Presence = { enumeration: 1, id: '2c7c:0125', isModem: true, mode: 'ecm' };

/** A plan of these steps. */
export function planOf(steps: readonly Step[]): Plan {
  const wishes = Wishes.parse({ mode: 'qmi', router: '24.10.8' });
  return { id: 'plan', portPath: '1-1', vid: '12d1', pid: '1446', wishes: toPublic(wishes), steps: [...steps], refused: [], notes: [] };
}

/** A job by such a plan, in a data folder of its own. */
export function jobOf(steps: readonly Step[], clock = new ManualClock()): { readonly job: Job; readonly books: JobBooks } {
  const folder = temporaryFolder();
  const marks = new DongleMarks(folder);
  const books = { folder: join(folder, 'journal'), boot: 'this', marks, looks: new Looks(folder, () => clock.now()), clock };
  const wishes = Wishes.parse({ mode: 'qmi', router: '24.10.8' });
  const start = { plan: planOf(steps), wishes, origin: 'practice', sighting: huaweiDisc, scsi: null, model: undefined } as const;
  return { job: Job.begin(start, books, () => undefined), books };
}

/** What its journal tells of a job by such a plan that was cut off. */
export function pastOf(steps: readonly Step[]): PastJob {
  const { job, books } = jobOf(steps);
  job.abandon();
  const [past] = readPastJobs(books.folder).newest;
  if (!past) throw new Error('no job in the journal');
  return past;
}

export const draftOf = (steps: readonly Step[]): Draft => ({
  plan: planOf(steps),
  wishes: Wishes.parse({ mode: 'qmi', router: '24.10.8' }),
  context: {},
});

/** What an export has written. */
export const bundle: BundleSummary = {
  folder: '/tmp',
  archive: 'wwan.tar.gz',
  files: [],
  alreadyThere: false,
  sha256: '',
  interfaceName: 'wwan',
  packages: [],
  offline: null,
  warnings: [],
  commands: { packages: '', importOverSsh: '' },
  luci: { restore: ['System'], restoreLabel: 'Restore', upload: 'Upload', confirm: 'Continue', interfaces: ['Network'] },
};

interface Node {
  readonly id: string;
  readonly transitions: ReadonlyMap<string, readonly unknown[]>;
  readonly always?: readonly unknown[] | undefined;
  readonly states: Readonly<Record<string, Node>>;
}

/** `state event #branch` of each transition that is drawn. */
export function branchesOf(node: Node): string[] {
  const named = (event: string, branches: readonly unknown[]) => branches.map((_, at) => branchName(node, event, at));
  return [
    ...[...node.transitions].flatMap(([event, branches]) => named(event, branches)),
    ...named('', node.always ?? []),
    ...Object.values(node.states).flatMap(branchesOf),
  ];
}

/** Delays and invoked steps make event names with ids in them. */
function branchName({ id }: Pick<Node, 'id'>, event: string, at: number): string {
  const plain = event.replace(/^xstate\.after\.([^.]+)\..*/, 'after $1').replace(/^xstate\.(done|error)\.actor\./, '$1 ');
  return `${id} ${plain === '' ? 'always' : plain} #${at}`;
}

interface Taken {
  readonly source: Node;
  readonly eventType: string;
}

/** The name of a transition that was taken. */
export function takenName(taken: Taken): string {
  const { source, eventType } = taken;
  const branches = eventType === '' ? source.always : source.transitions.get(eventType);
  return branchName(source, eventType, (branches ?? []).indexOf(taken));
}

/** What is under way in the job: `working`, `awaiting.notYet`, `finished`. */
export function jobState({ value, status }: LifeSnapshot): string {
  if (status === 'done' || typeof value === 'string') return 'gone';
  const { job } = value.bench;
  if (typeof job === 'string') return job;
  if ('failed' in job) return 'failed';
  return typeof job.atWork === 'string'
    ? job.atWork
    : (Object.entries(job.atWork).map(([name, at]) => (at === 'there' || at === 'left' ? name : `${name}.${at}`))[0] ?? '-');
}

export interface Running {
  readonly step: string;
  readonly done: (outcome: StepOutcome) => void;
  readonly fail: (error: unknown) => void;
  readonly aborted: () => boolean;
  /** It has let go of what it held. */
  readonly letGo: () => void;
}

/** `holds`: a step that is broken off keeps what it has until the test lets it go. */
export function chart(presence: Presence | null, { holds = false, walked = new Set<string>() } = {}) {
  const clock = new ManualClock();
  const running: Running[] = [];
  const stopped: string[] = [];
  const machine = lifeMachine.provide({
    actors: {
      step: fromPromise<StepOutcome, { step: Step | undefined }>(
        ({ input, signal }) =>
          new Promise((done, fail) => {
            const letGo = () => actor.send({ type: 'LET_GO' });
            if (!holds) signal.addEventListener('abort', letGo);
            const ending =
              <T>(end: (what: T) => void) =>
              (what: T) => {
                letGo();
                end(what);
              };
            running.push({ step: input.step?.id ?? '-', done: ending(done), fail: ending(fail), aborted: () => signal.aborted, letGo });
          }),
      ),
    },
    actions: { stopWriting: () => void stopped.push('stop'), forgetExport: () => void stopped.push('forget') },
  });
  const actor: Actor<typeof machine> = createActor(machine, {
    input: { seen: presence ?? disc },
    inspect: (inspected) => {
      if (inspected.type === '@xstate.microstep') for (const taken of inspected._transitions) walked.add(takenName(taken));
    },
    clock: { setTimeout: (run, ms) => clock.setTimeout(run, ms), clearTimeout: (timer) => clock.clearTimeout(timer) },
  });
  actor.start();
  if (presence) actor.send({ type: 'ATTACHED', presence });
  const last = () => {
    const current = running.at(-1);
    if (!current) throw new Error('no step runs');
    return current;
  };
  const snapshot = () => actor.getSnapshot();
  return {
    clock,
    actor,
    snapshot,
    last,
    /** What was asked of the export that is under way or kept. */
    exports: stopped,
    started: () => running.map((r) => r.step),
    state: () => jobState(snapshot()),
    failure: () => snapshot().context.failure?.code ?? null,
    /** Shows a plan of these steps, and agrees to it. */
    agree: (...steps: Step[]) => {
      actor.send({ type: 'PLAN', draft: draftOf(steps) });
      actor.send({ type: 'AGREE', job: jobOf(steps, clock).job, disc: null });
    },
    resume: (index: number, ...steps: Step[]) => actor.send({ type: 'RESUME', job: jobOf(steps, clock).job, index, disc: null }),
    done: async (outcome: StepOutcome = { kind: 'done' }) => {
      last().done(outcome);
      await settle();
    },
    fail: async (error: unknown) => {
      last().fail(error);
      await settle();
    },
    attached: (p: Presence) => actor.send({ type: 'ATTACHED', presence: p }),
    detached: () => actor.send({ type: 'DETACHED' }),
  };
}
