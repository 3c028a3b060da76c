import { streamOver } from '../at/channel-stream.ts';
import { AtSession } from '../at/session.ts';
import { BenchError } from '../contract/errors.ts';
import { openMbim } from '../mbim/client.ts';
import { maxControlMessage } from '../mbim/functional-descriptor.ts';
import { openQmi } from '../qmi/client.ts';
import { activeInterfaces } from '../seams/usb-bus.ts';
import { controlInterface, type ModemAccess, openControl } from './access.ts';
import { AtForm } from './at-form.ts';
import { openAt } from './at-port.ts';
import { mayHaveAt } from './candidates.ts';
import type { Language, ModemForm } from './form.ts';
import { MbimForm } from './mbim-form.ts';
import { QmiForm } from './qmi-form.ts';

/** One way to ask a modem, not opened yet. Opening throws what says that this language is not spoken here, or what the seams refuse. */
export interface FormOpener {
  readonly language: Language;
  readonly open: (signal?: AbortSignal) => Promise<ModemForm>;
}

/** The languages that a modem may speak, the one to be asked first before the others. */
export function openersFor(access: ModemAccess): readonly FormOpener[] {
  const { control } = access.recognised;
  return [
    ...(mayHaveAt(access) ? [{ language: 'at', open: (signal?: AbortSignal) => openAtForm(access, signal) } as const] : []),
    ...(control === 'qmi' ? [{ language: 'qmi', open: (signal?: AbortSignal) => openQmiForm(access, signal) } as const] : []),
    ...(control === 'mbim' ? [{ language: 'mbim', open: (signal?: AbortSignal) => openMbimForm(access, signal) } as const] : []),
  ];
}

export async function openAtForm(access: ModemAccess, signal?: AbortSignal): Promise<AtForm> {
  return new AtForm(await openAt(access, signal), access);
}

/** AT over the control channel, where the modem has it there. */
export async function openControlAt(access: ModemAccess, signal?: AbortSignal): Promise<AtSession> {
  return new AtSession(streamOver(await openControl(access, signal)), access.clock, access);
}

export async function openQmiForm(access: ModemAccess, signal?: AbortSignal): Promise<QmiForm> {
  const client = await openQmi(await openControl(access, signal), access.clock, signal ? { signal } : {});
  return new QmiForm(client, access.clock);
}

export async function openMbimForm(access: ModemAccess, signal?: AbortSignal): Promise<MbimForm> {
  const channel = await openControl(access, signal);
  const control = activeInterfaces(access.sighting).find((i) => i.number === controlInterface(access));
  const maxMessage = control ? maxControlMessage(control.extra) : null;
  const options = { ...(signal ? { signal } : {}), ...(maxMessage === null ? {} : { maxMessage }) };
  return new MbimForm(await openMbim(channel, access.clock, options), access.clock);
}

/** Whether an error says that this language is not spoken here (any more): another one may be. */
export function isMute(error: unknown): boolean {
  return error instanceof BenchError && mute.has(error.code);
}

const mute: ReadonlySet<string> = new Set([
  ...['AT_NO_PORT', 'AT_SILENT', 'AT_GARBLED', 'AT_ERROR', 'SERIAL_BUSY', 'SERIAL_ACCESS_DENIED', 'SERIAL_FAILED', 'USB_BUSY'],
  ...['QMI_NO_CHANNEL', 'QMI_SILENT', 'QMI_ERROR', 'QMI_GARBLED'],
  ...['MBIM_NO_CHANNEL', 'MBIM_SILENT', 'MBIM_ERROR', 'MBIM_GARBLED'],
]);
