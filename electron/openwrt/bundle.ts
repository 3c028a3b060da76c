import { createHash } from 'node:crypto';
import type { Release } from '../../modem-db/openwrt/index.ts';
import type { UsbModeFile } from '../../modem-db/openwrt/usbmode/index.ts';
import { BenchError } from '../contract/errors.ts';
import { type BundleFile, Manifest } from '../contract/manifest.ts';
import type { Phrase } from '../contract/plan.ts';
import type { Verdict } from '../contract/verdict.ts';
import { toPublic, type Wishes } from '../contract/wishes.ts';
import type { Language, Mode } from '../contract/words.ts';
import { type ArchiveFile, packArchive } from './archive.ts';
import { program } from './features/feature.ts';
import {
  type Claim,
  claimOf,
  type Feature,
  type FeaturesInput,
  featuresFor,
  filesOf,
  identityLines,
  needsAtPort,
  type OfflinePackages,
  type WantedConfiguration,
  withPackages,
} from './features/index.ts';
import { multiwanPolicy } from './features/multiwan.ts';
import { exportNames, type FileNames } from './file-names.ts';
import { type Image, imageOf } from './image.ts';
import type { RouterNewId } from './new-id-lines.ts';
import { bundlePage, type PageInput } from './page.ts';
import { setupParameters } from './parameters.ts';
import { needsControlNode, packagesFor, planInterface, withWay } from './protos.ts';
import { cardDevice, routerNodes } from './router-nodes.ts';
import { routerPaths } from './router-paths.ts';
import functions from './scripts/functions.sh?raw';
import setupProgram from './scripts/setup.sh?raw';
import undo from './scripts/undo.sh?raw';
import { checkWishes, requireRelease } from './wishes.ts';
import { holdsSecret, type InterfacePlan, type RouterDongle, type Warning, warning } from './writers/writer.ts';

/** The dongle as the bench knows it. Its strings come from the device; they are bounded here and never executed. */
export interface BundleDongle {
  /** From the database, else the product string. */
  readonly name: string;
  /** Four lower-case hex digits each, of the composition in `mode`. */
  readonly vid: string;
  readonly pid: string;
  readonly mode: Mode;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly revision: string | null;
  readonly imei: string | null;
  /** Its last four digits, where no more of it is known. */
  readonly imeiEnd?: string | null | undefined;
  readonly iccid: string | null;
  /** As this host calls it: `/dev/cdc-wdm0`, `/dev/ttyUSB2`. `null`: none known, which throws CONTROL_NODE_MISSING; not for ECM and RNDIS. */
  readonly controlNode: string | null;
  /** bInterfaceNumber of a serial control node; the router tells ports apart by it, whatever they are called. */
  readonly controlInterface?: number | null | undefined;
  readonly netDevice: string | null;
  /** All nodes of the dongle on this host, so that a tty's number can be counted from its first one. */
  readonly nodes?: readonly string[] | undefined;
  readonly vendorFamily: string;
  readonly hasUimState?: boolean | undefined;
  /** The driver that this host bound to the serial port with the AT commands: `option`, `cdc_acm`. */
  readonly serialDriver?: string | null | undefined;
  /** The driver of its network card: `cdc_ncm`. */
  readonly cardDriver?: string | null | undefined;
  /** As what the network let this SIM in; undefined where it did not, or was not asked. */
  readonly registration?: 'home' | 'roaming' | undefined;
  /** As `RouterDongle` has it. */
  readonly dial?: RouterDongle['dial'];
  /** Address of the router that the stick itself is, dotted IPv4, and the name of its page, where they are known. */
  readonly routerAddress?: string | null | undefined;
  readonly pageDomain?: string | null | undefined;
  /** Where drivers of the release lack its id. */
  readonly newIds?: readonly RouterNewId[] | undefined;
}

