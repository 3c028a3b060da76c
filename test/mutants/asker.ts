import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Answer, answerSchema, type Question } from './lane.ts';

/** To start Vitest and to read all of its code once. */
const START_MS = 120_000;

/** One lane, started when it is first asked and again after it hung. */
export class Asker {
  readonly #root: string;
  #lane: ChildProcess | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /** @returns null where there was no answer in that time */
  async ask(question: Question, limitMs: number): Promise<Answer | null> {
    const lane = this.#lane ?? (await this.#start());
    this.#lane = lane;
    lane.send(question);
    const message = await reply(lane, limitMs);
    if (message === null) this.end();
    return message === null ? null : answerSchema.parse(message);
  }

  async #start(): Promise<ChildProcess> {
    // A group of its own, so that its workers end with it, whatever they are doing. What programs under test say is nobody's business.
    const lane = fork(join(this.#root, 'test/mutants/run.mjs'), ['--lane'], {
      cwd: this.#root,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    if ((await reply(lane, START_MS)) === null) throw new Error('A lane did not start.');
    return lane;
  }

  end(): void {
    const pid = this.#lane?.pid;
    this.#lane = null;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

function reply(lane: ChildProcess, limitMs: number): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (message: unknown) => {
      clearTimeout(timer);
      lane.off('message', end);
      lane.off('exit', gone);
      resolve(message);
    };
    const gone = () => end(null);
    const timer = setTimeout(() => end(null), limitMs);
    lane.on('message', end);
    lane.on('exit', gone);
  });
}
