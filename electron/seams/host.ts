import type { MessageChannel } from './streams.ts';

/** What this computer's system did with a device, and what its other programs do: the seam to Linux, to less elsewhere. */
export interface Host extends DriverHost, HolderHost, CardHost {}

/** Which drivers are bound, and their nodes. */
export interface DriverHost {
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** False where the system does not tell; then `bindings` is always empty and nothing may be concluded from it. */
  readonly seesDrivers: boolean;
  /** What is bound to each interface of the device now on that port, in interface order. Empty while there is none. */
  bindings(portPath: string): Promise<readonly InterfaceBinding[]>;
  /** Opens a `/dev/cdc-wdmN`. Throws SerialError, whose kinds fit a node as well. */
  openControlNode(path: string): Promise<MessageChannel>;
  /** What the system's storage driver read by INQUIRY from the device on that port; `null` where it did not, or does not tell. */
  scsiNames(portPath: string): Promise<ScsiNames | null>;
}

/** A drive's answer to INQUIRY, blanks at the ends removed. */
export interface ScsiNames {
  readonly vendor: string;
  readonly model: string;
  readonly revision: string;
}

export interface InterfaceBinding {
  readonly interfaceNumber: number;
  /** Module name as in sysfs (`qmi_wwan`, `option`); `null`: none. */
  readonly driver: string | null;
  /** Character devices and ttys: `/dev/ttyUSB0`, `/dev/cdc-wdm0`. */
  readonly nodes: readonly string[];
  /** Net devices: `wwan0`. */
  readonly netDevices: readonly string[];
}

/** A dongle's network card, tried on this computer. */
export interface CardHost {
  /**
   * Gives the card an address, sends one request through it, and gives it back, in a network namespace of its own: this computer's routes
   * and names stay as they are, and to its other programs the card is unplugged and plugged in again. Where this process has not the right
   * to that, the system asks for the administrator's password. Whatever happens, the card is given back. Throws BenchError
   * CARD_TRIAL_FAILED where it could not be carried out, and the signal's reason, once the card is back.
   */
  tryCard(trial: CardTrial, signal: AbortSignal): Promise<CardResult>;
}

export interface CardTrial {
  /** Name of the net device: `wwan0`. */
  readonly net: string;
  /**
   * What the modem told of its connection; `null`: asked for by DHCP. IPv4. `prefix` in bits, 1 to 32, `null`: the address alone;
   * `gateway` `null`: the way out is the card itself.
   */
  readonly address: { readonly address: string; readonly prefix: number | null; readonly gateway: string | null } | null;
  /** False: nobody answers ARP behind it. */
  readonly arp: boolean;
  /** `echo`: ICMP to an IPv4 address beyond the gateway; `page`: HTTP to the gateway itself, whose page a stick is that is a router. */
  readonly request: { readonly kind: 'echo'; readonly to: string } | { readonly kind: 'page' };
}

export type CardResult =
  /** `address` with its prefix (`10.0.0.2/30`), `null`: DHCP gave none. `gateway`: as DHCP or the modem told it. `answered`: whether the request was. */
  | { readonly kind: 'tried'; readonly address: string | null; readonly gateway: string | null; readonly answered: boolean }
  /** `system`: only Linux has it; `practice`: there is no card; `tools`: `missing`, names of programs, is not installed; `dismissed`: the password was not given. */
  | { readonly kind: 'impossible'; readonly why: 'system' | 'practice' | 'tools' | 'dismissed'; readonly missing: string };

/** What other programs of this computer do with a dongle, and what can be done about it. Every port path as in a Sighting. */
export interface HolderHost {
  /** Whoever has the dongle on that port now, or will reach for it by itself. Empty where nobody does, and where the system does not tell. */
  holders(portPath: string): Promise<readonly Holder[]>;
  /**
   * ModemManager leaves whatever is on that port alone until the release, through every re-enumeration; also released when
   * this process dies. On a dongle that is no modem yet it takes effect when it becomes one. Asked twice for one port, it
   * is held once, until the last release. Throws BenchError MODEM_MANAGER_BUSY where that is refused, and the signal's reason.
   */
  inhibit(portPath: string, signal?: AbortSignal): Promise<HoldRelease>;
  /** Unmounts a block device from everywhere. Throws BenchError DISC_MOUNTED where that is refused. */
  unmount(device: string): Promise<void>;
  /** Whether this user may open the USB node of what is on that port. */
  usbAccess(portPath: string): Promise<UsbAccess>;
  /**
   * Installs the udev rule that gives whoever sits at this computer access to dongles (not where `udev` is false: there is access already), and lets
   * this user have ModemManager let go of one without a password; the system asks for the password.
   * Throws BenchError USB_RULE_FAILED. That the node can be opened afterwards is not promised: look again.
   */
  installUsbRule(udev?: boolean): Promise<'installed' | 'dismissed'>;
  /** The same as one line for a terminal; `null` where there is no such rule. */
  readonly usbRuleCommand: string | null;
}

/** Ends a hold; the second call does nothing. Never throws. */
export type HoldRelease = () => Promise<void>;

export type UsbAccess = 'granted' | 'denied' | 'unknown';

export type Holder =
  /**
   * `modem`: the object path under which it is listed; `null`: it runs, and probes whatever shows itself as a modem. `asks`: the system would
   * ask for a password before it is made to let go.
   */
  | { readonly kind: 'modem-manager'; readonly modem: string | null; readonly asks?: boolean }
  | { readonly kind: 'usb-modeswitch'; readonly pid: number }
  /** `device`: `/dev/sr0`; `at`: mount point. */
  | { readonly kind: 'mounted'; readonly device: string; readonly at: string };
