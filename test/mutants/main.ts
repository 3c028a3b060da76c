import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Asker } from './asker.ts';
import { choose } from './choose.ts';
import { refusedByCompiler } from './compiler.ts';
import { inLanes, judge, type Trial, type Verdict } from './judge.ts';
import { lane } from './lane.ts';
import { type MustDie, mustDie } from './must-die.ts';
import { type Options, readOptions } from './options.ts';
import { learnReach } from './reach.ts';
import { reasonOf, staleReasons } from './reasons.ts';
import { isCode, textOf } from './rooms.ts';
import { roomOfTest, runsFor } from './runs.ts';
import { isProgram, type Mutant, mutantOf, sitesOf } from './sites.ts';
import { LEAST, rows, table, told } from './table.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, '.cache', 'mutants');
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Most faults are seen at once; the others wait until it is known how much time is left. Milliseconds of tests on whole code. */
const FIRST_MS = 20_000;
/** For the whole run, learning aside. */
const RUN_MS = 45 * 60_000;

/** In place of an operator, with what would be wrong behind it. */
const MUST_DIE = 'must die: ';

const texts = new Map<string, string>();
function text(file: string): string {
  const known = texts.get(file) ?? textOf(root, file);
  texts.set(file, known);
  return known;
}

/** @throws Error where the piece of code no longer stands there, once */
function fixed({ file, source, becomes, means }: MustDie, at: number): Mutant {
  const start = text(file).indexOf(source);
  if (start < 0 || text(file).indexOf(source, start + 1) >= 0)
    throw new Error(`must-die.ts, "${means}": ${file} does not hold this once: ${source}`);
  return mutantOf(file, text(file), { start, end: start + source.length, text: becomes }, `${MUST_DIE}${means}`, `must-die-${at + 1}`);
}

/** The fixed list, and what the seed chooses beside it. */
function chosen({ seed, perRoom, rooms, only }: Options): { mutants: Mutant[]; stale: string[] } {
  const files = execFileSync('git', ['ls-files', 'electron', 'renderer', 'modem-db'], { cwd: root, encoding: 'utf8' });
  const sites = files
    .split('\n')
    .filter(isCode)
    .flatMap((file) => sitesOf(file, text(file)));
  const always = mustDie.map(fixed);
  const mutants =
    only.length > 0
      ? [...always, ...sites].filter(({ id }) => only.some((one) => id === one || id.startsWith(`${one}-`)))
      : [...always, ...choose(sites, { perRoom, seed, isProgram: (mutant) => isProgram(mutant, text(mutant.file)) })];
  return { mutants: mutants.filter(({ room }) => rooms.length === 0 || rooms.includes(room)), stale: staleReasons(sites) };
}

async function trials(mutants: readonly Mutant[], { near, tests: paths }: Options): Promise<Trial[]> {
  const rooms = new Set(mutants.map(({ room }) => room));
  const reaches = await learnReach({
    root,
    folder: join(cache, 'reach'),
    workers: availableParallelism(),
    isWanted: (testFile) =>
      (!near || rooms.has(roomOfTest(testFile))) && (paths.length === 0 || paths.some((path) => testFile.startsWith(path))),
    files: new Set(mutants.map(({ file }) => file)),
    say,
  });
  for (const { file, tests } of reaches)
    for (const { name, passed } of tests) if (!passed) say(`Fails on whole code, and is not asked: ${file}: ${name}`);
  return mutants.map((mutant) => ({ mutant, runs: runsFor(mutant, text(mutant.file), reaches) }));
}

/** All faults beside few tests each, then the survivors beside the compiler, and each beside the rest of its tests: one must not hide another. */
async function judged(all: readonly Trial[]): Promise<Verdict[]> {
  const askers = Array.from({ length: Math.min(availableParallelism(), all.length) }, () => new Asker(root));
  const end = Date.now() + RUN_MS;
  try {
    let done = 0;
    const first = await inLanes(askers, all, async (asker, trial) => {
      const verdict = await judge(asker, trial, 0, Math.min(FIRST_MS, end - Date.now()));
      const { mutant, killedBy } = verdict;
      say(`${++done}/${all.length} ${mutant.id} ${mutant.file}:${mutant.line} ${mutant.operator}: ${killedBy ?? 'lives'}`);
      return verdict;
    });
    const open = first.filter(({ mutant, killedBy }) => killedBy === null && reasonOf(mutant) === null).map(({ mutant }) => mutant);
    // Those of the fixed list would be made so that they compile.
    const compiled = open.filter(({ operator }) => !operator.startsWith(MUST_DIE));
    const refused = compiled.length === 0 ? new Set() : await refusedByCompiler(root, join(cache, 'house'), compiled);
    let left = open.length - refused.size;
    return await inLanes(askers, first, async (asker, verdict) => {
      const trial = all.find(({ mutant }) => mutant === verdict.mutant);
      if (refused.has(verdict.mutant)) return { ...verdict, killedBy: 'the compiler' };
      if (trial === undefined || !open.includes(verdict.mutant)) return verdict;
      // What is left of the time is shared among those that are left: one that everything executes must not have it all.
      const share = ((end - Date.now()) * askers.length) / left--;
      return await judge(asker, trial, verdict.asked, share);
    });
  } finally {
    for (const asker of askers) asker.end();
  }
}

/** @returns the exit status: 1 where a room lets too much pass or one of the fixed list lives, 2 where it was called wrongly */
export async function main(args: readonly string[]): Promise<number> {
  if (args[0] === '--lane') {
    await lane(root);
    return 0;
  }
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
  const { mutants, stale } = chosen(options);
  say(`seed ${options.seed}: ${mutants.length} mutants`);
  if (options.list) {
    for (const mutant of mutants)
      say(`${mutant.id} ${mutant.file}:${mutant.line} ${mutant.operator}\n  - ${mutant.before}\n  + ${mutant.after}`);
    return 0;
  }
  const verdicts = await judged(await trials(mutants, options));
  const living = verdicts.filter(({ killedBy }) => killedBy === null);
  const all = rows(verdicts);
  say('');
  for (const verdict of living) for (const line of told(verdict)) say(line);
  for (const reason of stale) say(`A reason for what stands nowhere any more: ${reason}`);
  say('');
  for (const line of table(all)) say(line);
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'last.json'), `${JSON.stringify({ seed: options.seed, rooms: all, verdicts, stale }, null, 2)}\n`);
  const mustNotLive = living.filter(({ mutant }) => mutant.operator.startsWith(MUST_DIE));
  return mustNotLive.length > 0 || all.some(({ rate }) => rate < LEAST) ? 1 : 0;
}
