import type { UsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { RouterOptions } from '../../contract/router-options.ts';
import type { RouterNewId } from '../new-id-lines.ts';
import type { InterfacePlan, RouterDongle } from '../writers/writer.ts';
import { asks } from './asks.ts';
import { atCommands } from './at.ts';
import { attach, attachLines, type Finds, type Identity } from './attach.ts';
import { configuration, type WantedConfiguration } from './configuration.ts';
import { dial } from './dial.ts';
import { fccAuth } from './fcc-auth.ts';
import type { Feature } from './feature.ts';
import { lanClash } from './lan-clash.ts';
import { multiwan } from './multiwan.ts';
import { newId } from './new-id.ts';
import { type Claim, identityLine, owners, takeOver } from './owners.ts';
import { type OfflinePackages, packages } from './packages.ts';
import { rebind } from './rebind.ts';
import { reset, resetAtBoot } from './reset.ts';
import { storage } from './storage.ts';
import { usbMode } from './usb-mode.ts';
import { watchdog } from './watchdog.ts';

export type { WantedConfiguration } from './configuration.ts';
export { type Feature, filesOf, type Parameter } from './feature.ts';
export type { Claim } from './owners.ts';
export type { OfflinePackages } from './packages.ts';

export interface FeaturesInput {
  readonly plan: InterfacePlan;
  readonly onRouter: RouterOptions;
  readonly identity: Identity;
  /** Its control node, where the plan finds one: the interface's bInterfaceNumber, or its cdc-wdm. */
  readonly control: number | 'cdc-wdm';
  /** The control node's name where the dongle is the router's only modem. */
  readonly controlNode: string | null;
  /** The port with AT commands; `null`: none is known. */
  readonly atPort: number | 'cdc-wdm' | null;
  /** bInterfaceNumber of another port with AT commands; `null`: none is known. */
  readonly besideAtPort: number | null;
  readonly dial: RouterDongle['dial'];
  readonly usbMode: { readonly ids: readonly string[]; readonly file: UsbModeFile } | null;
  readonly configuration: WantedConfiguration | null;
  /** Ids that drivers of the release lack. */
  readonly newIds: readonly RouterNewId[];
  readonly attachCommands: readonly string[];
  readonly resetCommand: string | null;
  /** Whether the modem may be asked for its call over and over, and its USB device be let go. */
  readonly polls: boolean;
  readonly usbReset: boolean;
  /** What a card needs on the router's release. */
  readonly storagePackages: readonly string[];
  readonly offline: OfflinePackages | null;
  readonly packageManager: 'opkg' | 'apk';
}

/**
 * What a bundle does on the router, in the order of its hooks: packages first, as all else may need them. AT commands without a known port are
 * left out; `needsAtPort` tells that they are.
 */
export function featuresFor(input: FeaturesInput): readonly Feature[] {
  const { plan, onRouter, identity, dial: known, usbMode: correction, configuration: wanted, offline, packageManager } = input;
  const { address = null, domain = null } = plan.stick ?? {};
  const domains = [...new Set([...(domain === null ? [] : [domain]), ...onRouter.rebindDomains])];
  const resets = onRouter.resetAtBoot || onRouter.watchdog?.resetsModem === true;
  return [
    ...(offline && offline.files.length > 0 ? [packages(offline, packageManager)] : []),
    ...(plan.finds === 'call' && known?.call ? [dial(known, known.call, input.polls, input.besideAtPort)] : []),
    ...(address === null ? [] : [lanClash(address)]),
    ...(onRouter.owners === 'disable' || onRouter.owners === 'replace' ? [takeOver()] : []),
    owners(onRouter.owners, claimOf(input)),
    ...(plan.asks && plan.asks.length > 0 ? [asks(plan.asks)] : []),
    ...(domains.length > 0 ? [rebind(domains)] : []),
    ...(onRouter.multiwan === 'mwan3' ? [multiwan()] : []),
    ...(correction && correction.ids.length > 0 ? [usbMode(correction)] : []),
    ...(wanted ? [configuration(wanted)] : []),
    ...(input.newIds.length > 0 ? [newId(input.newIds)] : []),
    ...(resets ? [reset(input.usbReset)] : []),
    ...(onRouter.resetAtBoot ? [resetAtBoot()] : []),
    ...(onRouter.fccAuth && plan.proto === 'qmi' ? [fccAuth()] : []),
    ...atFeature(input, resets),
    // After what the dongle is to be given first.
    attach(identity, findsOf(input)),
    // It looks for the card where attach has found the dongle.
    ...(onRouter.storage === '' ? [] : [storage(onRouter.storage, input.storagePackages)]),
    ...(onRouter.watchdog ? [watchdog(onRouter.watchdog)] : []),
  ];
}

/** By what others on the router that have the dongle are known. */
export function claimOf(input: FeaturesInput): Claim {
  const { plan, controlNode, atPort, identity } = input;
  return {
    device: controlNode ?? plan.options.find(([name]) => name === 'device')?.[1] ?? '',
    identity: identityLine(identityLines(input)),
    port: identity.port,
    commanded: plan.finds !== 'net' || atPort !== null,
    managed: plan.proto === 'modemmanager',
  };
}

/** What tells the dongle, as the router keeps it. */
export const identityLines = (input: FeaturesInput) => attachLines(input.identity, findsOf(input));

function findsOf({ plan, control, atPort }: FeaturesInput): Finds {
  switch (plan.finds) {
    case 'node':
      return { what: 'node', at: control };
    case 'call':
      return { what: 'call', at: atPort ?? 'cdc-wdm' };
    default:
      return { what: plan.finds };
  }
}

function atFeature({ atPort, attachCommands: given, resetCommand }: FeaturesInput, resets: boolean): readonly Feature[] {
  const command = resets ? resetCommand : null;
  if (atPort === null || (given.length === 0 && command === null)) return [];
  return [atCommands({ port: atPort, attach: given, reset: command })];
}

/** Whether commands are wished for that no known port takes. */
export function needsAtPort({ atPort, attachCommands }: Pick<FeaturesInput, 'atPort' | 'attachCommands'>): boolean {
  return attachCommands.length > 0 && atPort === null;
}

/** The packages with what the features need besides. */
export function withPackages(names: readonly string[], features: readonly Feature[]): string[] {
  const needed = new Set(features.flatMap(({ packages: list = [] }) => list));
  return [...names, ...[...needed].filter((wanted) => !names.includes(wanted) && !brings(names, wanted))];
}

/** comgt depends on chat, and comgt-ncm and comgt-directip on comgt (OpenWrt package/network/utils/comgt). */
const brings = (names: readonly string[], wanted: string) => wanted === 'chat' && names.some((name) => name.startsWith('comgt'));
