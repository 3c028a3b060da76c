import { BenchError } from '../contract/errors.ts';
import type { CardHost, CardResult, DriverHost, Holder, HolderHost, HoldRelease, Host, UsbAccess } from '../seams/host.ts';
import { LinuxCards } from './card-trial.ts';

/** A system that does not tell what other programs do: Windows and macOS. */
export class SilentHolders implements HolderHost {
  readonly usbRuleCommand = null;

  async holders(): Promise<readonly Holder[]> {
    return [];
  }

  async inhibit(): Promise<HoldRelease> {
    return async () => undefined;
  }

  async unmount(device: string): Promise<void> {
    throw new BenchError('DISC_MOUNTED', { device, at: '-', message: 'this system is not asked to' });
  }

  async usbAccess(): Promise<UsbAccess> {
    return 'unknown';
  }

  async installUsbRule(): Promise<'installed' | 'dismissed'> {
    throw new BenchError('USB_RULE_FAILED', { message: 'udev belongs to Linux', command: '-' });
  }
}

/** A system that has no network namespaces. */
export class SilentCards implements CardHost {
  async tryCard(): Promise<CardResult> {
    return { kind: 'impossible', why: 'system', missing: '' };
  }
}

/** The parts of a host as one. */
export function joinHost(
  drivers: DriverHost,
  holders: HolderHost,
  cards: CardHost = drivers.platform === 'linux' ? new LinuxCards() : new SilentCards(),
): Host {
  return {
    platform: drivers.platform,
    seesDrivers: drivers.seesDrivers,
    bindings: (portPath) => drivers.bindings(portPath),
    openControlNode: (path) => drivers.openControlNode(path),
    scsiNames: (portPath) => drivers.scsiNames(portPath),
    usbRuleCommand: holders.usbRuleCommand,
    holders: (portPath) => holders.holders(portPath),
    inhibit: (portPath, signal) => holders.inhibit(portPath, signal),
    unmount: (device) => holders.unmount(device),
    usbAccess: (portPath) => holders.usbAccess(portPath),
    installUsbRule: (udev) => holders.installUsbRule(udev),
    tryCard: (trial, signal) => cards.tryCard(trial, signal),
  };
}
