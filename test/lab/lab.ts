import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { boot, type Places } from './boot.ts';
import { type CaseResults, type LabCase, readResults } from './case.ts';
import { labCases } from './cases/index.ts';
import { type Image, prepareImage } from './image.ts';
import { kernelComplaints } from './kernel-log.ts';
import { LabUnavailable, requireTools } from './tools.ts';

export interface LabOutcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cases: readonly CaseOutcome[];
}

export interface CaseOutcome {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why, or what was seen. */
  readonly detail: string;
}

const DEFAULT_LIMIT = 60;
/** Guests that run at once; each may take one and a half gigabytes. */
const MAX_GUESTS = 2;
/**
 * In the short run a guest is one of two: to boot one takes as long as a case does. The others are with those that take as long in sum; what
 * takes udev's mask off (`holders`) is the last of its own.
 */
const SHORT_GUESTS: Readonly<Record<string, string>> = { prepare: 'second', 'prepare more': 'second', holders: 'second' };

/** Time beyond the cases' own limits that a guest gets to come up and to go, in seconds. */
const BOOT_LIMIT = 90;

const USAGE = `node test/lab/run.mjs [PART-OF-A-NAME...]        run the cases, or those
  --list                                    names of the cases
  --script FILE.sh [--model MODEL]...       run a script in the guest; its exit status is ours
  -i, --interactive [--model MODEL]...      a shell in the guest, on this terminal
  --limit SECONDS                           for --script; 120 unless told
MODEL: a practice dongle, with a composition or - and faults after it where wanted: --model 'quectel-ec25 qmi {"atSilent":true}'`;

/** The command line; resolves to the exit status. */
export async function main(places: Places, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      list: { type: 'boolean' },
      script: { type: 'string' },
      model: { type: 'string', multiple: true },
      interactive: { type: 'boolean', short: 'i' },
      limit: { type: 'string' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.list) {
    for (const { name, guest } of labCases) console.log(`${guest}\t${name}`);
    return 0;
  }
  const models = values.model ?? [];
  if (values.interactive) return interactive(places, models);
  if (values.script !== undefined) return runScript(places, values.script, models, Number(values.limit ?? 120));
  const outcome = await runCases(places, { only: positionals });
  console.log(`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`);
  return outcome.failed === 0 ? 0 : 1;
}

async function ready(places: Places): Promise<Image> {
  await requireTools();
  return prepareImage(places.cache);
}

/** Which cases run: those whose name holds one of `only`, or all; or those that `npm test` has time for. */
export interface Choice {
  readonly only?: readonly string[];
  readonly short?: boolean;
}

/** Runs the cases that are chosen; prints each. A computer that lacks something: one skip, with the reason. */
export async function runCases(places: Places, { only = [], short = false }: Choice): Promise<LabOutcome> {
  const wanted = labCases.filter((c) => (only.length === 0 || only.some((part) => c.name.includes(part))) && !(short && c.full));
  if (wanted.length === 0) throw new Error(`no case is named like ${only.join(', ')}`);
  if (wanted.length < labCases.length) console.log(`${wanted.length} of ${labCases.length} cases; all of them: npm run lab`);
  const cases: CaseOutcome[] = [];
  const record = (outcome: CaseOutcome) => {
    cases.push(outcome);
    const [first = '', ...more] = outcome.detail.split('\n');
    console.log(`${{ passed: '✓', failed: '✗', skipped: '-' }[outcome.state]} ${outcome.name}${first === '' ? '' : `: ${first}`}`);
    for (const line of more) console.log(`    ${line}`);
  };
  try {
    const image = await ready(places);
    const guestOf = ({ guest }: LabCase) => (short ? (SHORT_GUESTS[guest] ?? 'first') : guest);
    const guests = [...new Set(wanted.map(guestOf))];
    // A guest keeps about one processor busy.
    const work = async () => {
      for (let guest = guests.shift(); guest !== undefined; guest = guests.shift()) {
        const name = guest;
        const group = wanted.filter((c) => guestOf(c) === name);
        for (const outcome of await runGuest(image, places, name, group)) record(outcome);
      }
    };
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), MAX_GUESTS) }, work));
  } catch (error) {
    if (!(error instanceof LabUnavailable)) throw error;
    record({ name: 'lab', state: 'skipped', detail: error.message });
  }
  const count = (state: CaseOutcome['state']) => cases.filter((c) => c.state === state).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), cases };
}

