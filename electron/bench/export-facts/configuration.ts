import { type Db, hex4, usbId } from '../../../modem-db/db.ts';
import { stockUsbModeFile } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { mergeUsbModeFiles, type RouterDevice, routerSwitch } from '../../drivers/usbmode.ts';
import type { BundleInput } from '../../openwrt/index.ts';
import type { KnownDisc } from './known-model.ts';
import { type RouterFinds, type UsbModeCorrection, usbModeCorrection } from './usb-mode.ts';

/** A configuration that was meant, and the one that a router comes to by itself. */
export interface OtherConfiguration {
  readonly wanted: number;
  /** 0: none. */
  readonly reached: number;
  readonly release: string;
}

/** What a bundle does so that the router finds the dongle in its mode. */
export interface BundledUsb {
  readonly usbMode: UsbModeCorrection | null;
  readonly configuration: NonNullable<BundleInput['configuration']> | null;
  /** Where it cannot: usbmode would take the dongle out of that configuration, and has to act on the id for its disc state. */
  readonly notKept: OtherConfiguration | null;
}

/**
 * The corrections for usbmode, and the configuration that the router has to be told since it does not come to it. Where the bundle sets
 * it, an entry of usbmode for the dongle's id has nothing left to do, and is set aside if it would do harm: usbmode detaches drivers
 * before it asks for a configuration, and leaves them detached where that is refused. `aside`: the stock entry of the dongle's id is known
 * to do harm, and is set aside unless something has to be sent to a disc state of the same id.
 */
export function bundledUsb(release: string, discs: readonly KnownDisc[], finds: RouterFinds, db: Db, aside = false): BundledUsb {
  const { modem } = finds;
  const ownId = usbId(modem.vid, modem.pid);
  const hasDisc = discs.some(({ device }) => usbId(device.vid, device.pid) === ownId);
  const correction = usbModeCorrection(release, discs, finds, db);
  const needed = discs.some(({ device, entry }) => usbId(device.vid, device.pid) === ownId && !choosesOnly(entry));
  const usbMode = aside && !needed ? withSetAside(correction, ownId) : correction;
  const other = otherConfiguration(release, finds, usbMode);
  if (!other) return { usbMode, configuration: null, notKept: null };
  const configuration = { vid: hex4(modem.vid), pid: hex4(modem.pid), value: other.wanted };
  if (leavesAlone(release, modem, usbMode, db)) return { usbMode, configuration, notKept: null };
  if (hasDisc) return { usbMode, configuration: null, notKept: other };
  return { usbMode: withSetAside(usbMode, ownId), configuration, notKept: null };
}

/**
 * Whether the router comes to another configuration than the composition's: usbmode cannot set one while drivers are bound, and
 * nothing else of OpenWrt does. `null`: it comes to that one.
 */
function otherConfiguration(
  release: string,
  { modem, fresh }: RouterFinds,
  correction: UsbModeCorrection | null,
): OtherConfiguration | null {
  const wanted = modem.activeConfiguration;
  const reached = routerSwitch(fresh, release, { file: fileWith(release, correction) }).configurationAfter;
  return wanted === null || reached === wanted ? null : { wanted, reached: reached ?? 0, release };
}

/** Whether an entry sends nothing, and only chooses among the configurations of what is a modem already. */
function choosesOnly({ method }: SwitchEntry): boolean {
  return method.name === 'MbimOrNothing' || method.name === 'Configuration';
}

/** Whether usbmode takes nothing from a dongle that is in its mode already. */
function leavesAlone(release: string, modem: RouterDevice, correction: UsbModeCorrection | null, db: Db): boolean {
  const entry = db.findSwitch(modem.vid, modem.pid, { ...modem, scsi: null });
  const { outcome, configurationAfter } = routerSwitch(modem, release, { entry, file: fileWith(release, correction) });
  return outcome !== 'harms' && configurationAfter === modem.activeConfiguration;
}

const fileWith = (release: string, correction: UsbModeCorrection | null) =>
  mergeUsbModeFiles(stockUsbModeFile(release), correction ? [correction.file] : []);

function withSetAside(correction: UsbModeCorrection | null, id: string): UsbModeCorrection {
  const { ids, file } = correction ?? { ids: [], file: { messages: [], devices: {} } };
  return { ids: [...ids.filter((other) => other !== id), id], file: { ...file, devices: { ...file.devices, [id]: {} } } };
}
