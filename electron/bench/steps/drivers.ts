import { type Step, stepActions } from '../../contract/plan.ts';
import type { Check } from '../../contract/snapshot.ts';
import type { PortRole } from '../../contract/words.ts';
import { controlInterface } from '../../modem/access.ts';
import { ttyOf, wdmOf } from '../../modem/bindings.ts';
import type { InterfaceBinding } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';
import { activeInterfaces } from '../../seams/usb-bus.ts';
import { hasAtPort } from '../identity/interfaces.ts';
import { toCheck } from './check.ts';
import { routerDriversCheck } from './router-drivers.ts';
import type { StepContext } from './step-context.ts';
import { type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

const DRIVER_PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 200;
const VENDOR_SPECIFIC = 0xff;
/** bInterfaceSubClass of Android's debug bridge, for which no kernel has a driver. */
const ADB = 0x42;

/** What looking at drivers takes. */
type DriversRun = Pick<StepContext, 'access' | 'wishes' | 'signal' | 'check' | 'replied'>;

export const drivers = {
  kind: 'drivers',
  schema: stepActions.drivers,
  plan: (): Step => stepOf(drivers, 'drivers', { kind: 'drivers' }, { source: 'Linux sysfs, /sys/bus/usb/devices' }),
  run: probeDrivers,
  leaves: () => false,
  needs: 'nothing',
  stage: 'verifying',
  limit: 20_000,
  back: null,
} as const satisfies StepKind<'drivers'> & { plan(): unknown };

/**
 * Which driver this host's kernel bound to each interface, the net device, the control node. What this PC lacks says nothing
 * against the dongle, so a driver that is missing here is shown as a failed check with its code, and the work goes on.
 */
export async function probeDrivers(run: DriversRun): Promise<StepOutcome> {
  const { backend, sighting, recognised, clock } = run.access;
  if (!backend.host.seesDrivers) {
    run.check({
      id: 'drivers',
      title: { key: 'checks.drivers', values: {} },
      state: 'unknown',
      seen: [...recognised.roles].map(([n, role]) => `${n} ${role}`).join(', '),
      code: null,
    });
    checkRouterDrivers(run);
    return { kind: 'skipped' };
  }
  const look = () => backend.host.bindings(sighting.portPath);
  const binding = { every: LOOK_EVERY_MS, within: DRIVER_PATIENCE_MS, signal: run.signal };
  const bindings = await poll(clock, binding, look, (seen) => driverChecks(run, seen).every((c) => c.state === 'passed'));
  const checks = driverChecks(run, bindings);
  for (const check of checks) run.check(check);
  checkRouterDrivers(run);
  run.replied(bindings.map((b) => `${b.interfaceNumber}: ${b.driver ?? '-'}`).join('\n'));
  return { kind: 'done' };
}

function checkRouterDrivers({ access: { sighting, recognised }, wishes, check }: DriversRun): void {
  check(routerDriversCheck(sighting, wishes.router, wishes.mode, recognised.roles));
}

/**
 * Those that make it a modem: a disc and a card reader are not among them, nor what the database says to be something else. Of a modem
 * that nobody listed, an interface of the vendor's own may be any of its ports.
 */
function modemInterfaces({ access: { recognised, sighting } }: DriversRun): number[] {
  const own = new Set(activeInterfaces(sighting).flatMap((i) => (i.class === VENDOR_SPECIFIC && i.subclass !== ADB ? [i.number] : [])));
  const counts = (number: number, role: PortRole) =>
    role === 'other' ? !recognised.listed && own.has(number) : role !== 'disc' && role !== 'card';
  return [...recognised.roles].flatMap(([number, role]) => (counts(number, role) ? [number] : []));
}

function unboundInterfaces(run: DriversRun, bindings: readonly InterfaceBinding[]): number[] {
  return modemInterfaces(run).filter((number) => !bindings.find((b) => b.interfaceNumber === number)?.driver);
}

function driverChecks(run: DriversRun, bindings: readonly InterfaceBinding[]): Check[] {
  const { recognised } = run.access;
  const unbound = unboundInterfaces(run, bindings);
  const net = bindings.flatMap((b) => b.netDevices);
  const checks = [
    toCheck(
      'drivers',
      unbound.length === 0 && bindings.length > 0,
      bindings.map((b) => `${b.interfaceNumber}: ${b.driver ?? '-'}`).join(', '),
      'DRIVER_MISSING',
    ),
  ];
  if (run.wishes.mode !== 'ppp') checks.push(toCheck('net-device', net.length > 0, net.join(', '), 'NET_DEVICE_MISSING'));
  const control = controlInterface(run.access);
  if (control !== null && recognised.control !== 'none') {
    const binding = bindings.find((b) => b.interfaceNumber === control);
    const node = binding ? wdmOf(binding) : null;
    checks.push(toCheck('control-node', node !== null, node ?? '', 'CONTROL_NODE_MISSING'));
  }
  const ttys = bindings.flatMap((b) => ttyOf(b) ?? []);
  if (hasAtPort(recognised.roles)) checks.push(toCheck('serial-ports', ttys.length > 0, ttys.join(', '), 'DRIVER_MISSING'));
  return checks;
}
