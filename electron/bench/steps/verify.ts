import { BenchError } from '../../contract/errors.ts';
import type { Check } from '../../contract/snapshot.ts';
import type { PortRole } from '../../contract/words.ts';
import { openQmi } from '../../qmi/client.ts';
import { readIdentity } from '../../qmi/identity.ts';
import { getCardStatus } from '../../qmi/uim.ts';
import { sleep } from '../../seams/clock.ts';
import type { InterfaceBinding } from '../../seams/host.ts';
import { activeInterfaces } from '../../seams/usb-bus.ts';
import { qmiCheckMessages } from '../commands.ts';
import { controlInterface, fromSeam, openControl, openControlAt, ttyOf, wdmOf } from '../contact.ts';
import { hasAtPort } from '../interfaces.ts';
import type { StepOutcome } from '../life.ts';
import { withAt } from './at-step.ts';
import { askMbim } from './mbim-step.ts';
import { routerDriversCheck } from './router-drivers.ts';
import type { StepRun } from './step-run.ts';

const DRIVER_PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 200;
const VENDOR_SPECIFIC = 0xff;
/** bInterfaceSubClass of Android's debug bridge, for which no kernel has a driver. */
const ADB = 0x42;

/** What looking at drivers takes. */
type DriversRun = Pick<StepRun, 'contact' | 'wishes' | 'signal' | 'check' | 'replied'>;

/**
 * Which driver this host's kernel bound to each interface, the net device, the control node. What this PC lacks says nothing
 * against the dongle, so a driver that is missing here is shown as a failed check with its code, and the work goes on.
 */
export async function probeDrivers(run: DriversRun): Promise<StepOutcome> {
  const { world, sighting, recognised, clock } = run.contact;
  if (!world.host.seesDrivers) {
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
  const deadline = clock.now() + DRIVER_PATIENCE_MS;
  let bindings: readonly InterfaceBinding[] = [];
  let checks: Check[] = [];
  for (;;) {
    bindings = await world.host.bindings(sighting.portPath);
    checks = driverChecks(run, bindings);
    if (checks.every((c) => c.state === 'passed') || clock.now() >= deadline) break;
    await sleep(clock, LOOK_EVERY_MS, run.signal);
  }
  for (const check of checks) run.check(check);
  checkRouterDrivers(run);
  run.replied(bindings.map((b) => `${b.interfaceNumber}: ${b.driver ?? '-'}`).join('\n'));
  return { kind: 'done' };
}

function checkRouterDrivers({ contact: { sighting, recognised }, wishes, check }: DriversRun): void {
  check(routerDriversCheck(sighting, wishes.router, wishes.mode, recognised.roles));
}

/**
 * Those that make it a modem: a disc and a card reader are not among them, nor what the database says to be something else. Of a modem
 * that nobody listed, an interface of the vendor's own may be any of its ports.
 */
function modemInterfaces({ contact: { recognised, sighting } }: DriversRun): number[] {
  const own = new Set(activeInterfaces(sighting).flatMap((i) => (i.class === VENDOR_SPECIFIC && i.subclass !== ADB ? [i.number] : [])));
  const counts = (number: number, role: PortRole) =>
    role === 'other' ? !recognised.listed && own.has(number) : role !== 'disc' && role !== 'card';
  return [...recognised.roles].flatMap(([number, role]) => (counts(number, role) ? [number] : []));
}

function unboundInterfaces(run: DriversRun, bindings: readonly InterfaceBinding[]): number[] {
  return modemInterfaces(run).filter((number) => !bindings.find((b) => b.interfaceNumber === number)?.driver);
}

function driverChecks(run: DriversRun, bindings: readonly InterfaceBinding[]): Check[] {
  const { recognised } = run.contact;
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
  const control = controlInterface(run.contact);
  if (control !== null && recognised.control !== 'none') {
    const binding = bindings.find((b) => b.interfaceNumber === control);
    const node = binding ? wdmOf(binding) : null;
    checks.push(toCheck('control-node', node !== null, node ?? '', 'CONTROL_NODE_MISSING'));
  }
  const ttys = bindings.flatMap((b) => ttyOf(b) ?? []);
  if (hasAtPort(recognised.roles)) checks.push(toCheck('serial-ports', ttys.length > 0, ttys.join(', '), 'DRIVER_MISSING'));
  return checks;
}

function toCheck(id: string, passed: boolean, seen: string, code: NonNullable<Check['code']>): Check {
  return { id, title: { key: `checks.${id}`, values: {} }, state: passed ? 'passed' : 'failed', seen, code: passed ? null : code };
}

/** Whether somebody answers on the channel over which the router will command the modem. This one is no opinion: without it nothing works. */
export async function probeControl(run: StepRun): Promise<StepOutcome> {
  const { control } = run.contact.recognised;
  if (control === 'qmi') await checkQmi(run);
  else if (control === 'mbim') await checkMbim(run);
  else await checkAt(run);
  return { kind: 'done' };
}

async function checkQmi(run: StepRun): Promise<void> {
  const channel = await openControl(run.contact, run.signal);
  try {
    for (const message of qmiCheckMessages) run.contact.onSend(message);
    const client = await openQmi(channel, run.contact.clock, { signal: run.signal });
    try {
      const identity = await readIdentity(client, { signal: run.signal });
      run.identity(identity);
      // uqmi from OpenWrt 24.10 on will not connect a modem that does not tell its card's state.
      run.uimState(await tellsCardState(client, run.signal));
      const seen = [identity.manufacturer, identity.model, identity.imei].filter((v) => v !== undefined).join(', ');
      run.check(toCheck('control-qmi', true, `${channel.name}: ${seen}`, 'QMI_SILENT'));
      run.replied(seen);
    } finally {
      await client.close();
    }
  } catch (error) {
    throw fromSeam(error, run.contact);
  }
}

async function checkMbim(run: StepRun): Promise<void> {
  const { name, identity } = await askMbim(run);
  run.identity(identity);
  const seen = [identity.revision, identity.imei].filter((v) => v !== undefined).join(', ');
  run.check(toCheck('control-mbim', true, `${name}: ${seen}`, 'MBIM_SILENT'));
  run.replied(seen);
}

async function tellsCardState(client: Awaited<ReturnType<typeof openQmi>>, signal: AbortSignal): Promise<boolean> {
  try {
    const { cards } = await getCardStatus(client, { signal });
    return cards.some((card) => card.applications.length > 0);
  } catch (error) {
    if (error instanceof BenchError && error.code === 'QMI_ERROR') return false;
    throw error;
  }
}

/**
 * AT on the AT port, and on the control channel where the modem has it there too. Some E3372 firmware never answers on the
 * control channel (ModemManager, 77-mm-huawei-net-port-types.rules); the port is enough then, and the bundle uses it.
 */
async function checkAt(run: StepRun): Promise<void> {
  if (run.contact.recognised.control === 'at') {
    try {
      const at = await openControlAt(run.contact, run.signal);
      try {
        await at.command('AT', { timeoutMs: 3000 });
        run.check(toCheck('control-at', true, at.name, 'AT_SILENT'));
      } finally {
        await at.close().catch(() => undefined);
      }
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      run.check({ ...toCheck('control-at', false, error.code, 'AT_SILENT'), state: 'unknown' });
    }
  }
  await withAt(run, async (at) => {
    await at.command('AT');
    run.check(toCheck('at-port', true, at.name, 'AT_SILENT'));
    run.replied(at.name);
  });
}
