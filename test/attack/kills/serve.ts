import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../electron/contract/plan.ts';
import { Wishes } from '../../../electron/contract/wishes.ts';
import type { Mode } from '../../../electron/contract/words.ts';
import { endedStates } from '../../support/ended.ts';
import type { Random } from '../random.ts';
import { entryOf, isFinished } from '../room.ts';
import { Served, sleep, until } from './served.ts';

type Fault = (kind: string, detail: string) => void;

const ways: readonly (readonly [string, Mode])[] = [
  ['huawei-ncm', 'ncm'],
  ['huawei-qmi', 'qmi'],
  ['quectel-ec25', 'qmi'],
  ['quectel-ec25', 'mbim'],
  ['sierra-em7455', 'qmi'],
  ['simcom-sim7600', 'mbim'],
  ['telit-fn980', 'mbim'],
];

/** The work of a practice dongle, in ms of this computer. */
const WORK_MS = 4500;
/** What a busy computer may take for a few seconds' work that was begun anew some times. */
const END_MS = 90_000;
const over: readonly string[] = [...endedStates, 'exported', 'disc', 'modem', 'gone'];

/** A job under `serve`, whose processes are killed in the middle of it; then it is begun anew on the same folder. */
export async function killServe(root: string, home: string, random: Random, fault: Fault): Promise<void> {
  const [name, mode] = random.pick(ways);
  let served = await Served.start(root, home);
  const journal = join(home, 'data', 'journal');
  const what: string[] = [`${name} ${mode}`];
  const told = (kind: string, detail = '') => fault(kind, `${detail}${detail === '' ? '' : '; '}${what.join(', ')}`);
  try {
    if (!(await until(() => served.latest !== null, 30_000))) return told('no snapshot');
    await served.send({ type: 'plug-practice', name });
    await until(() => (served.dongle()?.offers.length ?? 0) > 0, 20_000);
    const portPath = served.dongle()?.portPath ?? '';
    await served.send({ type: 'plan', portPath, wishes: Wishes.parse({ mode, router: '24.10.8', apn: 'internet' }) });
    await until(() => served.dongle()?.draft != null, 10_000);
    const plan = served.dongle()?.draft;
    if (!plan) return told('no plan');
    await served.send({ type: 'prepare', portPath, planId: plan.id });
    // Fewer than what makes the server give up.
    for (let kills = random.between(1, 3); kills > 0; kills--) {
      await sleep(random.below(WORK_MS / 2));
      if (random.oneIn(4)) {
        const signal = random.pick(['SIGKILL', 'SIGTERM', 'SIGINT'] as const);
        what.push(`serve ${signal}`);
        const { status, orphan } = await served.end(signal);
        if (orphan) told('the bench outlives its server', signal);
        if (signal !== 'SIGKILL' && status !== 0) told('serve ends with a strange status', `${signal}: ${status}`);
        served = await Served.start(root, home);
        await until(() => served.latest !== null, 30_000);
      } else {
        const { bench } = served;
        if (bench === undefined) continue;
        what.push(`bench at ${served.dongle()?.job?.progress.find((p) => p.state === 'running')?.id ?? served.dongle()?.state ?? '-'}`);
        process.kill(bench, 'SIGKILL');
        await until(() => served.bench !== undefined && served.bench !== bench, 20_000);
      }
    }
    await sleep(1500);
    const ended = await until(() => over.includes(served.dongle()?.state ?? ''), END_MS);
    const view = served.dongle();
    const finished = isFinished(view);
    if (!ended) told('never ends', view?.state);
    // Shown with its reason, and nothing sent: that is looked at in the journal.
    else if (view?.interrupted) what.push(`interrupted: ${view.interrupted.reason}`);
    else if (!finished)
      told(
        wasFinished(journal) ? 'the result is forgotten' : 'not gone on with to its end',
        `${view?.state} ${view?.job?.failure?.code ?? ''}`,
      );
    if (view?.interrupted && isOverIn(journal)) told('a job that is over is asked about', view.interrupted.reason);
    readJournals(journal, plan, told);
    const asked = view?.interrupted ? allOf(journal) : null;
    const { status, orphan } = await served.end('SIGTERM');
    if (status !== 0 || orphan) told('serve ends with a strange status', `SIGTERM: ${status}${orphan ? ', its bench lives on' : ''}`);
    served = await Served.start(root, home);
    await until(() => served.dongle() !== undefined, 30_000);
    // Under load it takes a while until the journals were read; what is not shown by then is lost.
    const isShown = () => (view?.interrupted ? served.dongle()?.interrupted != null : !finished || isFinished(served.dongle()));
    await until(isShown, 30_000);
    await sleep(1000);
    const again = served.dongle();
    if (finished && !isFinished(again)) told('the result is forgotten', `${again?.state} after a restart`);
    if (asked !== null && allOf(journal) !== asked) told('went on while it was asked about', view?.interrupted?.reason);
    if (view?.interrupted && !again?.interrupted) told('no longer shown as interrupted', `${again?.state} after a restart`);
  } finally {
    await served.end('SIGKILL');
    const left = readdirSync(home).filter((entry) => entry.startsWith('modem-bench-'));
    if (left.length > 0) told('a folder was left', left.join(' '));
  }
}

function wasFinished(folder: string): boolean {
  return readdirSync(folder).some((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .map(entryOf)
      .some((entry) => entry?.['kind'] === 'end' && entry['state'] === 'done'),
  );
}

const allOf = (folder: string) =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join();
const isOverIn = (folder: string) =>
  readdirSync(folder).some((name) => /"kind":"end"[^\n]*\n$/.test(readFileSync(join(folder, name), 'utf8')));

/** Every line can be read but for one that was cut off at the end, and nothing that was done is sent again. */
function readJournals(folder: string, plan: Plan, told: (kind: string, detail: string) => void): void {
  const acting = new Set(
    plan.steps.flatMap(({ id, action, risk }) => (risk !== 'none' || (action.kind === 'at' && action.leaves) ? [id] : [])),
  );
  for (const name of readdirSync(folder)) {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    const entries = lines.map(entryOf);
    const broken = entries.slice(0, -1).indexOf(null);
    if (broken >= 0) told('a line that cannot be read', `line ${broken} of ${lines.length}`);
    if (entries.filter((entry) => entry?.['kind'] === 'job').length !== 1) told('not one job in a journal', name);
    for (const step of acting) {
      const own = entries.filter((entry) => entry?.['step'] === step || entry?.['kind'] === 'resumed');
      const done = own.findIndex((entry) => entry?.['kind'] === 'done' && entry['skipped'] !== true);
      if (done >= 0 && own.slice(done).some((entry) => entry?.['kind'] === 'send')) told('sent again after it was done', step);
      // Written down, and cut off before anybody knew whether it arrived: once for each crash.
      const sends = own.filter((entry) => entry?.['kind'] === 'start').length;
      const crashes = own.filter((entry) => entry?.['kind'] === 'resumed').length;
      if (sends > 1 + crashes) told('begun more often than there were crashes', step);
    }
  }
}
