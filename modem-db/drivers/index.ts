import { z } from 'zod';
import { type DriverRow, readRow, type StoredRow } from './rows.ts';
import tablesText from './tables.json?raw';

export type { DriverRow } from './rows.ts';

/** What the modem drivers of one kernel take, and which package of OpenWrt brings each. */
export interface DriverTables {
  /** Whose tables these are: `6.6.144`. */
  readonly kernel: string;
  /** The release that was asked for; of a kernel that no release has, `Linux 6.1.192`. */
  readonly release: string;
  /** The release whose tables these are, where the asked one lies between two known ones. */
  readonly judgedBy: string;
  readonly source: string;
  /** True: nobody read the tables of this very kernel; `source` says what they were put together from. */
  readonly reconstructed: boolean;
  /** Rows in the driver's own order. Of a release, only drivers that OpenWrt packages. */
  readonly drivers: ReadonlyMap<string, readonly DriverRow[]>;
  /**
   * Drivers in the order in which the router loads them, which is the order in which the kernel asks them: those of
   * `/etc/modules-boot.d` first (storage), then `/etc/modules.d` by file name, what a module needs before it
   * (ubox kmodloader.c; AUTOLOAD in OpenWrt's package/kernel/linux/modules/usb.mk).
   */
  readonly registration: readonly string[];
  /** Package of OpenWrt that holds the driver; `null` where it has none. */
  kmodOf(driver: string): string | null;
}

const TableFile = z.strictObject({
  source: z.string(),
  kernels: z.array(z.strictObject({ kernel: z.string(), reconstructed: z.boolean().default(false), source: z.string() })).max(31),
  /** Kernel of every point release, oldest first; not every one of these kernels has tables. */
  releases: z.record(z.string().regex(/^\d+\.\d+\.\d+$/), z.string()),
  drivers: z.array(z.strictObject({ driver: z.string(), kmod: z.string().nullable(), file: z.string(), rows: z.array(z.string()) })),
});

interface Loaded {
  readonly file: z.infer<typeof TableFile>;
  readonly rows: ReadonlyMap<string, readonly StoredRow[]>;
  readonly kmods: ReadonlyMap<string, string | null>;
  readonly known: readonly Known[];
  readonly answers: Map<string, DriverTables>;
  readonly made: Map<string, Pick<DriverTables, 'drivers' | 'registration'>>;
  readonly ofVendor: Map<number, readonly DriverRow[]>;
  every?: readonly DriverTables[];
}

let loaded: Loaded | null = null;

/** The file is text until somebody asks: an app that foretells nothing does not read it. */
function load(): Loaded {
  if (loaded) return loaded;
  const file = TableFile.parse(JSON.parse(tablesText));
  const rows = new Map(file.drivers.map((d) => [d.driver, d.rows.map(readRow)]));
  const kmods = new Map(file.drivers.map((d) => [d.driver, d.kmod]));
  loaded = { file, rows, kmods, known: knownReleases(file), answers: new Map(), made: new Map(), ofVendor: new Map() };
  return loaded;
}

/** Point releases of OpenWrt that can be asked for, oldest first. */
export function tableReleases(): readonly string[] {
  return Object.keys(load().file.releases);
}

/** Kernels whose tables are known, those of no release among them (`6.1.192`, the lab's). */
export function tableKernels(): readonly string[] {
  return load().file.kernels.map((k) => k.kernel);
}

/**
 * The tables of a point release (`24.10.8`). One that lies between two known ones is judged by that of the same series whose kernel is
 * nearest, the older where two are as near; one of an unknown series, or no version at all, by the newest.
 */
export function driverTables(release: string): DriverTables {
  const version = release.trim().replace(/^(OpenWrt\s+)?v?/i, '');
  const { file, answers } = load();
  const known = answers.get(version) ?? tablesOf(version);
  // What is no release can be anything, and is asked for once.
  if (Object.hasOwn(file.releases, version)) answers.set(version, known);
  return known;
}

function tablesOf(version: string): DriverTables {
  const { file, known } = load();
  const kernel = Object.hasOwn(file.releases, version) ? file.releases[version] : undefined;
  if (kernel !== undefined && tableKernels().includes(kernel)) return tables(kernel, version, version, true);
  const series = known.filter((r) => seriesOf(r.version) === seriesOf(version));
  const judge = kernel === undefined ? newest(series, version) : nearest(series, sublevel(kernel));
  const { version: judgedBy, kernel: judged } = judge ?? known.at(-1) ?? { version, kernel: '' };
  return tables(judged, version, judgedBy, true);
}

