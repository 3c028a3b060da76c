import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Places } from '../boot.ts';
import { readResults } from '../case.ts';
import { runScript } from '../lab.ts';
import { firstDifference } from './compare.ts';
import differencesJson from './differences.json' with { type: 'json' };

/** Debian's own pack of the dispatcher's configurations. */
const PACK = '/usr/share/usb_modeswitch/configPack.tar.gz';
const FIXTURE = 'test/field/usb-modeswitch-recordings.json';
const LIMIT_SECONDS = 3000;

const Recording = z.object({
  entry: z.string(),
  by: z.enum(['reference', 'ours']),
  lines: z.array(z.string()),
  outcome: z.string(),
  ms: z.number(),
  /** Which attempt this is of: 1 where the first told. */
  attempt: z.number().int().default(1),
});
type Recording = z.infer<typeof Recording>;

/** Why ours is right where it differs, by entry. */
const Differences = z.record(z.string(), z.string().min(20));

/** No driver may talk to the dongles (zd1211rw, for one, ejects its disc), and nobody else may switch them. */
const guestScript = (part: number, parts: number, only: readonly string[]) => `rm -f /lib/udev/rules.d/*usb_modeswitch*
udevadm control --reload
for module in uas usb-storage zd1211rw option qcserial cdc_acm cdc_wdm qmi_wwan cdc_mbim usblp usbhid usbserial; do echo "install $module /bin/false" >> /etc/modprobe.d/parity.conf; rmmod "$module" 2> /dev/null; done
mkdir -p /run/lab/pack
tar -C /run/lab/pack -xzf ${PACK}
node "$LAB_BUILT/parity.mjs" ${part} ${parts} /run/lab/pack "$LAB_CASE/recordings" ${only.map((o) => `'${o}'`).join(' ')}
`;

/** Runs the comparison; prints what differs and the counts. `record`: keeps the reference's recordings as fixtures. Resolves to the exit status. */
export async function runParity(places: Places, options: { record: boolean; only: readonly string[] }): Promise<number> {
  const parts = options.only.length > 0 ? 1 : Math.min(2, availableParallelism());
  const found = await Promise.all(Array.from({ length: parts }, (_, part) => runPart(places, part, parts, options.only)));
  const recordings = found.flat();
  const differences = Differences.parse(differencesJson);
  const names = [...new Set(recordings.map((r) => r.entry))].sort();
  let equal = 0;
  let explained = 0;
  const failures: string[] = [];
  for (const name of names) {
    const reference = recordings.find((r) => r.entry === name && r.by === 'reference');
    const ours = recordings.find((r) => r.entry === name && r.by === 'ours');
    if (!reference || !ours || reference.outcome.startsWith('failed') || ours.outcome.startsWith('failed')) {
      failures.push(`${name}: not recorded (${reference?.outcome}; ${ours?.outcome})`);
      continue;
    }
    const difference = firstDifference(reference.lines, ours.lines);
    if (difference === null) equal++;
    else if (differences[name] !== undefined) {
      explained++;
      console.log(`~ ${name}: ${differences[name]}`);
    } else
      failures.push(
        `${name}: transfer ${difference.at}: theirs ${difference.reference}, ours ${difference.ours} (${reference.outcome}; ${ours.outcome})`,
      );
  }
  const repeated = names.filter((name) => recordings.some((r) => r.entry === name && r.attempt > 1));
  if (repeated.length > 0) console.log(`looked at again: ${repeated.join(', ')}`);
  for (const failure of failures) console.log(`✗ ${failure}`);
  if (options.record) keep(places.checkout, recordings);
  console.log(
    `${names.length} entries, ${equal} equal, ${explained + failures.length} differ${failures.length > 0 ? `, ${failures.length} of them without a reason` : ''}`,
  );
  return failures.length === 0 ? 0 : 1;
}

async function runPart(places: Places, part: number, parts: number, only: readonly string[]): Promise<Recording[]> {
  mkdirSync(places.run, { recursive: true });
  const script = join(places.run, `parity-${part}.sh`);
  writeFileSync(script, guestScript(part, parts, only));
  await runScript(places, script, [], LIMIT_SECONDS, `parity-${part}`);
  const folder = join(places.run, `parity-${part}`, 'cases', '00');
  const { stderr } = await readResults(folder);
  const file = join(folder, 'recordings');
  if (!existsSync(file)) throw new Error(`no recordings: ${stderr}`);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Recording.parse(JSON.parse(line)));
}

const Fixture = z.object({ entries: z.record(z.string(), z.number()), sequences: z.array(z.array(z.string())) });

/** What an earlier run recorded: a run of some entries leaves the others as they are. */
function kept(file: string): [string, string[]][] {
  if (!existsSync(file)) return [];
  const { entries, sequences } = Fixture.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(entries).map(([entry, index]) => [entry, sequences[index] ?? []]);
}

/** Equal recordings are written once. */
function keep(checkout: string, all: readonly Recording[]): void {
  const recordings = all.filter((r) => !r.outcome.startsWith('failed'));
  const file = join(checkout, FIXTURE);
  const sequences = new Map<string, number>();
  const entries: Record<string, number> = {};
  for (const [entry, lines] of kept(file))
    if (!recordings.some((r) => r.entry === entry)) recordings.push({ entry, by: 'reference', lines, outcome: 'kept', ms: 0, attempt: 1 });
  const fresh = recordings.filter((r) => r.by === 'reference').sort((a, b) => (a.entry < b.entry ? -1 : 1));
  for (const { entry, lines } of fresh) {
    const text = JSON.stringify(lines);
    if (!sequences.has(text)) sequences.set(text, sequences.size);
    entries[entry] = sequences.get(text) ?? 0;
  }
  const version = execFileSync('dpkg-query', ['-W', '-f', '$' + '{Version}', 'usb-modeswitch'], { encoding: 'utf8' });
  const head = { program: `usb_modeswitch ${version} (Debian)`, recorded: 'lab:parity -- --record', entries };
  const body = [...sequences.keys()].map((text) => `    ${text}`).join(',\n');
  writeFileSync(file, `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "sequences": [\n${body}\n  ]\n}\n`);
}