export interface BundleInput {
  readonly wishes: Wishes;
  readonly dongle: BundleDongle;
  /** `Modem Bench 0.1.0`. */
  readonly generator: string;
  /** What was done to the dongle, for the page. */
  readonly done?: readonly Phrase[] | undefined;
  /** The bench test, for the page. */
  readonly checks?: PageInput['checks'] | undefined;
  /** What the bench saw of the dongle; none where it was not there. */
  readonly verdict?: Verdict | null | undefined;
  readonly language?: Language | undefined;
  /** What is to be known of this dongle on that router, for the page; keys under `bundle.warnings`. */
  readonly warnings?: readonly Warning[] | undefined;
  /** Target and subtarget of the router (`ramips/mt7621`), where they are known, for the firmware selector. */
  readonly target?: string | null | undefined;
  /** Where the release's usbmode would not switch the dongle, or would harm it: entries instead of the stock ones of these ids (`12d1:1f01`). */
  readonly usbMode?: { readonly ids: readonly string[]; readonly file: UsbModeFile } | null | undefined;
  /** Where the mode is a USB configuration that the router's kernel does not choose by itself. */
  readonly configuration?: WantedConfiguration | null | undefined;
  /** AT commands, one each and without a line end, that the dongle is given whenever it appears; for `packetDomainAtAttach`. */
  readonly attachCommands?: readonly string[] | undefined;
  /** AT command that restarts the modem; without one its USB port is let go and taken again. */
  readonly resetCommand?: string | null | undefined;
  /** bInterfaceNumber of the port with the AT commands; without one the control node is it, where that takes AT commands. */
  readonly atInterface?: number | null | undefined;
  /** bInterfaceNumber of another such port. */
  readonly besideAtInterface?: number | null | undefined;
  /** Package files, what others depend on first, and the version of the package `kernel` that modules among them are built for. */
  readonly offline?: OfflinePackages | null | undefined;
  /** What the dongle needs beyond the wishes: seconds before the protocol begins, a reset when the router has started; and what it must not get. */
  readonly needs?:
    | { readonly delay: number | null; readonly resetAtBoot: boolean; readonly polls?: boolean; readonly usbReset?: boolean }
    | undefined;
  /** Dotted IPv4 address at which this computer reaches the router, where it is known; else the one that OpenWrt begins with. */
  readonly reachedAt?: string | null | undefined;
  /** What the router's own backup changes of the wishes. */
  readonly fit?:
    | { readonly interfaceName?: string | undefined; readonly zone?: string | undefined; readonly metric?: number | undefined }
    | undefined;
}

export interface OutputFile {
  /** File name in the export folder, without a path. */
  readonly name: string;
  readonly data: Uint8Array;
  /** It holds a PIN or a password: written with mode 0600. */
  readonly secret: boolean;
}

/** Everything that is exported, in memory. */
export interface Bundle {
  readonly manifest: Manifest;
  /** What the interface is given, for a preview; it may hold a secret. */
  readonly plan: InterfacePlan;
  /** Also of what this bundle does not have, such as the first-boot script of an image. */
  readonly names: FileNames;
  /** The archive first, then the manifest, the page, and where there may be one the first-boot script of an image. */
  readonly files: readonly OutputFile[];
  /** What the archive holds, with contents. */
  readonly contents: readonly ArchiveFile[];
  readonly commands: { readonly packages: string; readonly importOverSsh: string; readonly remove: string };
  /** What it is made of whatever its files are called, for `numberBundle`. */
  readonly making: BundleMaking;
}

/** What a bundle will be, before any of its texts is made. */
export interface BundleOutline {
  readonly wishes: Wishes;
  readonly release: Release;
  readonly plan: InterfacePlan;
  readonly features: readonly Feature[];
  readonly packages: readonly string[];
  /** By what the router tells the dongle. */
  readonly identityLines: readonly string[];
  /** By what others on the router that have it are known. */
  readonly claim: Claim;
}

