import type { UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { RouterOptions } from '../../contract/router-options.ts';
import type { Mode } from '../../contract/words.ts';
import type { InterfacePlan } from '../writers/writer.ts';
import { asks } from './asks.ts';
import { atCommands, atCommandsUndo, atPackage } from './at-commands.ts';
import { configuration, configurationUndo, type WantedConfiguration } from './configuration.ts';
import { directIp, directIpUndo } from './directip.ts';
import { netDevice, netDeviceUndo } from './net-device.ts';
import { type OfflinePackages, packages, packagesUndo } from './packages.ts';
import type { Part, Undo } from './part.ts';
import { rebind, rebindUndo } from './rebind.ts';
import { reset, resetAtBootUndo, resetUndo } from './reset.ts';
import { secondInterface, secondUndo } from './second-interface.ts';
import { sysfsPath, sysfsPathUndo } from './sysfs-path.ts';
import { usbMode, usbModeUndo } from './usb-mode.ts';
import { watchdog, watchdogUndo } from './watchdog.ts';
import { zone, zoneUndo } from './zone.ts';

export type { WantedConfiguration } from './configuration.ts';
export type { OfflinePackages } from './packages.ts';
export type { Part, Undo } from './part.ts';

export interface PartsInput {
  readonly plan: InterfacePlan;
  readonly onRouter: RouterOptions;
  /** Four lower-case hex digits each, of the composition that the router will command. */
  readonly vid: string;
  readonly pid: string;
  /** bInterfaceNumber of the port with AT commands, or its node on the router; `null`: none is known. */
  readonly atPort: number | string | null;
  readonly usbMode: { readonly ids: readonly string[]; readonly file: UsbModeFile } | null;
  readonly configuration: WantedConfiguration | null;
  readonly attachCommands: readonly string[];
  readonly resetCommand: string | null;
  readonly offline: OfflinePackages | null;
  readonly packageManager: 'opkg' | 'apk';
}

/**
 * What a bundle does on the router, in the order of the script: packages first, as all else may need them. AT commands without a
 * known port are left out; `needsAtPort` tells that they are.
 */
export function partsFor(input: PartsInput): readonly Part[] {
  const { plan, onRouter, vid, pid, usbMode: correction, configuration: wanted, offline, packageManager } = input;
  const find = plan.find ?? (plan.stick && { what: 'net-device' as const, vid: plan.stick.vid, pid: plan.stick.pid });
  const device = plan.options.find(([name]) => name === 'device')?.[1] ?? '';
  const pageDomain = plan.stick?.domain ?? null;
  const domains = [...new Set([...(pageDomain === null ? [] : [pageDomain]), ...onRouter.rebindDomains])];
  const resets = onRouter.resetAtBoot || onRouter.watchdog?.resetsModem === true;
  return [
    ...(offline && offline.files.length > 0 ? [packages(offline, packageManager)] : []),
    ...(find?.what === 'net-device' ? [netDevice(find, plan.stick, device)] : []),
    ...(find?.what === 'sysfs-path' ? [sysfsPath(find, device)] : []),
    zone(onRouter.zone),
    secondInterface(plan.second, find !== undefined),
    ...(plan.asks && plan.asks.length > 0 ? [asks(plan.asks)] : []),
    ...(plan.proto === 'directip' ? [directIp()] : []),
    rebind(domains),
    ...(correction && correction.ids.length > 0 ? [usbMode(correction)] : []),
    ...(wanted ? [configuration(wanted)] : []),
    ...atParts(input, resets),
    ...(resets ? [reset({ vid, pid, atBoot: onRouter.resetAtBoot })] : []),
    ...(onRouter.watchdog ? [watchdog(onRouter.watchdog)] : []),
  ];
}

function atParts(input: PartsInput, resets: boolean): readonly Part[] {
  const { plan, vid, pid, atPort, attachCommands: attach, resetCommand } = input;
  // A control node is the one of its kind; of several ttys the interface number tells which.
  const port = plan.connect?.port.startsWith('/dev/cdc-wdm') ? plan.connect.port : (atPort ?? plan.connect?.port ?? null);
  const command = resets ? resetCommand : null;
  if (port === null || port === '' || (attach.length === 0 && !plan.connect && command === null)) return [];
  const { attach: connect = [], disconnect = [], secret = false } = plan.connect ?? {};
  return [atCommands({ vid, pid, port, attach, connect, disconnect, reset: command, secret })];
}

/** Whether commands are wished for that no known port takes. */
export function needsAtPort({ plan, atPort, attachCommands }: Pick<PartsInput, 'plan' | 'atPort' | 'attachCommands'>): boolean {
  return attachCommands.length > 0 && atPort === null && !plan.connect;
}

/** The router's name of a node that takes AT commands: a serial port, and the control node of NCM. */
export function atNode(mode: Mode, node: string | null): string | null {
  return node?.startsWith('/dev/tty') || mode === 'ncm' ? node : null;
}

/** The packages with what the parts need besides. comgt-ncm and comgt-directip depend on comgt (OpenWrt package/network/utils/comgt). */
export function withPackages(names: readonly string[], parts: readonly Part[]): string[] {
  const brings = (name: string, wanted: string) => name === wanted || (wanted === atPackage && name.startsWith(`${atPackage}-`));
  const needed = new Set(parts.flatMap(({ packages: list = [] }) => list));
  return [...names, ...[...needed].filter((wanted) => !names.some((name) => brings(name, wanted)))];
}

/** Of every part that there is: the undo does not know what the bundles were that it takes back. */
export const undos: readonly Undo[] = [
  zoneUndo,
  secondUndo,
  rebindUndo,
  atCommandsUndo,
  netDeviceUndo,
  sysfsPathUndo,
  directIpUndo,
  usbModeUndo,
  configurationUndo,
  resetUndo,
  resetAtBootUndo,
  watchdogUndo,
  packagesUndo,
];

/** Every program that a part brings. */
export const allPrograms: readonly string[] = undos.flatMap(({ retires }) => retires?.programs ?? []);