async function runGuest(image: Image, places: Places, guest: string, group: readonly LabCase[]): Promise<CaseOutcome[]> {
  const share = await freshShare(places, guest);
  const folders = await Promise.all(group.map((c, index) => writeCase(share, index, c)));
  const limit = group.reduce((sum, c) => sum + (c.limit ?? DEFAULT_LIMIT), BOOT_LIMIT);
  const result = await boot(image, places, { share, task: 'cases', limit });
  const outcomes: CaseOutcome[] = [];
  const complaints: string[] = [];
  for (const [index, labCase] of group.entries()) {
    const results = await readResults(folders[index] ?? share);
    outcomes.push(await judge(labCase, results, result.powerCut));
    const log = await results.read('kernel.log').catch(() => '');
    complaints.push(...kernelComplaints(log).map((line) => `${labCase.name}: ${line}`));
  }
  const bootLog = await readFile(join(share, 'boot.log'), 'utf8').catch(() => '');
  complaints.push(...kernelComplaints(`${bootLog}\n${result.console}`).map((line) => `boot: ${line}`));
  outcomes.push({
    name: `the kernel of guest "${guest}" has nothing to complain of`,
    state: complaints.length === 0 ? 'passed' : 'failed',
    detail: complaints.join('\n'),
  });
  return outcomes;
}

async function judge(labCase: LabCase, results: CaseResults, powerCut: boolean): Promise<CaseOutcome> {
  const { name } = labCase;
  if (results.status === null)
    return { name, state: 'failed', detail: `${powerCut ? 'the guest took too long' : 'the guest ended first'}\n${traces(results)}` };
  try {
    return { name, state: 'passed', detail: (await labCase.check(results)).join('\n') };
  } catch (error) {
    return { name, state: 'failed', detail: `${error instanceof Error ? error.message : String(error)}\n${traces(results)}` };
  }
}

const traces = ({ status, stdout, stderr, folder }: CaseResults) =>
  [`status ${status}, more in ${folder}`, ...last(stdout), ...last(stderr).map((line) => `! ${line}`)].join('\n');

const last = (text: string) => text.trimEnd().split('\n').slice(-15);

async function freshShare(places: Places, name: string): Promise<string> {
  const share = join(places.run, name.replaceAll(/[^a-z0-9-]+/gi, '-'));
  await mkdir(share, { recursive: true });
  return share;
}

async function writeCase(share: string, index: number, labCase: Pick<LabCase, 'script' | 'models' | 'limit'>): Promise<string> {
  const folder = join(share, 'cases', String(index).padStart(2, '0'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'script.sh'), labCase.script);
  await writeFile(join(folder, 'models'), labCase.models.map((line) => `${line}\n`).join(''));
  await writeFile(join(folder, 'limit'), String(labCase.limit ?? DEFAULT_LIMIT));
  return folder;
}

/** Runs a script in a guest of its own, which is known by `name`; resolves to its exit status. Throws LabUnavailable. */
export async function runScript(places: Places, file: string, models: readonly string[], limit: number, name = 'script'): Promise<number> {
  const image = await ready(places);
  const share = await freshShare(places, name);
  const folder = await writeCase(share, 0, { script: await readFile(file, 'utf8'), models, limit });
  const result = await boot(image, places, { share, task: 'cases', limit: limit + BOOT_LIMIT });
  const { status, stdout, stderr } = await readResults(folder);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  console.error(`-- status ${status}; modem.log, kernel.log and what the script wrote: ${folder}`);
  if (status === null) console.error(result.console);
  return status ?? 99;
}

async function interactive(places: Places, models: readonly string[]): Promise<number> {
  const image = await ready(places);
  const share = await freshShare(places, 'shell');
  await writeFile(join(share, 'models'), models.map((line) => `${line}\n`).join(''));
  await boot(image, places, { share, task: 'shell', limit: null });
  return 0;
}
