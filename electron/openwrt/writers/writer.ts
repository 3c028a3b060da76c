import type { Dial } from '../../../modem-db/dials/index.ts';
import type { ProtoName, Release } from '../../../modem-db/openwrt/index.ts';
import type { Wishes } from '../../contract/wishes.ts';

/** A protocol of the release, or our own. */
export type RouterProto = ProtoName | 'atdial';

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
  /** How the data call behind its network card is made, by whoever has it; `null` or left out: it makes it itself, or nobody knows. */
  readonly dial?: Dial | null | undefined;
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

/**
 * What the router is to find whenever the dongle appears: `node`, its control node, for which a name of our own stands in `device`; `call`, AT
 * port and card for our own protocol; `net`, the card, whose name goes into `device`; `path`, the directory in sysfs of the USB device
 * (`/sys/devices/.../usb1/1-1`, links resolved), which goes there as well. Until then the value in `options` holds.
 */
export type FindsWord = 'node' | 'call' | 'net' | 'path';

/** A further interface of the same dongle, for the other IP version, in the same firewall zone, taken back with the first one. */
export interface SecondInterface {
  /** What its name has behind the first one's: `6`, or `4` for 464XLAT. */
  readonly suffix: '6' | '4';
  readonly proto: RouterProto;
  /** As in `InterfacePlan`. `device` is always the first one's: what the router finds for that goes in here too. */
  readonly options: InterfacePlan['options'];
}

/** The interface's options in the order in which they are written; none is empty. `proto` comes first. */
export interface InterfacePlan {
  readonly proto: RouterProto;
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly warnings: readonly Warning[];
  readonly finds: FindsWord;
  readonly second?: SecondInterface | undefined;
  /** Kernel module whose absence explains an interface that stays down, where no handler is needed. */
  readonly module?: string | undefined;
  /** Of the router that the dongle is: its address, dotted IPv4, and the name of its page. */
  readonly stick?: { readonly address: string | null; readonly domain: string | null } | undefined;
  /**
   * Secret options that were wished for and left out, to be typed on the router (`onRouter.secrets`). Then `options` has `disabled`
   * as `1`, so that no try of a PIN is lost before that; whoever types them takes it off.
   */
  readonly asks?: readonly string[];
}

export type Writer = (wishes: Wishes, dongle: RouterDongle, release: Release) => InterfacePlan;

/** Options whose values are never shown, and make the archive one to be kept from others. */
export const secretOptions: readonly string[] = ['pincode', 'password'];

/** Finishes a plan: leaves empty options out, and says so of a secret. */
export function planOf(proto: RouterProto, options: readonly (readonly [string, string])[], warnings: readonly Warning[]): InterfacePlan {
  const written = options.filter(([, value]) => value !== '');
  return {
    proto,
    options: [['proto', proto], ...written],
    warnings: [...warnings, ...(holdsSecret(written) ? [warning('secrets')] : [])],
    finds: 'node',
  };
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
export function leftOut(proto: RouterProto, { onRouter }: Wishes, taken: readonly (keyof Wishes['onRouter'])[]): Warning[] {
  const wished = {
    v6apn: onRouter.v6apn !== '',
    profile: onRouter.profile !== null,
    v6profile: onRouter.v6profile !== null,
    fccAuth: onRouter.fccAuth,
    delay: onRouter.delay !== null && onRouter.delay > 0,
    dialNumber: onRouter.dialNumber !== '',
    modeAtConnect: onRouter.modeAtConnect,
  } as const;
  const names = Object.entries(wished).flatMap(([name, is]) => (is && !taken.some((option) => option === name) ? [name] : []));
  return names.length === 0 ? [] : [warning('options-left-out', { options: names.join(', '), proto })];
}

/** What an interface has as its `device`: a link that the router makes to the dongle's control node at each attach (`scripts/attach.sh`). */
export const nodeLink = ({ interfaceName }: Pick<Wishes, 'interfaceName'>) => `/dev/modem-bench/${interfaceName}`;

/**
 * `device`, and where the release has it and a port is named, `devpath`: the directory of that USB port in sysfs, under which the handler finds
 * whichever cdc-wdm the dongle got (OpenWrt v25.12.3 qmi.sh, mbim.sh).
 */
export function controlDevice(wishes: Wishes, takesPath: boolean): [string, string][] {
  const { usbPort } = wishes.onRouter;
  const path = takesPath && usbPort !== '' ? `/sys/bus/usb/devices/${usbPort}` : '';
  return [
    ['device', nodeLink(wishes)],
    ['devpath', path],
  ];
}

/** As ncm.sh does: first word of the answer, in lower case. */
export function firstWord(manufacturer: string | null): string {
  return (manufacturer?.trim().split(/\s+/)[0] ?? '').toLowerCase();
}
