import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseWishes } from '../../electron/bench/export/export.ts';
import { describedModel } from '../../electron/bench/export-facts/described-model.ts';
import { inputOfModel } from '../../electron/bench/export-facts/input-of-model.ts';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { practiceModels } from '../../electron/cli/practice-models.ts';
import { BenchError } from '../../electron/contract/errors.ts';
import { Manifest } from '../../electron/contract/manifest.ts';
import { Plan } from '../../electron/contract/plan.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { modes } from '../../electron/contract/words.ts';
import { buildBundle } from '../../electron/openwrt/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { listReleases } from '../../modem-db/openwrt/index.ts';
import { optionRecorder, optionsAlone } from '../openwrt/options-alone.ts';
import { shell } from '../openwrt/router.ts';
import { type Assault, type Campaign, Cases, type Outcome } from './campaign.ts';
import type { Random } from './random.ts';
import { newFolder } from './room.ts';

/** Any wishes at all, through the plan and the bundle: a refusal with a code, or files in which every value is what was typed. */

const CASES = 20_000;
/** Scripts that one shell reads. */
const BATCH = 100;
const MARK = 'EXECUTED';
const setup = 'etc/uci-defaults/99-modem-bench';

const hostile = [
  '$(',
  ')',
  '`',
  "'",
  '"',
  '\\',
  ';',
  '|',
  '&&',
  '#',
  '*',
  '?',
  ' ',
  '\n',
  '\r',
  '\t',
  '$HOME',
  '\u0024{IFS}',
  '-',
  '--',
  '\u0000',
  '\u0001',
  '\u001b[2J',
  '\u007f',
  '\u0085',
  'é',
  'я',
  '\ud83d\ude00',
  '\ud800',
  '\u202e',
  '\u2066',
  '\u2028',
  '\ufeff',
  `>${MARK}`,
  `;touch ${MARK};`,
  `$(touch ${MARK})`,
  `'; touch ${MARK}; '`,
  `<img src=x onerror=${MARK}>`,
  '</script>',
  '&quot;',
  '%s%n',
  '{{reason}}',
  '$t(modes.qmi)',
  '__proto__',
  'EOF\n',
];
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-';

function plain(random: Random, most: number): string {
  return Array.from({ length: random.between(1, most) }, () => letters[random.below(letters.length)] ?? 'a').join('');
}

function anything(random: Random): string {
  const parts = Array.from({ length: random.between(1, 6) }, () => (random.oneIn(2) ? random.pick(hostile) : plain(random, 8)));
  return parts.join('').repeat(random.oneIn(12) ? random.pick([10, 40]) : 1);
}

/** Mostly what somebody means, now and then what somebody means harm with. */
const text = (random: Random, usual: string, odds = 6) => (random.oneIn(odds) ? anything(random) : usual);

const releases = listReleases().map(({ version }) => version);

function wished(random: Random): unknown {
  const digits = (from: number, to: number) => String(random.below(1e9)).padStart(9, '0').slice(0, random.between(from, to));
  const optional = <T>(value: () => T): T | undefined => (random.oneIn(2) ? undefined : value());
  return {
    mode: random.pick(modes),
    router: text(random, random.pick(releases), 40),
    apn: text(random, plain(random, 20), 3),
    username: optional(() => text(random, plain(random, 12), 3)),
    password: optional(() => text(random, plain(random, 12), 3)),
    auth: random.pick(['none', 'pap', 'chap', 'both']),
    pdpType: random.pick(['ipv4', 'ipv6', 'ipv4v6']),
    pin: optional(() => text(random, digits(4, 8), 8)),
    pinLock: random.pick(['keep', 'keep', 'off']),
    interfaceName: text(random, random.oneIn(2) ? 'wwan' : plain(random, 8).replaceAll(/[^A-Za-z0-9_]/g, 'x'), 12),
    networkMode: random.oneIn(3) ? random.pick(['keep', 'auto', 'nr', 'lte', 'umts', 'gsm']) : 'keep',
    packetDomain: random.oneIn(6) ? random.pick(['combined', 'packet']) : 'keep',
    metric: random.pick([0, 1, 20, 65_535]),
    onRouter: {
      way: random.oneIn(3) ? random.pick(['modemmanager', 'directip', 'dial']) : 'mode',
      v6apn: optional(() => text(random, plain(random, 10), 12)) ?? '',
      plmn: optional(() => text(random, digits(5, 6), 20)) ?? '',
      profile: optional(() => random.between(1, 16)) ?? null,
      delay: optional(() => random.below(600)) ?? null,
      dialNumber: optional(() => text(random, '*99***1#', 20)) ?? '',
      usbPort: optional(() => text(random, '1-1.2', 20)) ?? '',
      modeAtConnect: random.oneIn(2),
      packetDomainAtAttach: random.oneIn(4),
      resetAtBoot: random.oneIn(2),
      zone: text(random, random.oneIn(3) ? plain(random, 8) : 'wan', 30),
      rebindDomains: Array.from({ length: random.below(3) }, () => text(random, 'hi.link', 20)),
      watchdog: random.oneIn(2) ? null : { addresses: [text(random, random.pick(['1.1.1.1', '2606:4700::1', 'example.org']), 20)] },
      secrets: random.pick(['bundle', 'router']),
    },
  };
}

/** What one bundle's script has to say, kept until its batch is full. */
interface Kept {
  readonly wishes: Wishes;
  readonly script: string;
  readonly programs: readonly string[];
  readonly fault: (kind: string, detail: string) => void;
}