/** Finds out whether there can be a bundle, and what is in it. Throws as `buildBundle`. */
export function outlineBundle(input: BundleInput): BundleOutline {
  const { dongle } = input;
  const release = requireRelease(input.wishes.router);
  const atPort = atPortOf(input);
  const wishes = withWay(fitted(input), { ...dongle, hasAtPort: atPort !== null }, release);
  checkWishes(wishes, release);
  if (dongle.mode !== wishes.mode) throw new BenchError('MODE_NOT_OFFERED', { mode: wishes.mode });
  const card = !needsControlNode(wishes);
  const nodes = card ? { controlNode: null, netDevice: cardDevice(dongle.netDevice) } : routerNodes(dongle);
  const plan = planInterface(wishes, { ...dongle, ...nodes }, release);
  if (plan.finds === 'call' && atPort === null)
    throw new BenchError('PORT_UNKNOWN', { name: clean(dongle.name) ?? '', mode: wishes.onRouter.way });
  const featuresInput: FeaturesInput = {
    plan,
    onRouter: wishes.onRouter,
    identity: { vid: dongle.vid, pid: dongle.pid, port: wishes.onRouter.usbPort, serial: wishes.onRouter.usbSerial },
    control: nodes.controlNode?.startsWith('/dev/tty') ? requireInterface(dongle) : 'cdc-wdm',
    controlNode: nodes.controlNode,
    atPort,
    besideAtPort: input.besideAtInterface ?? null,
    dial: dongle.dial,
    usbMode: input.usbMode ?? null,
    configuration: input.configuration ?? null,
    newIds: dongle.newIds ?? [],
    attachCommands: input.attachCommands ?? [],
    // ModemManager has the port, and two would read each other's answers.
    resetCommand: wishes.onRouter.way === 'modemmanager' ? null : (input.resetCommand ?? null),
    polls: input.needs?.polls ?? true,
    usbReset: input.needs?.usbReset ?? true,
    storagePackages: release.storagePackages,
    offline: input.offline ?? null,
    packageManager: release.packageManager,
  };
  const features = featuresFor(featuresInput);
  const drivers = { node: dongle.controlNode, serialDriver: dongle.serialDriver ?? null, cardDriver: dongle.cardDriver ?? null };
  const extra = plan.second?.proto === '464xlat' ? ['464xlat'] : [];
  const packages = withPackages([...packagesFor(release, wishes.mode, drivers, wishes.onRouter.way), ...extra], features);
  const warnings = [
    ...(input.warnings ?? []),
    ...plan.warnings,
    ...(needsAtPort(featuresInput) ? [warning('at-port-unknown')] : []),
    ...multiwanWarning(wishes),
  ];
  return {
    wishes,
    release,
    plan: { ...plan, warnings },
    features,
    packages,
    identityLines: identityLines(featuresInput),
    claim: claimOf(featuresInput),
  };
}

/** Rules are the owner's: until one has the policy, mwan3 sends nothing by it. */
function multiwanWarning({ interfaceName, onRouter }: Wishes): Warning[] {
  return onRouter.multiwan === 'mwan3' ? [warning('mwan3-rules', { name: interfaceName, policy: multiwanPolicy(interfaceName) })] : [];
}

/** The port that takes AT commands: one of the dongle's serial ports, else the control node, where that takes them. */
function atPortOf({ atInterface, dongle, wishes }: BundleInput): number | 'cdc-wdm' | null {
  if (wishes.mode === 'ncm' && dongle.controlNode?.startsWith('/dev/cdc-wdm')) return 'cdc-wdm';
  if (atInterface !== undefined && atInterface !== null) return atInterface;
  return dongle.controlNode?.startsWith('/dev/tty') ? (dongle.controlInterface ?? null) : null;
}

/** A serial port without its interface's number could be any of the dongle's. Throws CONTROL_NODE_MISSING. */
function requireInterface({ controlInterface, controlNode }: BundleDongle): number {
  if (controlInterface === undefined || controlInterface === null)
    throw new BenchError('CONTROL_NODE_MISSING', { node: (controlNode ?? '-').slice(0, 60).replace(/[^ -~]/g, '?') });
  return controlInterface;
}

/** The archive, and what the texts beside it are made of. */
interface BundleMaking {
  readonly input: BundleInput;
  readonly outline: BundleOutline;
  readonly contents: readonly ArchiveFile[];
  readonly archive: Uint8Array;
  readonly image: Image;
  readonly secret: boolean;
  readonly installCommand: string;
}

/**
 * Makes the bundle. A pure function: the same input gives the same bytes, on any system. Throws what `checkWishes` throws, and
 * CONTROL_NODE_MISSING, and MODE_NOT_OFFERED where dongle and wishes are not of one mode.
 */
export async function buildBundle(input: BundleInput): Promise<Bundle> {
  const outline = outlineBundle(input);
  const { wishes, release, plan, features, packages } = outline;
  const secret = holdsSecret(plan.options);
  const installCommand = packageCommand(release, packages);
  const { interfaceName, onRouter } = wishes;
  const parameters = setupParameters({ interfaceName, zone: onRouter.zone, plan, features, release, installCommand });
  const contents = archiveFiles(parameters, features, secret);
  const archive = await packArchive(contents);
  const image = imageOf({ version: release.version, packages, secret, target: input.target ?? null }, contents, {
    setup: routerPaths.setup,
    // The image has the packages, and nobody on it is set up yet.
    without: [
      `${routerPaths.packages}/`,
      ...features.flatMap(({ name, aboutOthers }) => (aboutOthers ? `${routerPaths.features}/${name}` : [])),
    ].map(inArchive),
  });
  return bundleOf({ input, outline, contents, archive, image, secret, installCommand }, 1);
}

/** The same bundle under names with a number, from 2 on. The archive has the same bytes; manifest, page and command name it. */
export function numberBundle({ making }: Bundle, counter: number): Bundle {
  return bundleOf(making, counter);
}

