import type { ProtoName, Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';

/** The dongle as far as a configuration depends on it, with the nodes that the ROUTER will give it. */
export interface RouterDongle {
  /** `null` where nothing commands it: a router in a stick, ECM, RNDIS. */
  readonly controlNode: string | null;
  readonly netDevice: string | null;
  /** Four lower-case hex digits each, of the composition that the router will see. */
  readonly vid: string;
  readonly pid: string;
  /** Family of the vendor database: `huawei`, `quectel`. */
  readonly vendorFamily: string;
  /** What AT+CGMI answers; ncm.sh looks its entry up by the first word. */
  readonly manufacturer: string | null;
  /** Whether the modem answers the UIM service's card state; undefined where that was not asked. */
  readonly hasUimState?: boolean | undefined;
  /** As what the network let this SIM in on the bench; undefined where it did not, or was not asked. */
  readonly registration?: 'home' | 'roaming' | undefined;
  /** What starts the data call behind a network card, and whether the modem then serves an address; `null` or left out: it dials by itself, or nobody knows. */
  readonly dial?: { readonly commands: readonly string[]; readonly servesDhcp: boolean } | null | undefined;
  /** Address of the router that the stick itself is, dotted IPv4. */
  readonly routerAddress?: string | null | undefined;
  /** Name under which that router has its page, which the router's DNS would refuse. */
  readonly pageDomain?: string | null | undefined;
}

/** A key into the texts under `bundle.warnings`, with what fills it in. */
export interface Warning {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What only the router can tell or carry out about a dongle that it does not command but only plugs a network cable into. */
export interface Stick {
  /** By these the router finds the net device whenever it appears. */
  readonly vid: string;
  readonly pid: string;
  /** Kernel module whose absence explains an interface that stays down. */
  readonly module: string;
  readonly address: string | null;
  readonly domain: string | null;
}

/**
 * What only the router can put into an interface's `device`, whenever the dongle appears: the name of its net device (`wwan0`,
 * `usb0`), or the path in sysfs of the USB device itself (`/sys/devices/.../usb1/1-1`: the directory, links resolved, that holds
 * `idVendor` and `idProduct`). Until then the value in `options` holds.
 */
export interface Find {
  readonly what: 'net-device' | 'sysfs-path';
  /** Four lower-case hex digits each. */
  readonly vid: string;
  readonly pid: string;
}

/** Commands by which a script, and no protocol handler, opens and ends the session. Without `AT`'s line end. */
export interface Connect {
  /** The port that takes them, under the name that the router gives it where this dongle is its only modem. */
  readonly port: string;
  /** In this order, each after the `OK` of the one before, whenever the dongle appears. */
  readonly attach: readonly string[];
  readonly disconnect: readonly string[];
  /** One of them holds a password: the file that holds them is not for others' eyes. */
  readonly secret: boolean;
}

/** A further interface of the same dongle, in the same firewall zone, taken back with the first one. */
export interface SecondInterface {
  /** What its name has behind the first one's: `6`. */
  readonly suffix: '6';
  readonly proto: ProtoName;
  /** As in `InterfacePlan`. `device` is always the first one's: what the router finds for that goes in here too. */
  readonly options: InterfacePlan['options'];
}

/** The interface's options in the order in which they are written; none is empty. `proto` comes first. */
export interface InterfacePlan {
  readonly proto: ProtoName;
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly warnings: readonly Warning[];
  /** A network card: then the router puts the value of `device` in; the one in `options` holds until it has found the dongle. */
  readonly stick?: Stick;
  /** There is a value that the router finds. With `stick` it is `net-device` and says the same. */
  readonly find?: Find;
  readonly second?: SecondInterface;
  readonly connect?: Connect;
  /**
   * Secret options that were wished for and left out, to be typed on the router (`onRouter.secrets`). Then `options` has `disabled`
   * as `1`, so that no try of a PIN is lost before that; whoever types them takes it off.
   */
  readonly asks?: readonly string[];
}

export type Writer = (wishes: Wishes, dongle: RouterDongle, release: Release) => InterfacePlan;

/** Options whose values are never shown, and make the archive one to be kept from others. */
export const secretOptions: readonly string[] = ['pincode', 'password'];

/** Finishes a plan: leaves empty options out, and adds what is to be said of all that have a control node or a secret. */
export function planOf(
  proto: ProtoName,
  options: readonly (readonly [string, string])[],
  warnings: readonly Warning[],
  node: string | null,
): InterfacePlan {
  const written = options.filter(([, value]) => value !== '');
  const common: Warning[] = node === null ? [] : [warning('only-modem', { node })];
  if (holdsSecret(written)) common.push(warning('secrets'));
  return { proto, options: [['proto', proto], ...written], warnings: [...warnings, ...common] };
}

export function holdsSecret(options: InterfacePlan['options']): boolean {
  return options.some(([name]) => secretOptions.includes(name));
}

export function warning(key: string, values: Warning['values'] = {}): Warning {
  return { key: `bundle.warnings.${key}`, values };
}

/** 0 is netifd's default. Decimal, never with a leading zero: that would be octal. */
export function metric({ metric: value }: Wishes): string {
  return value === 0 ? '' : String(value);
}

/** The PDP context that is wished for; empty for the protocol's own. */
export function profile({ onRouter }: Wishes): string {
  return onRouter.profile === null ? '' : String(onRouter.profile);
}

/** Seconds before the protocol begins: as wished, else what dongles on that protocol need (empty: none). */
export function delay({ onRouter }: Wishes, usual: number | null): string {
  const seconds = onRouter.delay ?? usual;
  return seconds === null || seconds === 0 ? '' : String(seconds);
}

/**
 * What the wishes hold for the router alone and this protocol has no option for, as one warning. A wish without which the bundle
 * would do something else than meant is refused before (`wishes-router.ts`), and is not among them.
 */
export function leftOut(proto: ProtoName, { onRouter }: Wishes, taken: readonly (keyof Wishes['onRouter'])[]): Warning[] {
  const wished = {
    v6apn: onRouter.v6apn !== '',
    profile: onRouter.profile !== null,
    delay: onRouter.delay !== null && onRouter.delay > 0,
    dialNumber: onRouter.dialNumber !== '',
    usbPort: onRouter.usbPort !== '',
    modeAtConnect: onRouter.modeAtConnect,
  } as const;
  const names = Object.entries(wished).flatMap(([name, is]) => (is && !taken.some((option) => option === name) ? [name] : []));
  return names.length === 0 ? [] : [warning('options-left-out', { options: names.join(', '), proto })];
}

/**
 * `device`, and where the release has it and a port is named, `devpath`: the directory of that USB port in sysfs, under which the
 * handler finds whichever cdc-wdm the dongle got (OpenWrt v25.12.3 qmi.sh, mbim.sh). `device` stays: the hotplug script that makes a
 * waiting interface available again (v25.12.5 wwan.usbmisc) compares that alone.
 */
export function controlDevice({ onRouter }: Wishes, dongle: RouterDongle, takesPath: boolean): [string, string][] {
  const path = takesPath && onRouter.usbPort !== '' ? `/sys/bus/usb/devices/${onRouter.usbPort}` : '';
  return [
    ['device', dongle.controlNode ?? ''],
    ['devpath', path],
  ];
}

/** As ncm.sh does: first word of the answer, in lower case. */
export function firstWord(manufacturer: string | null): string {
  return (manufacturer?.trim().split(/\s+/)[0] ?? '').toLowerCase();
}
