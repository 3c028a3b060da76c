import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedDevice } from '../../../electron/drivers/compare.ts';
import { forecast } from '../../../electron/drivers/forecast.ts';
import { type DriverTables, kernelTables, tableKernels } from '../../../modem-db/drivers/index.ts';
import { ruleDevices } from '../../drivers/rule-devices/index.ts';
import type { Places } from '../boot.ts';
import { readResults } from '../case.ts';
import { prepareImage } from '../image.ts';
import { kernelComplaints } from '../kernel-log.ts';
import { runScript } from '../lab.ts';
import { runMatch } from '../match.ts';
import { LabUnavailable } from '../tools.ts';
import { type Choice, chooseDevices } from './devices.ts';
import { keep } from './fixture.ts';
import { Seen, writeDevice } from './wire.ts';

/** Seconds a device that the guest gets at the most, and for the start of it all. */
const SECONDS_EACH = 4;
const SECONDS_START = 120;

export interface DriversOptions extends Choice {
  /** Keeps what the kernel bound to the rules' devices as a fixture. */
  readonly record: boolean;
  /** Whether the match level goes first. */
  readonly match: boolean;
}

/**
 * In the guest the drivers are loaded in the order of the tables, which is the order in which a router loads them and in which the kernel
 * asks them; nobody else is to load or name anything. Debian turns round what cdc_ncm prefers of a function that is NCM and MBIM at once
 * (its patch cdc_ncm-cdc_mbim-use-ncm-by-default); routers have it as it is in Linux.
 */
const guestScript = (tables: DriverTables) => `modprobe -r option qmi_wwan cdc_mbim cdc_acm 2> /dev/null
for module in ${tables.registration.join(' ')}; do
  modprobe "$module" || echo "no $module" >&2
done
echo Y > /sys/module/cdc_ncm/parameters/prefer_mbim
udevadm control --exit
read -r before _ < /proc/uptime
UV_THREADPOOL_SIZE=48 node "$LAB_BUILT/shapes.mjs" "$LAB_CASE/devices" "$LAB_CASE/seen"
status=$?
read -r after _ < /proc/uptime
echo "$((\${after%.*} - \${before%.*})) s in the guest"
exit $status
`;

/** Prints the match level's line, what differs, and last `N devices, N interfaces, N equal, N differ`. Resolves to the exit status. */
export async function runDrivers(places: Places, options: DriversOptions): Promise<number> {
  try {
    const matched = options.match ? await runMatch(places.cache) : 0;
    const compared = await compare(places, options);
    return matched === 0 ? compared : matched;
  } catch (error) {
    if (!(error instanceof LabUnavailable)) throw error;
    console.log(`skipped: ${error.message}`);
    return process.env['CI'] ? 1 : 0;
  }
}

async function compare(places: Places, options: DriversOptions): Promise<number> {
  const { release } = await prepareImage(places.cache);
  const kernel = tableKernels().find((k) => k.startsWith(`${/^\d+\.\d+/.exec(release)?.[0]}.`));
  if (kernel === undefined) throw new LabUnavailable(`no driver tables for the lab's kernel ${release}`);
  const tables = kernelTables(kernel);
  const { devices, leftOut } = chooseDevices(tables, options);
  console.log(
    `seed ${options.seed}${leftOut.length > 0 ? `; ${leftOut.length} left out, which need more than fifteen endpoints a direction` : ''}`,
  );
  const { seen, complaints } = await look(places, tables, devices);
  const differences = devices.map((device) => differing(device, tables, seen.get(device.name)));
  for (const line of differences.flatMap(({ lines }) => lines)) console.log(line);
  for (const line of complaints) console.log(`kernel: ${line}`);
  if (options.record) keep(places.checkout, kernel, ruleDevices(tables), seen);
  const interfaces = differences.reduce((sum, one) => sum + one.interfaces, 0);
  const differ = differences.reduce((sum, one) => sum + one.differ, 0);
  console.log(`${devices.length} devices, ${interfaces} interfaces, ${interfaces - differ} equal, ${differ} differ`);
  return differ === 0 && complaints.length === 0 ? 0 : 1;
}

async function look(
  places: Places,
  tables: DriverTables,
  devices: readonly NamedDevice[],
): Promise<{ seen: Map<string, Seen>; complaints: string[] }> {
  mkdirSync(join(places.run, 'drivers', 'cases', '00'), { recursive: true });
  const folder = join(places.run, 'drivers', 'cases', '00');
  writeFileSync(join(folder, 'devices'), devices.map((one) => `${writeDevice(one)}\n`).join(''));
  const script = join(places.run, 'drivers.sh');
  writeFileSync(script, guestScript(tables));
  await runScript(places, script, [], SECONDS_START + devices.length * SECONDS_EACH, 'drivers');
  const results = await readResults(folder);
  const file = join(folder, 'seen');
  if (!existsSync(file)) throw new Error(`nothing was seen: ${results.stderr}`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const seen = new Map(lines.map((line) => Seen.parse(JSON.parse(line))).map((one) => [one.name, one]));
  return { seen, complaints: kernelComplaints(await results.read('kernel.log').catch(() => '')) };
}

interface Compared {
  readonly interfaces: number;
  readonly differ: number;
  readonly lines: readonly string[];
}

function differing({ name, shape }: NamedDevice, tables: DriverTables, seen: Seen | undefined): Compared {
  const { configuration, interfaces } = forecast(shape, tables);
  const foretold = new Map(interfaces.map((verdict) => [verdict.number, verdict]));
  const found = new Map(seen?.interfaces.map(({ number, driver }) => [number, driver]));
  const numbers = [...new Set([...foretold.keys(), ...found.keys()])].sort((a, b) => a - b);
  const id = `${shape.vid.toString(16).padStart(4, '0')}:${shape.pid.toString(16).padStart(4, '0')}`;
  if (seen === undefined || seen.configuration !== configuration) {
    const what = seen === undefined ? 'was not seen' : `has configuration ${seen.configuration}, foretold ${configuration}`;
    return { interfaces: numbers.length, differ: numbers.length, lines: [`${name} (${id}) ${what}`] };
  }
  const wrong = numbers.filter(
    (number) => !found.has(number) || !foretold.has(number) || found.get(number) !== foretold.get(number)?.driver,
  );
  const lines = wrong.map((number) => {
    const verdict = foretold.get(number);
    const theirs = found.has(number) ? (found.get(number) ?? 'none') : 'no such interface';
    const because = verdict ? `${verdict.rule} ${JSON.stringify(verdict.values)}, row ${JSON.stringify(verdict.row)}` : '';
    return `${name} (${id}) interface ${number}: kernel ${theirs}, forecast ${verdict ? (verdict.driver ?? 'none') : 'no such interface'} (${because})`;
  });
  return { interfaces: numbers.length, differ: wrong.length, lines };
}
