import type { Recognised } from '../../modem-db/db.ts';
import { atCandidates } from '../../modem-db/port-hints.ts';
import { streamOver } from '../at/channel-stream.ts';
import { AtSession } from '../at/session.ts';
import { BenchError } from '../contract/errors.ts';
import type { Clock } from '../seams/clock.ts';
import type { InterfaceBinding } from '../seams/host.ts';
import { poll } from '../seams/poll.ts';
import { SerialError } from '../seams/serial-ports.ts';
import type { ByteStream, MessageChannel } from '../seams/streams.ts';
import { activeInterfaces, type Sighting, UsbError } from '../seams/usb-bus.ts';
import { openBulkStream } from '../usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../usb/encapsulated-channel.ts';
import type { AtAllowList } from './allowed-commands.ts';
import type { World } from './bench.ts';

/**
 * How to talk to a modem that is on the bus: the system's port or node where there is one, else straight over USB, so that a
 * PC without the kernel's drivers can do the whole job.
 */
export interface Contact {
  readonly world: World;
  readonly sighting: Sighting;
  readonly recognised: Recognised;
  readonly clock: Clock;
  /** The AT commands that may be sent to it. */
  readonly allows: AtAllowList;
}

/** Drivers bind within a second on a quiet PC; one that loads modules from a slow disk takes longer. */
const DRIVER_PATIENCE_MS = 8000;
const LOOK_EVERY_MS = 150;

/** Opens AT on the best port and wakes it. Throws AT_NO_PORT, AT_SILENT, AT_GARBLED and what the seams refuse. */
export async function openAt(contact: Contact, signal?: AbortSignal): Promise<AtSession> {
  const interfaces = atInterfaces(contact);
  if (interfaces.length === 0) throw new BenchError('AT_NO_PORT', { port: contact.sighting.portPath });
  let last: unknown;
  for (const number of interfaces) {
    signal?.throwIfAborted();
    let session: AtSession | null = null;
    try {
      session = new AtSession(await openSerialInterface(contact, number, signal), contact.clock, contact);
      await session.wake();
      return session;
    } catch (error) {
      await session?.close().catch(() => undefined);
      last = error;
    }
  }
  throw fromSeam(last, contact);
}

/** AT interfaces, the best first: the one meant for it, then the modem port; where neither is known, those that may be one. */
function atInterfaces({ recognised, sighting }: Contact): readonly number[] {
  const withRole = (role: string) => [...recognised.roles].filter(([, r]) => r === role).map(([number]) => number);
  const known = [...withRole('at'), ...withRole('modem')];
  return known.length > 0 ? known : atCandidates(activeInterfaces(sighting), recognised, sighting);
}

/** The system's port of an interface, or its bulk endpoints. Throws SerialError and UsbError. */
export async function openSerialInterface(contact: Contact, number: number, signal?: AbortSignal): Promise<ByteStream> {
  const { world, sighting } = contact;
  if (world.host.seesDrivers) {
    const node = await waitForBinding(contact, number, (b) => ttyOf(b) !== null, signal);
    const tty = node ? ttyOf(node) : null;
    if (tty !== null) return world.serial.open(tty);
  } else {
    const ports = (await world.serial.list()).filter(
      (p) => p.vid === sighting.vid && p.pid === sighting.pid && p.interfaceNumber === number,
    );
    // Of twins, the system does not tell which port is whose: those are spoken to over USB, whose port path is certain.
    const port = ports.length === 1 ? ports[0] : undefined;
    if (port) return world.serial.open(port.path);
  }
  return openBulkStream(await world.bus.open(sighting), number, contact.clock);
}

/** Opens the control channel of an interface: its node where a driver made one, else encapsulated commands over USB. */
export async function openControl(contact: Contact, signal?: AbortSignal): Promise<MessageChannel> {
  const number = controlInterface(contact);
  if (number === null) {
    const code = contact.recognised.control === 'mbim' ? 'MBIM_NO_CHANNEL' : 'QMI_NO_CHANNEL';
    throw new BenchError(code, { port: contact.sighting.portPath });
  }
  try {
    if (contact.world.host.seesDrivers) {
      const binding = await waitForBinding(contact, number, (b) => wdmOf(b) !== null, signal);
      const node = binding ? wdmOf(binding) : null;
      if (node !== null) return await contact.world.host.openControlNode(node);
    }
    return await openEncapsulatedChannel(await contact.world.bus.open(contact.sighting), number, contact.clock);
  } catch (error) {
    throw fromSeam(error, contact);
  }
}

/** AT over the control channel, where the modem has it there. */
export async function openControlAt(contact: Contact, signal?: AbortSignal): Promise<AtSession> {
  return new AtSession(streamOver(await openControl(contact, signal)), contact.clock, contact);
}

export function controlInterface({ recognised }: Pick<Contact, 'recognised'>): number | null {
  return [...recognised.roles].find(([, role]) => role === 'control')?.[0] ?? null;
}

export function ttyOf(binding: InterfaceBinding): string | null {
  return binding.nodes.find((n) => n.startsWith('/dev/tty')) ?? null;
}

export function wdmOf(binding: InterfaceBinding): string | null {
  return binding.nodes.find((n) => n.startsWith('/dev/cdc-wdm')) ?? null;
}

/** Waits until the interface's driver has made what is wanted, or until patience ends; then whatever is there. */
export async function waitForBinding(
  { world, sighting, clock }: Contact,
  number: number,
  wanted: (binding: InterfaceBinding) => boolean,
  signal?: AbortSignal,
): Promise<InterfaceBinding | undefined> {
  const look = async () => (await world.host.bindings(sighting.portPath)).find((b) => b.interfaceNumber === number);
  const binding = { every: LOOK_EVERY_MS, within: DRIVER_PATIENCE_MS, signal };
  return poll(clock, binding, look, (seen) => seen !== undefined && wanted(seen));
}

/** What a seam refused, in the closed set of codes. */
export function fromSeam(error: unknown, { sighting }: Pick<Contact, 'sighting'>): unknown {
  const detail = { port: sighting.portPath, message: error instanceof Error ? error.message : String(error) };
  if (error instanceof SerialError) {
    const code = { access: 'SERIAL_ACCESS_DENIED', busy: 'SERIAL_BUSY', gone: 'AT_NO_PORT', io: 'SERIAL_FAILED' } as const;
    return new BenchError(code[error.kind], detail, { cause: error });
  }
  if (error instanceof UsbError) {
    if (error.kind === 'access') return new BenchError('USB_ACCESS_DENIED', detail, { cause: error });
    if (error.kind === 'busy') return new BenchError('USB_BUSY', detail, { cause: error });
    return new BenchError('USB_TRANSFER_FAILED', detail, { cause: error });
  }
  return error;
}
