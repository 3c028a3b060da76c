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

/** The interface's options in the order in which they are written; none is empty. `proto` comes first. */
export interface InterfacePlan {
  readonly proto: ProtoName;
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly warnings: readonly Warning[];
  /** Then the router puts the value of `device` in; the one in `options` holds until it has found the dongle. */
  readonly stick?: Stick;
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

/** As ncm.sh does: first word of the answer, in lower case. */
export function firstWord(manufacturer: string | null): string {
  return (manufacturer?.trim().split(/\s+/)[0] ?? '').toLowerCase();
}
