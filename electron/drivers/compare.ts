import type { DriverTables } from '../../modem-db/drivers/index.ts';
import { forecast, type InterfaceVerdict } from './forecast.ts';
import type { DeviceShape } from './shape.ts';

export interface NamedDevice {
  readonly name: string;
  readonly shape: DeviceShape;
}

/** An interface that one release binds otherwise than another. */
export interface VerdictChange {
  readonly name: string;
  readonly vid: number;
  readonly pid: number;
  readonly number: number;
  readonly before: InterfaceVerdict;
  readonly after: InterfaceVerdict;
}

/** What changes for these devices from release `a` to release `b`, in the order of the devices and of their interfaces. */
export function compareReleases(a: DriverTables, b: DriverTables, devices: readonly NamedDevice[]): VerdictChange[] {
  return devices.flatMap(({ name, shape }) => {
    const later = new Map(forecast(shape, b).interfaces.map((verdict) => [verdict.number, verdict]));
    return forecast(shape, a).interfaces.flatMap((before) => {
      const after = later.get(before.number);
      if (!after || after.driver === before.driver) return [];
      return [{ name, vid: shape.vid, pid: shape.pid, number: before.number, before, after }];
    });
  });
}