function bundleOf(making: BundleMaking, counter: number): Bundle {
  const { input, outline, contents, archive, image, secret, installCommand } = making;
  const { wishes, release, plan, features, packages } = outline;
  const names = exportNames(input.dongle, wishes.mode, release.version, counter);
  const commands = routerCommands(names.archive, installCommand, input.reachedAt ?? FIRST_ADDRESS);
  const manifest = Manifest.parse({
    format: 1,
    generator: input.generator,
    dongle: identityOf(input.dongle),
    router: { release: release.version, packageManager: release.packageManager },
    wishes: toPublic(wishes),
    verdict: input.verdict ?? null,
    proto: plan.proto,
    packages,
    parts: [...features.flatMap(({ told }) => told ?? []), ...(plan.second ? ['second-interface'] : [])],
    commands: { packages: commands.packages, importOverSsh: commands.importOverSsh },
    image: image.offer,
    archive: { name: names.archive, sha256: sha256(archive) },
    files: contents.map(({ path, mode, data }): BundleFile => ({ path, mode, bytes: data.length, sha256: sha256(data) })),
    warnings: plan.warnings,
  });
  const manifestFile = utf8(`${JSON.stringify(manifest, null, 2)}\n`);
  const { done = [], checks = [], language = 'en' } = input;
  const page = bundlePage({ manifest, names, digest: sha256(manifestFile), plan, release, commands, done, checks, language });
  const files = [
    { name: names.archive, data: archive, secret },
    { name: names.manifest, data: manifestFile, secret: false },
    { name: names.page, data: utf8(page), secret: false },
    ...(image.script === null ? [] : [{ name: names.firstBoot, data: image.script, secret: false }]),
  ];
  return { manifest, plan, names, files, contents, commands, making };
}

function identityOf({ name, vid, pid, mode, manufacturer, model, revision, imei, iccid }: BundleDongle): Manifest['dongle'] {
  return {
    name: clean(name) ?? '',
    vid,
    pid,
    mode,
    manufacturer: clean(manufacturer),
    model: clean(model),
    revision: clean(revision),
    imei: clean(imei),
    iccid: clean(iccid),
  };
}

/** The wishes with what the dongle needs beyond them, and what the router's backup changes. */
function fitted({ wishes, fit = {}, needs = { delay: null, resetAtBoot: false } }: BundleInput): Wishes {
  const { interfaceName = wishes.interfaceName, zone = wishes.onRouter.zone, metric = wishes.metric } = fit;
  const delay = wishes.onRouter.delay ?? needs.delay;
  const resetAtBoot = wishes.onRouter.resetAtBoot || needs.resetAtBoot;
  return { ...wishes, interfaceName, metric, onRouter: { ...wishes.onRouter, zone, delay, resetAtBoot } };
}

function archiveFiles(parameters: string, features: readonly Feature[], secret: boolean): ArchiveFile[] {
  return [
    program(routerPaths.remove, '0755', undo),
    program(routerPaths.setupProgram, '0644', setupProgram),
    program(routerPaths.functions, '0644', functions),
    ...features.flatMap(filesOf),
    { path: inArchive(routerPaths.setup), mode: secret ? '0600' : '0644', data: utf8(parameters) },
  ];
}

/** Typed on the router. Holds no value of the wishes but the release. */
function packageCommand(release: Release, packages: readonly string[]): string {
  const names = packages.join(' ');
  const get = release.packageManager === 'apk' ? `apk update && apk add ${names}` : `opkg update && opkg install ${names}`;
  // netifd reads the list of protocols when it starts: a package that came later is only known after a restart.
  return `${get} && /etc/init.d/network restart`;
}

/** Of a router that nobody has set up (OpenWrt package/base-files, config_generate). */
const FIRST_ADDRESS = '192.168.1.1';

/** Typed on the PC, or, `packages`, on the router. */
function routerCommands(archiveName: string, packages: string, address: string) {
  const run = `tar -C / -xzf - && sh ${routerPaths.setup} && rm -f ${routerPaths.setup} && reload_config`;
  return {
    packages,
    importOverSsh: `ssh root@${address} "${run}" < ${archiveName}`,
    remove: `ssh root@${address} "sh ${routerPaths.remove}"`,
  };
}

function inArchive(path: string): string {
  return path.replace(/^\//, '');
}

/** A string of a device, fit to be stored and shown: without control characters, at most 200 characters. */
function clean(text: string | null): string | null {
  return text === null
    ? null
    : text
        .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
        .slice(0, 200)
        .trim();
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
