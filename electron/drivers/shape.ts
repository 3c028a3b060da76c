import type { EndpointDescriptor } from '../seams/usb-bus.ts';

/** One alternate setting of one interface, as a sighting or a dump has it. */
export interface ShapeInterface {
  readonly number: number;
  readonly alternate: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  readonly endpoints: readonly EndpointDescriptor[];
  /** Class-specific descriptors, raw; `null` where the dump does not show them: then those of a well-made device are assumed. */
  readonly extra: Uint8Array | null;
}

/** Interface association: `count` interfaces from `first` on are one function. */
export interface ShapeAssociation {
  readonly first: number;
  readonly count: number;
}

export interface ShapeConfiguration {
  readonly value: number;
  /** Alternate settings in descriptor order. */
  readonly interfaces: readonly ShapeInterface[];
  readonly associations?: readonly ShapeAssociation[];
  /** bNumInterfaces of a dump that does not show them all; none or `null`: as many as there are. */
  readonly counted?: number | null;
}

/** What a driver sees of a device before it talks to it. A `Sighting` is one. */
export interface DeviceShape {
  readonly vid: number;
  readonly pid: number;
  /** Binary-coded decimal: 0x0102 is 1.02. */
  readonly bcdDevice: number;
  readonly class: number;
  readonly subclass: number;
  readonly protocol: number;
  readonly configurations: readonly ShapeConfiguration[];
  /** bConfigurationValue that somebody chose; `null` or none: the kernel chooses. */
  readonly activeConfiguration?: number | null;
}

const VENDOR_SPECIFIC = 0xff;

/**
 * The configuration that Linux takes by itself: the first whose first interface is not a vendor's, unless the device's class is a
 * vendor's; one that begins with RNDIS or ActiveSync in first place is only kept in mind; else the first. Of power it knows nothing here.
 * Linux drivers/usb/core/generic.c, usb_choose_configuration.
 */
export function chosenConfiguration(device: DeviceShape): ShapeConfiguration | undefined {
  const { configurations, activeConfiguration } = device;
  const chosen = configurations.find((c) => c.value === activeConfiguration);
  if (chosen) return chosen;
  let best: ShapeConfiguration | undefined;
  for (const [index, configuration] of configurations.entries()) {
    const first = configuration.interfaces[0];
    if (index === 0 && configurations.length > 1 && first && startsAsWindowsNetwork(first)) best = configuration;
    else if (device.class !== VENDOR_SPECIFIC && first && first.class !== VENDOR_SPECIFIC) return configuration;
    else best ??= configuration;
  }
  return best;
}

function startsAsWindowsNetwork({ class: c, subclass, protocol }: ShapeInterface): boolean {
  return (c === 0x02 && subclass === 0x02 && protocol === 0xff) || (c === 0xef && subclass === 0x01 && protocol === 0x01);
}
