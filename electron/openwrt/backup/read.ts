import { BenchError } from '../../contract/errors.ts';
import type { FileDiff, RouterSummary } from '../../contract/router-backup.ts';
import { routerPaths } from '../router-paths.ts';
import type { UciConfig } from '../uci.ts';
import { parseUci, UciParseError } from '../uci-parse.ts';
import { ofType, shown } from './config.ts';
import { gunzipBounded } from './gunzip.ts';
import { readPasted } from './pasted/read.ts';
import { diffOf } from './preview.ts';
import { protoOf } from './records.ts';
import { applySetup, type RouterSetup } from './setup-model.ts';
import { type RouterFiles, summarize } from './summary.ts';
import { readTar } from './tar.ts';
import { BLOCK, checksumFits } from './tar-header.ts';

/** Bytes, and entries, of a backup. A router's flash is smaller; what technicians add by sysupgrade.conf can be a lot. */
export const backupLimits = {
  compressed: 32 * 1024 * 1024,
  archive: 64 * 1024 * 1024,
  entries: 20_000,
  /** Of one file that is looked at: a configuration of several thousand lines. */
  file: 256 * 1024,
  /** Of one record of a bundle: twenty names of 253 characters, as many of earlier ones, and some lines. */
  record: 16 * 1024,
  /** Of the network's configuration. */
  sections: 1500,
  /** Of a text in place of an archive: all of `uci show` and `uci export`, each several times. */
  text: 2 * 1024 * 1024,
} as const;

/** Configurations that are looked at. */
const configs = ['network', 'firewall', 'dhcp', 'mwan3', 'system', 'wireless', 'qmodem', 'modem'] as const;
type ConfigName = (typeof configs)[number];
/** Those that have to be what uci would read. */
const needed: readonly ConfigName[] = ['network', 'firewall'];
/** Those that most routers have. */
const usual = ['firewall', 'dhcp', 'wireless'] as const;

const single = [
  ...configs.map((name) => `etc/config/${name}` as const),
  'etc/uci-defaults/10_disable_services',
  'etc/openwrt_release',
  'etc/board.json',
  'etc/backup/installed_packages.txt',
] as const;
const record = new RegExp(`^${routerPaths.folder.slice(1)}/([A-Za-z0-9_]{1,15})\\.(added|usb|owners)$`);
const setupScript = routerPaths.setup.slice(1);
/** Interfaces that bundles added; a router has some. */
const RECORDS = 200;

/**
 * A router's own backup. What it tells is in `summary`, without a secret. The configurations themselves, with keys and passwords in
 * them, stay private: they only serve to show what would change, secrets as asterisks.
 */
export class RouterBackup {
  readonly summary: RouterSummary;
  readonly #files: RouterFiles;

  constructor(files: RouterFiles) {
    this.#files = files;
    this.summary = summarize(files);
  }

