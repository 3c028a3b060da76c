import type { Recognised } from '../../modem-db/db.ts';
import type { VendorFile } from '../../modem-db/schema.ts';
import { BenchError } from '../contract/errors.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';
import type { InterfaceBinding } from '../seams/host.ts';
import type { ByteStream, MessageChannel } from '../seams/streams.ts';
import { type Sighting, UsbError } from '../seams/usb-bus.ts';
import { openBulkStream } from '../usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../usb/encapsulated-channel.ts';
import type { AtAllowList } from './allowed-commands.ts';
import { ttyOf, waitForBinding, wdmOf } from './bindings.ts';
import { fromSeam } from './seam-errors.ts';

/**
 * How to reach a modem that is on the bus: the system's port or node where there is one, else straight over USB, so that a
 * PC without the kernel's drivers can do the whole job.
 */
export interface ModemAccess {
  readonly backend: Backend;
  readonly sighting: Sighting;
  readonly recognised: Recognised;
  /** The vendor's page of the database, for what each vendor keeps elsewhere. */
  readonly vendor: VendorFile | undefined;
  readonly clock: Clock;
  /** The AT commands that may be sent to it. */
  readonly allows: AtAllowList;
  /** What was found out about its ports in this enumeration. */
  readonly ports: FoundPorts;
  /** Whether this computer's other programs were told to leave it alone: only then may what they hold in it be released. */
  readonly isHeld: boolean;
}

/** What a search found, kept for as long as one enumeration lasts, so that nothing is searched twice. */
export interface FoundPorts {
  /** Interface that answered to AT, though nobody had listed it as one. */
  at: number | null;
  /** Nobody answered to AT: it is not asked again. */
  noAt: boolean;
  /** The listed ports were silent: they are asked after the other languages. */
  atSilent: boolean;
  /** Interface that answered in QMI, though nobody had listed it. */
  qmi: number | null;
  /** Interfaces for which no driver had made a node when one had been waited for: that is waited for once. */
  readonly unbound: Set<number>;
}

export const nothingFound = (): FoundPorts => ({ at: null, noAt: false, atSilent: false, qmi: null, unbound: new Set() });

/** What a modem that nobody listed was found to be: dialled over its AT port, or commanded in QMI. */
export function withFound(recognised: Recognised, { at, qmi }: FoundPorts): Recognised {
  if (at === null && qmi === null) return recognised;
  const found = [...(at === null ? [] : [[at, 'at'] as const]), ...(qmi === null ? [] : [[qmi, 'control'] as const])];
  const roles = new Map([...recognised.roles, ...found]);
  if (qmi !== null && recognised.control === 'none') return { ...recognised, roles, mode: 'qmi', control: 'qmi' };
  return { ...recognised, roles, mode: recognised.mode ?? 'ppp' };
}

/** What a driver made of an interface; waited for where nobody has waited in vain in this enumeration. `within`: ms. */
async function boundNode(
  access: ModemAccess,
  number: number,
  nodeOf: (binding: InterfaceBinding) => string | null,
  signal: AbortSignal | undefined,
  within?: number,
): Promise<InterfaceBinding | undefined> {
  const { unbound } = access.ports;
  const patience = unbound.has(number) ? 0 : within;
  const binding = await waitForBinding(access, number, (seen) => nodeOf(seen) !== null, signal, patience);
  if (binding && nodeOf(binding) !== null) unbound.delete(number);
  else if (signal?.aborted !== true) unbound.add(number);
  return binding;
}

/** Drivers of modems' ports, as sysfs names them; others of Linux' serial drivers are for adapters. */
const modemDrivers: ReadonlySet<string> = new Set(['option', 'qcserial', 'sierra', 'hso', 'cdc_acm', 'usbserial_generic', 'generic']);

/** A port that only might be one is not waited for as long as one that is listed: where no driver is bound by then, none will be. */
const GUESS_TIMEOUT_MS = 700;

/** The system's port of an interface, or its bulk endpoints. `known`: the database lists it as a port. Throws SerialError and UsbError. */
export async function openSerialInterface(
  access: ModemAccess,
  number: number,
  { signal, known = true }: { readonly signal?: AbortSignal | undefined; readonly known?: boolean } = {},
): Promise<ByteStream> {
  const { backend, sighting } = access;
  if (backend.host.seesDrivers) {
    const node = await boundNode(access, number, ttyOf, signal, known ? undefined : GUESS_TIMEOUT_MS);
    const tty = node ? ttyOf(node) : null;
    // An adapter's driver, or one that makes no port, says that it is something else.
    if (!known && node?.driver != null && (tty === null || !modemDrivers.has(node.driver)))
      throw new UsbError('busy', `${node.driver} has it`);
    if (tty !== null) return backend.serial.open(tty);
  } else {
    const ports = (await backend.serial.list()).filter(
      (p) => p.vid === sighting.vid && p.pid === sighting.pid && p.interfaceNumber === number,
    );
    // Of twins, the system does not tell which port is whose: those are spoken to over USB, whose port path is certain.
    const port = ports.length === 1 ? ports[0] : undefined;
    if (port) return backend.serial.open(port.path);
  }
  return openBulkStream(await backend.bus.open(sighting), number, access.clock);
}

/** Opens the control channel of an interface: its node where a driver made one, else encapsulated commands over USB. */
export async function openControl(access: ModemAccess, signal?: AbortSignal): Promise<MessageChannel> {
  const { backend, sighting, recognised } = access;
  const number = controlInterface(access);
  if (number === null)
    throw new BenchError(recognised.control === 'mbim' ? 'MBIM_NO_CHANNEL' : 'QMI_NO_CHANNEL', { port: sighting.portPath });
  try {
    if (backend.host.seesDrivers) {
      const binding = await boundNode(access, number, wdmOf, signal, access.ports.qmi === number ? GUESS_TIMEOUT_MS : undefined);
      const node = binding ? wdmOf(binding) : null;
      if (node !== null) return await backend.host.openControlNode(node);
    }
    return await openEncapsulatedChannel(await backend.bus.open(sighting), number, access.clock);
  } catch (error) {
    throw fromSeam(error, access);
  }
}

/**
 * The same of an interface that only might be one: what a driver of another kind has is left to it. Throws UsbError, and what opening a
 * node throws.
 */
export async function openGuessedControl(access: ModemAccess, number: number, signal?: AbortSignal): Promise<MessageChannel> {
  const { backend, sighting, clock } = access;
  if (backend.host.seesDrivers) {
    const binding = await waitForBinding(access, number, ({ driver }) => driver !== null, signal, GUESS_TIMEOUT_MS);
    const node = binding ? wdmOf(binding) : null;
    if (node !== null) return backend.host.openControlNode(node);
    if (binding?.driver != null) throw new UsbError('busy', `${binding.driver} has it`);
  }
  return openEncapsulatedChannel(await backend.bus.open(sighting), number, clock);
}

export function controlInterface({ recognised }: Pick<ModemAccess, 'recognised'>): number | null {
  return [...recognised.roles].find(([, role]) => role === 'control')?.[0] ?? null;
}
