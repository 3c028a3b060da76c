import type { Check } from '../../contract/snapshot.ts';
import type { Mode, PortRole } from '../../contract/words.ts';
import type { DeviceShape } from '../../drivers/shape.ts';
import { driverVerdict } from '../forecast/view.ts';

/** Drivers that bring a mode's network and its control channel up; of the others any that binds will do. */
const driversOf: Partial<Record<Mode, readonly string[]>> = {
  qmi: ['qmi_wwan'],
  mbim: ['cdc_mbim'],
  ncm: ['huawei_cdc_ncm', 'cdc_ncm'],
};

/**
 * What the router's release will bind to the interfaces that the mode needs there: that is what counts, whatever this PC has. Fails
 * where one of them gets no driver, or not one of the mode's.
 */
export function routerDriversCheck(device: DeviceShape, release: string, mode: Mode, roles: ReadonlyMap<number, PortRole>): Check {
  const { interfaces } = driverVerdict(device, release, { use: { mode, roles } });
  const needed = neededInterfaces(mode, roles).map((number) => ({
    number,
    verdict: interfaces.find((one) => one.number === number),
    drivers: isNetwork(roles.get(number)) ? driversOf[mode] : undefined,
  }));
  const state = needed.length === 0 ? 'unknown' : needed.every(isServed) ? 'passed' : 'failed';
  const seen = needed.map(({ number, verdict }) => `${number}: ${verdict?.driver ?? '-'}${detailOf(verdict)}`);
  return {
    id: 'drivers-on-router',
    title: { key: 'checks.drivers-on-router', values: { release } },
    state,
    seen: seen.join(', ').slice(0, 500),
    code: state === 'failed' ? 'DRIVER_NOT_ON_ROUTER' : null,
  };
}

const isNetwork = (role: PortRole | undefined) => role === 'control' || role === 'net';

function isServed({
  verdict,
  drivers,
}: {
  verdict: { driver: string | null } | undefined;
  drivers: readonly string[] | undefined;
}): boolean {
  const driver = verdict?.driver ?? null;
  return driver !== null && (drivers === undefined || drivers.includes(driver));
}

/** The package, and where the file for the router gives the driver the id, that. */
function detailOf(verdict: { readonly kmod: string | null; readonly newId: boolean } | undefined): string {
  const details = [verdict?.kmod, verdict?.newId ? 'new_id' : null].filter((one) => one != null);
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** Network and control; of a mode that is dialled or commanded over a serial port, the first that takes AT. By number. */
function neededInterfaces(mode: Mode, roles: ReadonlyMap<number, PortRole>): number[] {
  const withRole = (...wanted: PortRole[]) => [...roles].filter(([, role]) => wanted.includes(role)).map(([number]) => number);
  // Of several control channels the bench speaks to the first, and so does the router.
  const network = mode === 'ppp' ? [] : [...withRole('control').slice(0, 1), ...withRole('net')];
  const serial =
    mode === 'ppp' ? [...withRole('modem'), ...withRole('at')] : mode === 'ncm' && withRole('control').length === 0 ? withRole('at') : [];
  return [...network, ...serial.slice(0, 1)].sort((a, b) => a - b);
}