  /**
   * What the setup script will change in the configuration of this very router, a list of lines for each file that changes. Secrets, of the
   * bundle as of the router, are asterisks. Empty where it changes nothing, or would give up (`fitToRouter` says why).
   */
  preview(setup: RouterSetup): FileDiff[] {
    return diffOf(applySetup(this.#files, setup));
  }
}

/**
 * Reads what a router tells of itself, found out from the bytes: a backup as `sysupgrade -b` and LuCI make it (`.tar.gz`, or its tar; names
 * `etc/...` or `./etc/...`; ustar, GNU or pax headers), or a text (`readPasted`). Nothing is unpacked to anywhere; links and devices are passed
 * over; of an entry that comes twice the last one counts, as when tar unpacks it.
 * Throws BACKUP_NOT_ARCHIVE, BACKUP_DAMAGED, BACKUP_TOO_LARGE, BACKUP_UNSAFE, BACKUP_INCOMPLETE (without /etc/config/network) and
 * BACKUP_CONFIG_INVALID (network or firewall that uci would not read).
 */
export async function readRouterBackup(bytes: Uint8Array): Promise<RouterBackup> {
  const { compressed, archive } = backupLimits;
  if (bytes.length > compressed) throw new BenchError('BACKUP_TOO_LARGE', { what: 'bytes', most: compressed });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readArchive(gunzipBounded(bytes, archive));
  if (bytes.length >= BLOCK && checksumFits(bytes.subarray(0, BLOCK))) return readArchive(once(bytes));
  return new RouterBackup(pastedFiles(bytes));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function readArchive(chunks: AsyncIterable<Uint8Array>): Promise<RouterBackup> {
  const { archive, entries } = backupLimits;
  const kept = new Map<string, Uint8Array>();
  let waiting = false;
  for await (const { path, data, regular } of readTar(chunks, isWanted, { entries, file: mostOf, archive })) {
    if (data) kept.set(path, data);
    // A link or a folder of that name takes the file's place; where it leads is not followed.
    else kept.delete(path);
    if (path === setupScript) waiting = regular;
    if (kept.size > single.length + RECORDS) throw new BenchError('BACKUP_TOO_LARGE', { what: routerPaths.folder, most: RECORDS });
  }
  return new RouterBackup(parsed(kept, waiting));
}

const mostOf = (path: string) => (record.test(path) ? backupLimits.record : backupLimits.file);
const isWanted = (path: string) => single.some((name) => name === path) || record.test(path);

function parsed(kept: ReadonlyMap<string, Uint8Array>, waiting: boolean): RouterFiles {
  const text = (path: (typeof single)[number]) => {
    const data = kept.get(path);
    return data ? new TextDecoder().decode(data) : null;
  };
  const records = [...kept].flatMap(([path, data]) => {
    const parts = record.exec(path);
    return parts ? [{ name: parts[1] ?? '', kind: parts[2], text: new TextDecoder().decode(data).trim() }] : [];
  });
  const ofKind = (wanted: string) => new Map(records.filter(({ kind }) => kind === wanted).map(({ name, text: lines }) => [name, lines]));
  return {
    ...allConfigs((name) => config(kept, name)),
    text: null,
    disabledServices: text('etc/uci-defaults/10_disable_services'),
    openwrtRelease: text('etc/openwrt_release'),
    board: text('etc/board.json'),
    packages: text('etc/backup/installed_packages.txt'),
    added: new Map([...ofKind('added')].map(([name, lines]) => [name, lines.split('\n')])),
    usb: ofKind('usb'),
    owners: new Map([...ofKind('owners')].flatMap(([name, lines]) => keptSections(name, lines))),
    waiting,
  };
}

/** The configurations, of which the network has to be there. */
function allConfigs(read: (name: ConfigName) => UciConfig | null): Pick<RouterFiles, ConfigName> {
  const network = read('network');
  if (!network) throw new BenchError('BACKUP_INCOMPLETE', { file: '/etc/config/network' });
  if (network.sections.length > backupLimits.sections)
    throw new BenchError('BACKUP_TOO_LARGE', { what: '/etc/config/network', most: backupLimits.sections });
  return {
    network,
    firewall: read('firewall'),
    dhcp: read('dhcp'),
    mwan3: read('mwan3'),
    system: read('system'),
    wireless: read('wireless'),
    qmodem: read('qmodem'),
    modem: read('modem'),
  };
}

/**
 * What a text has in place of the files of a backup. What else a backup would tell is not known from it. Only the link by which a bundle's interface
 * finds its dongle shows that the interface is one's.
 */
function pastedFiles(bytes: Uint8Array): RouterFiles {
  const pasted = readPasted(bytes, configs, needed, { text: backupLimits.text, file: backupLimits.file });
  if (!pasted) throw new BenchError('BACKUP_NOT_ARCHIVE');
  const files = allConfigs((name) => pasted.configs.get(name) ?? null);
  const ours = ofType(files.network, 'interface').filter(
    ({ name, options }) => name !== null && options.get('device') === `${routerPaths.links}/${name}`,
  );
  const lacks = usual.filter((name) => (name === 'firewall' ? ofType(files.firewall, 'zone').length === 0 : files[name] === null));
  return {
    ...files,
    text: { lacks: pasted.complete ? [] : lacks, strangeLines: pasted.strange.slice(0, 20) },
    disabledServices: null,
    openwrtRelease: pasted.release && `DISTRIB_RELEASE='${pasted.release}'\n`,
    board: pasted.board && JSON.stringify({ model: { id: pasted.board } }),
    packages: null,
    added: new Map(ours.map((section) => [section.name ?? '', [protoOf(section)]])),
    usb: new Map(),
    owners: new Map(),
    waiting: false,
  };
}

/** What a bundle took out for its interface; nothing where uci would not read it. */
function keptSections(name: string, text: string): [string, UciConfig][] {
  try {
    return [[name, parseUci(text)]];
  } catch (error) {
    if (error instanceof UciParseError) return [];
    throw error;
  }
}

/** A configuration that uci would not read is as good as none, but where everything hangs on it. */
function config(kept: ReadonlyMap<string, Uint8Array>, name: ConfigName): UciConfig | null {
  const data = kept.get(`etc/config/${name}`);
  if (!data) return null;
  try {
    return parseUci(data);
  } catch (error) {
    if (!(error instanceof UciParseError)) throw error;
    if (!needed.includes(name)) return null;
    throw new BenchError('BACKUP_CONFIG_INVALID', { file: `/etc/config/${name}`, line: error.line, reason: shown(error.reason) });
  }
}
