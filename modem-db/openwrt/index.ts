import releasesJson from './releases.json' with { type: 'json' };
import { type Menu, type Options, type Proto, ProtoName, type QuirkName, ReleaseFile, type Series } from './schema.ts';

/** One tagged point release of OpenWrt, whole: what its series shares and what came with the points up to it. Frozen. */
export interface Release {
  /** `24.10.8`. */
  readonly version: string;
  readonly series: string;
  /** Kernel series of most targets, e.g. `6.6`. */
  readonly kernel: string;
  readonly packageManager: 'opkg' | 'apk';
  readonly firewall: 'fw3' | 'fw4';
  readonly protos: Readonly<Record<ProtoName, Readonly<Proto>>>;
  readonly interfaceOptions: Readonly<Options>;
  readonly deviceOptions: Readonly<Options>;
  readonly packages: Readonly<Series['packages']>;
  readonly serialPackages: Readonly<Series['serialPackages']>;
  readonly cardPackages: Readonly<Series['cardPackages']>;
  readonly storagePackages: readonly string[];
  readonly menu: Readonly<Menu>;
  readonly ncmManufacturers: readonly string[];
  readonly quirks: readonly QuirkName[];
  readonly source: string;
}

export type { ProtoName, QuirkName } from './schema.ts';

/** Oldest first. Throws where the file does not fit its schema: a wrong fact must not reach a router. */
export function loadReleases(file: unknown = releasesJson): readonly Release[] {
  const { series } = ReleaseFile.parse(file);
  return freeze(series.flatMap(pointReleases));
}

function pointReleases(series: Series): Release[] {
  const { releases, busybox: _busybox, ...shared } = series;
  let { protos, interfaceOptions, deviceOptions } = series;
  return releases.map(({ version, adds, netifd }) => {
    protos = structuredClone(protos);
    for (const name of ProtoName.options) Object.assign(protos[name].options, adds?.[name]);
    interfaceOptions = { ...interfaceOptions, ...netifd?.interface };
    deviceOptions = { ...deviceOptions, ...netifd?.device };
    return { ...shared, version, protos, interfaceOptions, deviceOptions };
  });
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}

const releases = loadReleases();
const byVersion = new Map(releases.map((release) => [release.version, release]));

/** Every known point release, oldest first. */
export function listReleases(): readonly Release[] {
  return releases;
}

/** The release of that exact version (`24.10.8`, a leading `v` or `OpenWrt ` is passed over); undefined where there is none. */
export function findRelease(version: string): Release | undefined {
  return byVersion.get(version.trim().replace(/^(OpenWrt\s+)?v?/i, ''));
}

/** The release nearest to a version that is not known: of the same series if there is one. The newest for what is no version. */
export function nearestRelease(version: string, among: readonly Release[] = releases): Release | undefined {
  const wanted = weight(version);
  if (wanted === null) return among.at(-1);
  const distance = (release: Release) => Math.abs((weight(release.version) ?? 0) - wanted);
  return among.reduce<Release | undefined>((best, release) => (!best || distance(release) <= distance(best) ? release : best), undefined);
}

/** A version as one number; without its point it stands for the newest of its series. */
function weight(version: string): number | null {
  const parts = /(\d{2})\.(\d{2})(?:\.(\d{1,2}))?/.exec(version);
  if (!parts) return null;
  return Number(parts[1]) * 1_200 + Number(parts[2]) * 100 + Number(parts[3] ?? 99);
}
