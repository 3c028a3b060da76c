import { chosenConfiguration, type DeviceShape } from '../../drivers/shape.ts';

/** A configuration that is meant, and the one that a router's kernel chooses by itself; each a bConfigurationValue. */
export interface ToldConfiguration {
  readonly configuration: number;
  readonly chosen: number;
}

/** Whether a router has to be told that configuration of a device; `null` where its kernel chooses it, or it is none of the device's. */
export function toldConfiguration(device: DeviceShape, configuration: number | null | undefined): ToldConfiguration | null {
  const chosen = chosenConfiguration({ ...device, activeConfiguration: null })?.value;
  if (configuration == null || chosen === undefined || chosen === configuration) return null;
  return device.configurations.some(({ value }) => value === configuration) ? { configuration, chosen } : null;
}
