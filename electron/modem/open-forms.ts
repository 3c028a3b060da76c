import { hex4 } from '../../modem-db/db.ts';
import { mayBeFccLocked } from '../../modem-db/ids/id-lists.ts';
import { streamOver } from '../at/channel-stream.ts';
import { AtSession } from '../at/session.ts';
import { BenchError } from '../contract/errors.ts';
import { openAtOverMbim } from '../mbim/at-stream.ts';
import { openMbim } from '../mbim/client.ts';
import { readCapabilities } from '../mbim/extensions.ts';
import { maxControlMessage } from '../mbim/functional-descriptor.ts';
import { carriesQmi, qmiOverMbim } from '../mbim/qmi-channel.ts';
import { openQmi } from '../qmi/client.ts';
import { activeInterfaces } from '../seams/usb-bus.ts';
import { controlInterface, type ModemAccess, openControl, openGuessedControl } from './access.ts';
import { AtForm } from './at-form.ts';
import { openAt } from './at-port.ts';
import { mayHaveAt, qmiCandidates } from './candidates.ts';
import { type FormOptions, type Language, limit, type ModemForm } from './form.ts';
import { MbimForm } from './mbim-form.ts';
import { QmiForm } from './qmi-form.ts';
import { startMs } from './start-time.ts';

/** One way to ask a modem, not opened yet. Opening throws what says that this language is not spoken here, or what the seams refuse. */
export interface FormOpener {
  readonly language: Language;
  /** AT on a port of its own. */
  readonly isPort?: true;
  /** `mbim`: the modem's MBIM, which may carry the other languages. */
  readonly open: (signal: AbortSignal, mbim: () => Promise<MbimForm>) => Promise<ModemForm>;
}

/** The languages that a modem may speak, the one to be asked first before the others. */
export function openersFor(access: ModemAccess): readonly FormOpener[] {
  const at: FormOpener = { language: 'at', isPort: true, open: (signal) => openAtForm(access, signal) };
  const byControl: Readonly<Record<ModemAccess['recognised']['control'], readonly FormOpener[]>> = {
    qmi: [{ language: 'qmi', open: (signal) => openQmiForm(access, signal) }],
    mbim: [
      { language: 'mbim', open: (signal) => openMbimForm(access, signal) },
      { language: 'qmi', open: async (signal, mbim) => openQmiInMbim(access, await mbim(), signal) },
      { language: 'at', open: async (signal, mbim) => openAtInMbim(access, await mbim(), signal) },
    ],
    at: [],
    none: qmiCandidates(access).length > 0 ? [{ language: 'qmi', open: (signal) => searchQmi(access, signal) }] : [],
  };
  const others = byControl[access.recognised.control];
  if (!mayHaveAt(access)) return others;
  // A port that was silent costs its whole time again.
  return access.ports.atSilent ? [...others, at] : [at, ...others];
}

async function openAtForm(access: ModemAccess, signal: AbortSignal): Promise<AtForm> {
  return new AtForm(await openAt(access, signal), { vendor: access.vendor, ...optionsOf(access) });
}

/** AT over the control channel, where the modem has it there. */
export async function openControlAt(access: ModemAccess, signal?: AbortSignal): Promise<AtSession> {
  return new AtSession(streamOver(await openControl(access, signal)), access.clock, access);
}

/** Sync releases what every other program holds in the modem: only while they were told to leave it alone. */
async function openQmiForm(access: ModemAccess, signal: AbortSignal): Promise<QmiForm> {
  const client = await openQmi(await openControl(access, signal), access.clock, { ...limit(signal), shared: !access.isHeld });
  return new QmiForm(client, optionsOf(access));
}

/** Of a modem that nobody listed: whichever interface answers in QMI. */
async function searchQmi(access: ModemAccess, signal: AbortSignal): Promise<QmiForm> {
  let last: unknown = new BenchError('QMI_NO_CHANNEL', { port: access.sighting.portPath });
  for (const number of qmiCandidates(access)) {
    try {
      const channel = await openGuessedControl(access, number, signal);
      const client = await openQmi(channel, access.clock, {
        ...limit(signal),
        shared: true,
        attempts: SEARCH_ATTEMPTS,
        attemptMs: SEARCH_MS,
      });
      access.ports.qmi = number;
      return new QmiForm(client, optionsOf(access));
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw last;
}

/** Nobody says that it is QMI: it is not waited for as long as where it is. */
const SEARCH_ATTEMPTS = 3;
const SEARCH_MS = 1000;

async function openMbimForm(access: ModemAccess, signal: AbortSignal): Promise<MbimForm> {
  const channel = await openControl(access, signal);
  const control = activeInterfaces(access.sighting).find((i) => i.number === controlInterface(access));
  const maxMessage = control ? maxControlMessage(control.extra) : null;
  const client = await openMbim(channel, access.clock, { ...limit(signal), ...(maxMessage === null ? {} : { maxMessage }) });
  try {
    return new MbimForm(client, await readCapabilities(client, limit(signal)), optionsOf(access));
  } catch (error) {
    await client.close().catch(() => undefined);
    throw error;
  }
}

async function openQmiInMbim(access: ModemAccess, { client, offered }: MbimForm, signal: AbortSignal): Promise<QmiForm> {
  if (!carriesQmi(offered.services)) throw new BenchError('QMI_NO_CHANNEL', { port: client.name });
  const channel = await qmiOverMbim(client, limit(signal));
  return new QmiForm(await openQmi(channel, access.clock, { ...limit(signal), shared: true }), optionsOf(access));
}

async function openAtInMbim(access: ModemAccess, { client, offered }: MbimForm, signal: AbortSignal): Promise<AtForm> {
  const { vid, pid } = access.sighting;
  const stream = openAtOverMbim(client, offered.services, { vid: hex4(vid), pid: hex4(pid) });
  if (stream === null) throw new BenchError('AT_NO_PORT', { port: client.name });
  const session = new AtSession(stream, access.clock, access);
  try {
    await session.wake(signal);
  } catch (error) {
    await session.close().catch(() => undefined);
    throw error;
  }
  return new AtForm(session, { vendor: access.vendor, ...optionsOf(access) });
}

function optionsOf(access: ModemAccess): FormOptions {
  const { clock, sighting } = access;
  return { clock, mayBeLocked: mayBeFccLocked(sighting.vid, sighting.pid), startMs: startMs(access) };
}

/** Whether an error says that this language is not spoken here (any more): another one may be. */
export function isMute(error: unknown): boolean {
  return error instanceof BenchError && mute.has(error.code);
}

const mute: ReadonlySet<string> = new Set([
  ...['AT_NO_PORT', 'AT_SILENT', 'AT_GARBLED', 'AT_ERROR', 'SERIAL_BUSY', 'SERIAL_ACCESS_DENIED', 'SERIAL_FAILED'],
  ...['USB_BUSY', 'USB_ACCESS_DENIED', 'USB_TRANSFER_FAILED'],
  ...['QMI_NO_CHANNEL', 'QMI_SILENT', 'QMI_ERROR', 'QMI_GARBLED'],
  ...['MBIM_NO_CHANNEL', 'MBIM_SILENT', 'MBIM_ERROR', 'MBIM_GARBLED'],
]);
