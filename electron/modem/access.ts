import type { Recognised } from '../../modem-db/db.ts';
import type { VendorFile } from '../../modem-db/schema.ts';
import { BenchError } from '../contract/errors.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';
import type { ByteStream, MessageChannel } from '../seams/streams.ts';
import type { Sighting } from '../seams/usb-bus.ts';
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
}

export const nothingFound = (): FoundPorts => ({ at: null, noAt: false });

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
    const within = known ? [] : [GUESS_TIMEOUT_MS];
    const node = await waitForBinding(access, number, (b) => ttyOf(b) !== null, signal, ...within);
    const tty = node ? ttyOf(node) : null;
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
      const binding = await waitForBinding(access, number, (b) => wdmOf(b) !== null, signal);
      const node = binding ? wdmOf(binding) : null;
      if (node !== null) return await backend.host.openControlNode(node);
    }
    return await openEncapsulatedChannel(await backend.bus.open(sighting), number, access.clock);
  } catch (error) {
    throw fromSeam(error, access);
  }
}

export function controlInterface({ recognised }: Pick<ModemAccess, 'recognised'>): number | null {
  return [...recognised.roles].find(([, role]) => role === 'control')?.[0] ?? null;
}
