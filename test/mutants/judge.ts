import type { Asker } from './asker.ts';
import type { Run } from './runs.ts';
import type { Mutant } from './sites.ts';

export interface Verdict {
  readonly mutant: Mutant;
  /** The test that saw it; null where none did. */
  readonly killedBy: string | null;
  /** Test files that executed it, and how many of them were asked. */
  readonly files: number;
  readonly asked: number;
}

export interface Trial {
  readonly mutant: Mutant;
  readonly runs: readonly Run[];
}

/** A test on broken code may wait for what never comes; on a busy computer it may as well only be slow. Milliseconds. */
const SLACK_MS = 15_000;
const SLOWER = 8;

/**
 * Asks until one test sees the fault.
 * @param from how many of the runs were asked before
 * @param enoughMs given up once the tests asked took so long on whole code; the first of all is always asked
 */
export async function judge(asker: Asker, { mutant, runs }: Trial, from: number, enoughMs: number): Promise<Verdict> {
  let spent = 0;
  let asked = from;
  for (const run of runs.slice(from)) {
    if (asked > 0 && spent + run.ms > enoughMs) break;
    const { file, edit } = mutant;
    const { testFile, testIds } = run;
    const question = { file, edit, testFile, testIds, testTimeout: Math.round(SLACK_MS + SLOWER * run.slowestMs) };
    const answer = await asker.ask(question, 2 * SLACK_MS + SLOWER * run.ms);
    asked++;
    spent += run.ms;
    const killedBy = answer === null ? `${testFile}: no end` : answer.killedBy;
    if (killedBy !== null) return { mutant, killedBy, files: runs.length, asked };
  }
  return { mutant, killedBy: null, files: runs.length, asked };
}

/** Each of the lanes takes the next, until none is left. The verdicts come in the order of the trials. */
export async function inLanes<T, R>(askers: readonly Asker[], all: readonly T[], one: (asker: Asker, of: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = [...all.entries()];
  await Promise.all(
    askers.map(async (asker) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) results.set(next[0], await one(asker, next[1]));
    }),
  );
  return all.flatMap((_, at) => results.get(at) ?? []);
}