/** The tables of one kernel of `tableKernels()`, drivers without a package of OpenWrt too. Throws RangeError for another. */
export function kernelTables(kernel: string): DriverTables {
  return tables(kernel, `Linux ${kernel}`, `Linux ${kernel}`, false);
}

/** The tables of every kernel that is known, each once: those of releases, the newest first, then of kernels that no release has. */
export function everyTables(): readonly DriverTables[] {
  const known = load();
  known.every ??= [
    ...known.known.map(({ version }) => driverTables(version)).reverse(),
    ...known.file.kernels.flatMap(({ kernel }) => (known.known.some((one) => one.kernel === kernel) ? [] : [kernelTables(kernel)])),
  ];
  return known.every;
}

/**
 * Rows that name this vid:pid, or its vendor without a product, of every kernel that is known; those of OpenWrt's newest kernel first.
 * What one kernel says of an interface's codes holds of the device whichever kernel it meets.
 */
export function rowsOfAnyKernel(vid: number, pid: number): readonly DriverRow[] {
  const known = load();
  const ofVendor = known.ofVendor.get(vid) ?? rowsOfVendor(vid, known);
  known.ofVendor.set(vid, ofVendor);
  return ofVendor.filter((row) => row.pid === undefined || row.pid === pid);
}

function rowsOfVendor(vid: number, { file, rows }: Loaded): readonly DriverRow[] {
  const newest = file.kernels.findIndex(({ kernel }) => kernel === Object.values(file.releases).at(-1));
  const found = [...rows].flatMap(([driver, own]) =>
    own.flatMap(({ fields, info, kernels }, order) => (fields.vid === vid ? [{ kernels, row: { driver, order, ...fields, info } }] : [])),
  );
  const inNewest = ({ kernels }: { readonly kernels: number }) => Number((kernels & (1 << newest)) !== 0);
  return found.sort((a, b) => inNewest(b) - inNewest(a)).map(({ row }) => row);
}

interface Known {
  readonly version: string;
  readonly kernel: string;
}

/** Releases at whose kernel the tables were taken, oldest first. */
function knownReleases({ releases, kernels }: Loaded['file']): Known[] {
  const taken = new Set(kernels.map(({ kernel }) => kernel));
  return Object.entries(releases).flatMap(([version, kernel]) => (taken.has(kernel) ? [{ version, kernel }] : []));
}

const seriesOf = (version: string) => version.split('.').slice(0, 2).join('.');
const sublevel = (kernel: string) => Number(kernel.split('.')[2] ?? 0);

function nearest(series: readonly Known[], wanted: number): Known | undefined {
  const distance = ({ kernel }: Known) => Math.abs(sublevel(kernel) - wanted);
  return series.reduce<Known | undefined>((best, one) => (best && distance(best) <= distance(one) ? best : one), undefined);
}

/** The last known one that is not newer than the version; a series' newest where the version is beyond it. */
function newest(series: readonly Known[], version: string): Known | undefined {
  const point = Number(version.split('.')[2] ?? Number.POSITIVE_INFINITY);
  return series.filter((r) => Number(r.version.split('.')[2]) <= point).at(-1) ?? series[0];
}

function tables(kernel: string, release: string, judgedBy: string, packagedOnly: boolean): DriverTables {
  const { file, kmods, made } = load();
  const index = file.kernels.findIndex((k) => k.kernel === kernel);
  const entry = file.kernels[index];
  if (!entry) throw new RangeError(`no driver tables of kernel ${kernel}`);
  const key = `${index} ${packagedOnly}`;
  const drivers = made.get(key) ?? rowsOf(index, packagedOnly);
  made.set(key, drivers);
  const kmodOf = (driver: string) => kmods.get(driver) ?? null;
  return { kernel, release, judgedBy, source: entry.source, reconstructed: entry.reconstructed, ...drivers, kmodOf };
}

function rowsOf(index: number, packagedOnly: boolean): Pick<DriverTables, 'drivers' | 'registration'> {
  const { file, rows } = load();
  const drivers = new Map<string, readonly DriverRow[]>();
  for (const { driver, kmod } of file.drivers) {
    if (packagedOnly && kmod === null) continue;
    const own = (rows.get(driver) ?? []).filter(({ kernels }) => (kernels & (1 << index)) !== 0);
    if (own.length > 0)
      drivers.set(
        driver,
        own.map(({ fields, info }, order) => ({ driver, order, ...fields, info })),
      );
  }
  return { drivers, registration: [...drivers.keys()] };
}
