import { type Db, hex2, hex4, usbId } from '../../../modem-db/db.ts';
import {
  Capture,
  type CapturedInterface,
  type CapturedReply,
  capturedNodes,
  MOST_CHARACTERS,
  MOST_LINES,
  MOST_REPLIES,
} from '../../contract/capture.ts';
import { BenchError } from '../../contract/errors.ts';
import { type ModemAccess, nothingFound } from '../../modem/access.ts';
import { wakeCommands } from '../../modem/commands.ts';
import { fromSeam } from '../../modem/seam-errors.ts';
import type { Backend } from '../../seams/backend.ts';
import type { Clock } from '../../seams/clock.ts';
import type { HoldRelease, InterfaceBinding, ScsiNames } from '../../seams/host.ts';
import { activeInterfaces, type Sighting } from '../../seams/usb-bus.ts';
import { parseDescriptors } from '../../usb/descriptors.ts';
import { identify } from '../identity/identify.ts';
import { recordedBackend } from '../journal/recording.ts';
import { readScsiNames } from '../look/scsi-names.ts';
import { maskBos } from './bos.ts';
import { Masker } from './mask.ts';
import { type AskedPort, askPort, portsToAsk, type RawReply, settledBindings, whyNot } from './ports.ts';
import { isSafeQuery, safeQueries } from './queries.ts';
import { type RawDescriptors, readRawDescriptors } from './raw-descriptors.ts';

export interface CaptureRequest {
  readonly backend: Backend;
  readonly sighting: Sighting;
  readonly db: Db;
  readonly clock: Clock;
  /** Of Modem Bench. */
  readonly version: string;
  /** Called before each question, with its text. */
  readonly onSend?: (shown: string) => void;
  readonly signal?: AbortSignal;
}

interface Asked extends AskedPort {
  readonly replies: readonly RawReply[];
}

/** Questions, and what a session is set up with. */
const isCaptureCommand = (command: string) => isSafeQuery(command) || wakeCommands.some((wake) => wake === command);

/** Codes that say that this computer forbids what the dongle would allow. */
const forbidden = new Set(['USB_ACCESS_DENIED', 'SERIAL_ACCESS_DENIED']);

/**
 * Writes down one state of a dongle: descriptors as it gives them, and what its AT ports answer to questions that change nothing
 * (`capture/queries.ts` holds that). Nothing personal is in what comes back (`capture/mask.ts`). ModemManager is kept off meanwhile. Throws
 * USB_ACCESS_DENIED and SERIAL_ACCESS_DENIED where the computer forbids it, USB_BUSY, USB_TRANSFER_FAILED, DESCRIPTOR_MALFORMED,
 * MODEM_MANAGER_BUSY, DONGLE_NOT_FOUND where it was pulled out, and the signal's reason. A port that is silent is a note, no failure.
 */
export async function capture(request: CaptureRequest): Promise<Capture> {
  const { backend, sighting, db, clock, version, signal } = request;
  const notes: string[] = [];
  const raw = await describe(request);
  const { recognised, scsi } = await recogniseAll(request);
  const { onSend } = request;
  const told = onSend ? recordedBackend(backend, recognised.control, ({ text, data }) => data.length > 0 && onSend(text)) : backend;
  const access: ModemAccess = {
    backend: told,
    sighting,
    recognised,
    vendor: db.vendorOf(sighting.vid),
    clock,
    allows: isCaptureCommand,
    ports: nothingFound(),
    isHeld: true,
  };
  const bindings = await settledBindings(access, signal);
  const asked = await askAll(access, db, bindings, (text) => notes.push(text), signal);

  const masker = new Masker();
  const serialIndex = raw.device[16] ?? 0;
  for (const [index, text] of raw.strings) {
    if (index === serialIndex) masker.learnSerial(text);
    else masker.learnString(text);
  }
  for (const { replies } of asked) for (const { command, lines } of replies) masker.learnReply(command, lines);

  const [cls, subclass, protocol] = [sighting.class, sighting.subclass, sighting.protocol].map(hex2);
  return Capture.parse({
    v: 1,
    version,
    when: new Date(clock.now()).toISOString(),
    origin: backend.origin,
    platform: backend.host.platform,
    vid: hex4(sighting.vid),
    pid: hex4(sighting.pid),
    bcdDevice: hex4(sighting.bcdDevice),
    class: [cls, subclass, protocol],
    strings: [...raw.strings].map(([index, text]) => ({ index, text: index === serialIndex ? masker.serial(text) : masker.text(text) })),
    device: hex(raw.device),
    configurations: raw.configurations.map(hex),
    bos: raw.bos && hex(maskBos(raw.bos)),
    activeConfiguration: sighting.activeConfiguration,
    scsi: scsi && { vendor: masker.text(scsi.vendor), model: masker.text(scsi.model), revision: masker.text(scsi.revision) },
    interfaces: capturedInterfaces(sighting, bindings),
    at: asked.flatMap((port) => port.replies.map((reply) => masked(masker, port, reply))).slice(0, MOST_REPLIES),
    notes: notes.slice(0, 100).map((text) => masker.text(text).slice(0, 300)),
  });
}

