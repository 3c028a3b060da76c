import type { DriverRow } from '../../../modem-db/drivers/index.ts';
import type { DeviceShape, ShapeConfiguration, ShapeInterface } from '../shape.ts';

/** Why a driver takes an interface, or does not. The app has a sentence for each. */
export const ruleNames = [
  // It is taken.
  'row',
  'data-of',
  'asks-device',
  // It is not.
  'no-row',
  'asked-later',
  'blacklisted',
  'ignored',
  'reserved',
  'not-two-endpoints',
  'two-endpoints',
  'not-vendor-class',
  'is-storage',
  'ec20-first',
  'layout',
  'huawei-protocol',
  'not-qdl',
  'alternate-missing',
  'mbim-preferred',
  'not-mbim',
  'union-missing',
  'union-broken',
  'descriptor-missing',
  'data-missing',
  'data-class',
  'data-taken',
  'not-control',
  'acm-capabilities',
  'mac-missing',
  'endpoints-missing',
  'status-missing',
  'three-endpoints',
  'storage-protocol',
  'switches-disc',
] as const;
export type RuleName = (typeof ruleNames)[number];

export interface Reason {
  readonly rule: RuleName;
  readonly values: Readonly<Record<string, string | number>>;
}

/** How usbnet names the net device: `card` is `usbN` where the address is a local one, else `ethN` (drivers/net/usb/usbnet.c). */
export type NetKind = 'wwan' | 'card' | 'usb' | 'eth' | 'hso';
export type TtyKind = 'ttyUSB' | 'ttyACM' | 'ttyHS';

export interface Taken {
  readonly taken: true;
  readonly reason: Reason;
  /** Other interfaces that the driver claims with it. */
  readonly claims: readonly number[];
  /** `/dev/cdc-wdmN` appears. */
  readonly wdm?: true;
  readonly net?: NetKind;
  /** Serial ports; `hidden` ones take a number and show no node, having no endpoints for data. */
  readonly ttys?: { readonly kind: TtyKind; readonly count: number; readonly hidden?: true };
  readonly disc?: true;
}

export type Outcome = Taken | { readonly taken: false; readonly reason: Reason };

/** What a driver's probe can see. */
export interface ProbeContext {
  readonly device: DeviceShape;
  readonly configuration: ShapeConfiguration;
  readonly row: DriverRow;
  /** The interface asked for, in the alternate setting that is in force: 0, or the first. */
  readonly setting: ShapeInterface;
  /** All its alternate settings. */
  readonly settings: readonly ShapeInterface[];
  /** Number of interfaces of the configuration. */
  readonly count: number;
  /** Alternate settings of an interface by its number; empty where there is none. */
  settingsOf(number: number): readonly ShapeInterface[];
  /** The setting in force; undefined where there is no such interface. */
  currentOf(number: number): ShapeInterface | undefined;
  /** Driver that has it by now. */
  holderOf(number: number): string | undefined;
}

export type Probe = (context: ProbeContext) => Outcome;

export function refuse(rule: RuleName, values: Reason['values'] = {}): Outcome {
  return { taken: false, reason: { rule, values } };
}

export function take(
  { row }: ProbeContext,
  more: Omit<Taken, 'taken' | 'reason' | 'claims'> & { readonly claims?: readonly number[] } = {},
): Taken {
  return { taken: true, reason: { rule: 'row', values: { info: row.info } }, claims: [], ...more };
}
