import { type MatchDevice, type MatchInterface, matchingRows } from '../../electron/drivers/match.ts';
import { hex2, hex4 } from '../../modem-db/db.ts';
import { type DriverRow, kernelTables, tableKernels } from '../../modem-db/drivers/index.ts';
import type { RowField } from '../../modem-db/drivers/rows.ts';
import { type Image, prepareImage } from './image.ts';
import { findTool, LabUnavailable, runTool } from './tools.ts';

/**
 * Match level: for every row of every table at the lab's kernel an interface made to fit it, and neighbours made to miss it by one
 * field each; the drivers whose tables match must be those that the kernel package's own aliases name (`modprobe --resolve-alias`).
 * Needs no boot.
 */

interface Seen {
  readonly device: MatchDevice;
  readonly setting: MatchInterface;
}

/** Values for what a row leaves open. No device class ff, about which aliases and kernel are of two minds. */
const OPEN: Readonly<Record<Exclude<RowField, 'bcdLo' | 'bcdHi'>, number>> = {
  vid: 0xfedc,
  pid: 0xfedc,
  deviceClass: 0xef,
  deviceSubclass: 0x77,
  deviceProtocol: 0x77,
  class: 0xfe,
  subclass: 0x77,
  protocol: 0x77,
  number: 0x33,
};

function fitting(row: DriverRow, instead: Partial<Record<RowField | 'bcd', number>> = {}): Seen {
  const value = (field: keyof typeof OPEN) => instead[field] ?? row[field] ?? OPEN[field];
  const bcdDevice = instead.bcd ?? row.bcdLo ?? row.bcdHi ?? 0x0100;
  return {
    device: {
      vid: value('vid'),
      pid: value('pid'),
      bcdDevice,
      class: value('deviceClass'),
      subclass: value('deviceSubclass'),
      protocol: value('deviceProtocol'),
    },
    setting: { number: value('number'), class: value('class'), subclass: value('subclass'), protocol: value('protocol') },
  };
}

/** Steps of one in binary-coded decimal, which is what aliases can say; `null` beyond the ends. */
function besides(bcd: number, step: 1 | -1): number | null {
  const decimal = Number(bcd.toString(16));
  const next = decimal + step;
  return Number.isNaN(decimal) || next < 0 || next > 9999 ? null : Number.parseInt(String(next), 16);
}

function neighbours(row: DriverRow): Seen[] {
  const fields = (Object.keys(OPEN) as (keyof typeof OPEN)[]).filter((field) => row[field] !== undefined);
  const wide = (field: string) => (field === 'vid' || field === 'pid' ? 0xffff : 0xff);
  const missing = fields.map((field) => fitting(row, { [field]: ((row[field] ?? 0) + 1) & wide(field) }));
  const below = row.bcdLo === undefined ? null : besides(row.bcdLo, -1);
  const above = row.bcdHi === undefined ? null : besides(row.bcdHi, 1);
  return [...missing, ...[below, above].flatMap((bcd) => (bcd === null ? [] : [fitting(row, { bcd })]))];
}

/** The string that the kernel asks modprobe with; Linux drivers/usb/core/driver.c, usb_uevent. In capital hexadecimal. */
function aliasOf({ device, setting }: Seen): string {
  const [h4, h2] = [(n: number) => hex4(n).toUpperCase(), (n: number) => hex2(n).toUpperCase()];
  const ofDevice = `v${h4(device.vid)}p${h4(device.pid)}d${h4(device.bcdDevice)}dc${h2(device.class)}dsc${h2(device.subclass)}dp${h2(device.protocol)}`;
  return `usb:${ofDevice}ic${h2(setting.class)}isc${h2(setting.subclass)}ip${h2(setting.protocol)}in${h2(setting.number)}`;
}

/** Aliases a call. Before each stands a module's name, which modprobe repeats, so that its answers can be told apart. */
const BATCH = 1000;
const MARK = 'loop';

/** Module names for each alias, as this kernel's package resolves them; nothing is loaded. */
async function resolve({ tree, release }: Pick<Image, 'tree' | 'release'>, aliases: readonly string[]): Promise<Set<string>[]> {
  const modprobe = await findTool('modprobe');
  if (modprobe === null) throw new LabUnavailable('run: apt-get install -y --no-install-recommends kmod');
  const answers: Set<string>[] = [];
  for (let at = 0; at < aliases.length; at += BATCH) {
    const batch = aliases.slice(at, at + BATCH);
    const words = batch.flatMap((alias) => [MARK, alias]);
    // It ends with 1 where one alias has no module, which many are made for.
    const end = ['sh', '-c', '"$@"; test $? -le 1', 'sh'];
    const text = String(await runTool('env', [...end, modprobe, '-d', tree, '-S', release, '--resolve-alias', '-a', ...words]));
    const [before, ...parts] = text.split(new RegExp(`^${MARK}\\n`, 'm'));
    if (before !== '' || parts.length !== batch.length) throw new Error(`modprobe answered ${parts.length} of ${batch.length} aliases`);
    answers.push(...parts.map((part) => new Set(part.split('\n').filter((line) => line !== ''))));
  }
  return answers;
}

const moduleOf = (driver: string) => driver.replaceAll('-', '_');

/** Prints each difference, then `N rows, N interfaces, N equal, N differ`. The exit code: 0 where none differs, 0 with a skip. */
export async function runMatch(cache: string): Promise<number> {
  try {
    return await compare(await prepareImage(cache));
  } catch (error) {
    if (!(error instanceof LabUnavailable)) throw error;
    process.stdout.write(`skipped: ${error.message}\n`);
    return process.env['CI'] ? 1 : 0;
  }
}

async function compare(image: Image): Promise<number> {
  const kernel = tableKernels().find((k) => k.startsWith(`${/^\d+\.\d+/.exec(image.release)?.[0]}.`));
  if (kernel === undefined) throw new LabUnavailable(`no driver tables for the lab's kernel ${image.release}`);
  const tables = kernelTables(kernel);
  const rows = [...tables.drivers.values()].flat();
  const made = rows.flatMap((row) => [
    { row, fits: true, seen: fitting(row) },
    ...neighbours(row).map((seen) => ({ row, fits: false, seen })),
  ]);
  const answers = await resolve(
    image,
    made.map(({ seen }) => aliasOf(seen)),
  );
  const ours = new Set([...tables.drivers.keys()].map(moduleOf));
  let differ = 0;
  for (const [index, { row, fits, seen }] of made.entries()) {
    const foretold = matchingRows(tables, seen.device, seen.setting);
    const mine = foretold
      .map(({ driver }) => moduleOf(driver))
      .sort()
      .join(' ');
    const theirs = [...(answers[index] ?? [])]
      .filter((name) => ours.has(name))
      .sort()
      .join(' ');
    // An interface made for a row that its own driver passes over would prove nothing.
    const taken = !fits || foretold.some(({ driver }) => driver === row.driver);
    if (mine === theirs && taken) continue;
    differ++;
    process.stdout.write(`${row.driver} row ${row.order}: ${aliasOf(seen)}\n  tables: ${mine}\n  kernel: ${theirs}\n`);
  }
  process.stdout.write(`${rows.length} rows, ${made.length} interfaces, ${made.length - differ} equal, ${differ} differ\n`);
  return differ === 0 ? 0 : 1;
}