async function describe({ backend, sighting }: CaptureRequest): Promise<RawDescriptors> {
  try {
    const handle = await backend.bus.open(sighting);
    try {
      const raw = await readRawDescriptors(handle);
      // What cannot be parsed cannot be played.
      const { vid, pid } = parseDescriptors(Uint8Array.from(Buffer.concat([raw.device, ...raw.configurations])));
      if (vid !== sighting.vid || pid !== sighting.pid) throw new BenchError('DONGLE_NOT_FOUND', { port: sighting.portPath });
      return raw;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fromSeam(error, { sighting });
  }
}

/** The drive is asked for its names only where the dongle is no modem (yet): in a modem they decide nothing. */
async function recogniseAll({ backend, sighting, db, clock, signal }: CaptureRequest) {
  const recognised = db.recognise(sighting.vid, sighting.pid, activeInterfaces(sighting));
  const found = identify(sighting, db);
  const hasDrive = activeInterfaces(sighting).some((i) => i.class === 8);
  let scsi: ScsiNames | null = null;
  if (found.kind !== 'modem' && hasDrive) {
    scsi = await readScsiNames(backend, sighting, clock, signal ?? new AbortController().signal, (ask) => ask()).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw fromSeam(error, { sighting });
    });
  }
  return { recognised, scsi };
}

async function askAll(
  access: ModemAccess,
  db: Db,
  bindings: readonly InterfaceBinding[],
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<Asked[]> {
  const { backend, sighting } = access;
  const ports = portsToAsk(access, bindings);
  if (ports.length === 0) return [];
  const questions = safeQueries(db, sighting.vid, usbId(sighting.vid, sighting.pid));
  const managed = (await backend.host.holders(sighting.portPath)).some((holder) => holder.kind === 'modem-manager');
  const release: HoldRelease | null = managed ? await backend.host.inhibit(sighting.portPath, signal) : null;
  const asked: Asked[] = [];
  const refusals: unknown[] = [];
  try {
    for (const port of ports) {
      try {
        const replies = await askPort(access, port, questions, bindings, note, signal);
        if (replies) asked.push({ ...port, replies });
        else note(`Interface ${port.interfaceNumber} does not answer to AT`);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(await isThere(access))) throw new BenchError('DONGLE_NOT_FOUND', { port: sighting.portPath }, { cause: error });
        refusals.push(error);
        note(whyNot(port, error));
      }
    }
  } finally {
    await release?.();
  }
  const denied = refusals.find((error) => error instanceof BenchError && forbidden.has(error.code));
  if (asked.length === 0 && denied !== undefined) throw denied;
  return asked;
}

async function isThere({ backend, sighting }: ModemAccess): Promise<boolean> {
  const seen = await backend.bus.list();
  return seen.some((s) => s.portPath === sighting.portPath && s.enumeration === sighting.enumeration);
}

function masked(masker: Masker, { interfaceNumber, channel }: AskedPort, { command, lines, final }: RawReply): CapturedReply {
  return {
    interface: interfaceNumber,
    channel,
    command,
    lines: masker.reply(command, lines.slice(0, MOST_LINES)).map((line) => line.slice(0, MOST_CHARACTERS)),
    final: masker.text(final).slice(0, 200),
  };
}

function capturedInterfaces(sighting: Sighting, bindings: readonly InterfaceBinding[]): CapturedInterface[] {
  const numbers = [...new Set(activeInterfaces(sighting).map((i) => i.number))];
  return numbers.map((number) => {
    const binding = bindings.find((b) => b.interfaceNumber === number);
    return {
      number,
      driver: binding?.driver ?? null,
      node: capturedNodes.find((kind) => binding?.nodes.some((node) => node.startsWith(`/dev/${kind}`))) ?? null,
      net: netKind(binding?.netDevices[0]),
    };
  });
}

/** The kind alone: the whole name may hold the MAC address (`wwx001e101f0000`). */
function netKind(name: string | undefined): CapturedInterface['net'] {
  if (name === undefined) return null;
  if (name.startsWith('ww')) return 'wwan';
  return name.startsWith('e') ? 'eth' : 'usb';
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
