import { BenchError, toFailure } from '../../contract/errors.ts';
import type { ModemAccess } from '../../modem/access.ts';
import { type AtSession, openAtPort } from '../../modem/at-port.ts';
import { ttyOf } from '../../modem/bindings.ts';
import { atCandidates, isWithoutModem, listedAtPorts } from '../../modem/candidates.ts';
import { openControlAt } from '../../modem/open-forms.ts';
import type { InterfaceBinding } from '../../seams/host.ts';
import { poll } from '../../seams/poll.ts';

/** The ports of a dongle that may speak AT, and how each is asked. */

export interface AskedPort {
  readonly interfaceNumber: number;
  readonly channel: 'serial' | 'control';
}

/** One question's answer, unmasked: it never leaves this process so. */
export interface RawReply {
  readonly command: string;
  readonly lines: readonly string[];
  readonly final: string;
}

/** A port that is not known to speak AT is knocked at so often, for so long each time. */
const KNOCKS = 3;
const KNOCK_MS = 1000;
/** For all questions to one port. */
const PORT_MS = 180_000;
/** The list of all commands takes some firmware long. */
const SLOW_MS = 15_000;
/** In a row: a port that does not answer any more is left alone. */
const MOST_SILENCES = 2;
const SETTLE_LOOK_MS = 500;
const SETTLED_LOOKS = 3;
const SETTLE_WITHIN_MS = 7_500;

/** What is bound once nothing changes any more; drivers bind one after the other. Empty where the host does not tell. */
export async function settledBindings(
  { backend, sighting, clock }: ModemAccess,
  signal?: AbortSignal,
): Promise<readonly InterfaceBinding[]> {
  if (!backend.host.seesDrivers) return [];
  let before = '';
  let same = 0;
  const isSettled = (bindings: readonly InterfaceBinding[]) => {
    const now = JSON.stringify(bindings);
    same = now === before ? same + 1 : 0;
    before = now;
    return same >= SETTLED_LOOKS;
  };
  const settling = { every: SETTLE_LOOK_MS, within: SETTLE_WITHIN_MS, signal };
  return poll(clock, settling, () => backend.host.bindings(sighting.portPath), isSettled);
}

/** Every port that speaks AT as far as is known, and of those that nobody can tell all that no driver of another kind has. */
export function portsToAsk(access: ModemAccess, bindings: readonly InterfaceBinding[]): AskedPort[] {
  if (isWithoutModem(access.sighting)) return [];
  const { recognised } = access;
  const listed = listedAtPorts(access);
  const isFree = (number: number) => {
    const binding = bindings.find((b) => b.interfaceNumber === number);
    return !binding?.driver || ttyOf(binding) !== null;
  };
  const guessed = listed.length > 0 ? [] : atCandidates(access).filter(isFree);
  const control = recognised.control === 'at' ? [...recognised.roles].filter(([, role]) => role === 'control') : [];
  return [
    ...[...new Set([...listed, ...guessed])].map((interfaceNumber): AskedPort => ({ interfaceNumber, channel: 'serial' })),
    ...control.map(([interfaceNumber]): AskedPort => ({ interfaceNumber, channel: 'control' })),
  ];
}

/**
 * Asks one port every question. `note` takes what did not go well. Resolves to `null` where nobody answers. Throws what opening
 * the port throws, and the signal's reason; the port is closed however it ends.
 */
export async function askPort(
  access: ModemAccess,
  port: AskedPort,
  questions: readonly string[],
  bindings: readonly InterfaceBinding[],
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<RawReply[] | null> {
  signal?.throwIfAborted();
  const session = await openPort(access, port, bindings, signal);
  // A port that closes ends what waits on it.
  const stop = () => void session.close().catch(() => undefined);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (!(await answers(session))) return null;
    await session.wake();
    return await askAll(access, session, port, questions, note, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    await session.close().catch(() => undefined);
  }
}

async function openPort(
  access: ModemAccess,
  { channel, interfaceNumber }: AskedPort,
  bindings: readonly InterfaceBinding[],
  signal?: AbortSignal,
): Promise<AtSession> {
  if (channel === 'control') return openControlAt(access, signal);
  // No driver wants it, and none will: nothing to wait for.
  const known = bindings.find((b) => b.interfaceNumber === interfaceNumber)?.driver != null;
  return openAtPort(access, interfaceNumber, { signal, known });
}

async function answers(session: AtSession): Promise<boolean> {
  for (let knock = 0; knock < KNOCKS; knock++) {
    try {
      await session.command('AT', { timeoutMs: KNOCK_MS, allowError: true });
      return true;
    } catch (error) {
      if (!isSilence(error)) throw error;
    }
  }
  return false;
}

async function askAll(
  { clock }: ModemAccess,
  session: AtSession,
  { interfaceNumber }: AskedPort,
  questions: readonly string[],
  note: (text: string) => void,
  signal?: AbortSignal,
): Promise<RawReply[]> {
  const replies: RawReply[] = [];
  const deadline = clock.now() + PORT_MS;
  let silences = 0;
  for (const command of questions) {
    signal?.throwIfAborted();
    if (clock.now() >= deadline || silences >= MOST_SILENCES) {
      note(`Interface ${interfaceNumber} was not asked from ${command} on: it answers too slowly`);
      break;
    }
    try {
      const { lines, final } = await session.command(command, {
        allowError: true,
        ...(command === 'AT+CLAC' ? { timeoutMs: SLOW_MS } : {}),
      });
      silences = 0;
      replies.push({ command, lines, final: final.kind === 'ok' ? 'OK' : final.text });
    } catch (error) {
      if (!isSilence(error)) throw error;
      silences++;
      note(`Interface ${interfaceNumber} gave no answer to ${command}`);
    }
  }
  return replies;
}

/** A port that was opened and does not speak, told from one that is gone. */
export function isSilence(error: unknown): boolean {
  return error instanceof BenchError && (error.code === 'AT_SILENT' || error.code === 'AT_GARBLED');
}

/** Why a port could not be asked, for the notes. */
export function whyNot({ interfaceNumber, channel }: AskedPort, error: unknown): string {
  const where = channel === 'control' ? `The control channel of interface ${interfaceNumber}` : `Interface ${interfaceNumber}`;
  return `${where} could not be asked: ${toFailure(error).code}`;
}