/** Whether an option of the script is what was typed. Empty: it may be left out. */
function typed(wishes: Wishes): Readonly<Record<string, string>> {
  const { apn, username, password, pin, onRouter } = wishes;
  return { apn, username, password, pincode: pin, plmn: onRouter.plmn, v6apn: onRouter.v6apn };
}

/** Reads every script of the batch by the router's shell, with a recorder in place of uci. */
function readByShell(folder: string, kept: readonly Kept[]): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  for (const [i, { script, programs }] of kept.entries()) {
    writeFileSync(join(folder, `${i}.sh`), script);
    for (const [j, program] of programs.entries()) writeFileSync(join(folder, `${i}-${j}.sh`), program);
    writeFileSync(join(folder, `${i}.put`), optionsAlone(script));
  }
  const runner = `
cd "$1" || exit 9
${optionRecorder}
for each in *.sh; do
  ${shell.join(' ')} -n "./$each" 2>"$each.err" || echo bad >>"$each.err"
done
i=0
while [ $i -lt ${kept.length} ]; do
  ( . ./$i.put ) >$i.out 2>$i.said || echo "status $?" >>$i.said
  i=$((i + 1))
done`;
  const runnerFile = join(folder, 'runner');
  writeFileSync(runnerFile, runner);
  const [program, ...args] = shell;
  const { status, stderr } = spawnSync(program, [...args, runnerFile, folder], { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) {
    kept[0]?.fault('the shell stopped', `${status} ${stderr}`);
    return;
  }
  for (const [i, { wishes, script, programs, fault }] of kept.entries()) {
    const said = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
    for (const name of [`${i}.sh`, ...programs.map((_, j) => `${i}-${j}.sh`)])
      if (said(`${name}.err`) !== '') fault('a script that the shell does not read', said(`${name}.err`));
    if (said(`${i}.said`) !== '') fault('a script that fails', said(`${i}.said`));
    const expected = typed(wishes);
    const lines = readFileSync(join(folder, `${i}.out`), 'utf8')
      .split('\0')
      .slice(0, -1);
    if (lines.length === 0) fault('a script that puts no option', script.slice(-200));
    for (const line of lines) {
      const path = line.slice(0, line.indexOf('='));
      const value = line.slice(line.indexOf('=') + 1);
      const name = path.slice(path.lastIndexOf('.') + 1);
      if (!path.startsWith(`network.${wishes.interfaceName}.`) || !/^[a-z0-9_]+$/.test(name)) fault('an option of another section', line);
      else if (Object.hasOwn(expected, name) && expected[name] !== value)
        fault('an option that is not what was typed', JSON.stringify([name, expected[name], value]));
    }
  }
  const marks = readdirSync(folder).filter((name) => name.includes(MARK));
  if (marks.length > 0) kept[0]?.fault('a wish was executed', marks.join(' '));
}

export const wishes: Campaign = {
  name: 'wishes',
  async run(assault: Assault): Promise<Outcome> {
    const cases = new Cases('wishes', assault);
    const db = loadDb();
    const described = practiceModels();
    const known = described.map((model) => describedModel(model, db));
    const folder = newFolder();
    const kept: Kept[] = [];
    let accepted = 0;
    try {
      for (let i = cases.scaled(CASES); i > 0; i--) {
        await cases.one(async (random, fault) => {
          const raw = wished(random);
          const parsed = Wishes.safeParse(raw);
          if (!parsed.success) return;
          const wish = parsed.data;
          const at = random.below(described.length);
          const [shape, model] = [described[at], known[at]];
          if (!shape || !model) return;
          try {
            // As the bench does it: what no router takes is refused before anything is planned.
            refuseWishes(wish);
            const plan = makePlan(random.pick(shape.sightings), wish, db);
            Plan.parse(JSON.parse(JSON.stringify(plan)));
            const secret = [wish.pin, wish.password].find(
              (one) => one.length > 5 && /^[A-Za-z0-9]+$/.test(one) && one !== wish.username && one !== wish.apn,
            );
            if (secret !== undefined && JSON.stringify(plan).includes(`"${secret}"`)) fault('a secret in the plan', secret);
          } catch (error) {
            if (!(error instanceof BenchError)) throw error;
          }
          try {
            const bundle = await buildBundle(
              inputOfModel(model, wish, { db, version: '0.0.0', language: random.pick(['en', 'ru'] as const) }),
            );
            accepted++;
            Manifest.parse(JSON.parse(JSON.stringify(bundle.manifest)));
            const page = Buffer.from(bundle.files.find(({ name }) => name.endsWith('.html'))?.data ?? []).toString('utf8');
            if (/<img src=x|<\/script>/.test(page)) fault('a wish is markup on the page', JSON.stringify(raw));
            const bidi = /[\u202a-\u202e\u2066-\u2069]/.exec(page);
            if (bidi) fault('a bidirectional character on the page', JSON.stringify(raw));
            const file = (path: string) => new TextDecoder().decode(bundle.contents.find((one) => one.path === path)?.data);
            const programs = bundle.contents.flatMap(({ path, data }) => (path === setup ? [] : [new TextDecoder().decode(data)]));
            kept.push({
              wishes: wish,
              script: file(setup),
              programs: programs.filter((one) => one.startsWith('#!/bin/sh')),
              fault,
            });
          } catch (error) {
            if (!(error instanceof BenchError)) throw error;
          }
          if (kept.length >= BATCH) readByShell(folder, kept.splice(0));
        });
      }
      if (kept.length > 0) readByShell(folder, kept);
      if (assault.only === null)
        await cases.one((_, fault) => {
          if (accepted < cases.scaled(CASES) / 20) fault('hollow', `only ${accepted} bundles were made`);
        });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return cases.outcome;
  },
};
