import { AtSession, wakeCommands } from '../at/session.ts';
import { BenchError } from '../contract/errors.ts';
import { poll } from '../seams/poll.ts';
import { type ModemAccess, openSerialInterface } from './access.ts';
import { atCandidates, listedAtPorts } from './candidates.ts';
import { fromSeam } from './seam-errors.ts';
import { startMs } from './start-time.ts';

export type { AtSession } from '../at/session.ts';

/** A port that nobody listed is asked for so long at a time. */
const KNOCK_MS = 600;
/** Between two rounds over ports of which none answered. */
const BETWEEN_MS = 400;
/** Longest time from its attach until a modem's AT interpreter listens; slower ones are listed. */
const BOOT_MS = 20_000;
/** A listed port of a modem that is known to start slowly is knocked at no longer: other languages have to get their turn. */
const SLOWEST_MS = 30_000;

/**
 * Opens AT and wakes it: on the ports that are listed, the one meant for it first; where there is none, or none answers, on whichever of
 * the others answers first. What a search found is kept in `access.ports`. Throws AT_NO_PORT, AT_SILENT, AT_GARBLED, what the seams refuse, and
 * the signal's reason.
 */
export async function openAt(access: ModemAccess, signal?: AbortSignal): Promise<AtSession> {
  const { ports, sighting } = access;
  let last: unknown = new BenchError('AT_NO_PORT', { port: sighting.portPath });
  if (ports.noAt) throw last;
  const known = ports.at === null ? listedAtPorts(access) : [ports.at];
  for (const number of known) {
    signal?.throwIfAborted();
    try {
      return await openAwake(access, number, signal);
    } catch (error) {
      signal?.throwIfAborted();
      last = error;
    }
  }
  if (known.length > 0 && isSilence(last)) ports.atSilent = true;
  // A listed port that another program has is that port all the same.
  const mayBeElsewhere = ports.at === null && (known.length === 0 || isSilence(last));
  const guessed = mayBeElsewhere ? atCandidates(access).filter((number) => !known.includes(number)) : [];
  if (guessed.length > 0) {
    const found = await search(access, guessed, signal);
    if (found) return found;
    if (known.length === 0)
      last = new BenchError('AT_SILENT', { port: sighting.portPath, command: wakeCommands[0], seconds: BOOT_MS / 1000 });
  }
  // A modem that is listed with its port may only be slow; one that was searched through is not searched again.
  if (known.length === 0) ports.noAt = true;
  throw fromSeam(last, access);
}

/** Opens one port without a word to it. `known`: it is a port for certain. Throws what the seams refuse, in the house's codes. */
export async function openAtPort(
  access: ModemAccess,
  number: number,
  options: { readonly signal?: AbortSignal | undefined; readonly known?: boolean } = {},
): Promise<AtSession> {
  try {
    return new AtSession(await openSerialInterface(access, number, options), access.clock, access);
  } catch (error) {
    throw fromSeam(error, access);
  }
}

async function openAwake(access: ModemAccess, number: number, signal?: AbortSignal): Promise<AtSession> {
  // One that was found without a driver gets none later.
  const session = await openAtPort(access, number, { signal, known: number !== access.ports.at });
  try {
    await session.wake(signal, Math.min(startMs(access), SLOWEST_MS));
    return session;
  } catch (error) {
    await session.close().catch(() => undefined);
    throw error;
  }
}

/** It was asked, and did not answer, or is gone. */
function isUnanswered(error: unknown): boolean {
  return isSilence(error) || (error instanceof BenchError && error.code === 'AT_NO_PORT');
}

/** A port that was opened and says nothing that makes sense. */
function isSilence(error: unknown): boolean {
  return error instanceof BenchError && (error.code === 'AT_SILENT' || error.code === 'AT_GARBLED');
}

interface Opened {
  readonly number: number;
  readonly session: AtSession;
}

/**
 * Asks all of these at once, again and again until the boot time is over; the first that answers is woken, the others are let go of.
 * `null`: nobody answered. Throws what kept one of them from being asked at all, since that one may be it, and the signal's reason.
 */
async function search(access: ModemAccess, numbers: readonly number[], signal?: AbortSignal): Promise<AtSession | null> {
  const { clock, ports } = access;
  const { opened, refusal } = await openAll(access, numbers, signal);
  let found: Opened | null = null;
  try {
    signal?.throwIfAborted();
    const asking = { every: BETWEEN_MS, within: BOOT_MS, signal };
    if (opened.length > 0)
      found = await poll(
        clock,
        asking,
        () => firstAnswer(opened, signal),
        (answered) => answered !== null,
      );
  } finally {
    await Promise.all(opened.filter((one) => one !== found).map(({ session }) => session.close().catch(() => undefined)));
  }
  if (found === null && refusal !== null) throw refusal;
  if (found === null) return null;
  try {
    await found.session.wake(signal);
  } catch (error) {
    await found.session.close().catch(() => undefined);
    throw error;
  }
  ports.at = found.number;
  return found.session;
}

/**
 * What is none, or a driver of another kind has, is passed over. `refusal`: of one that may not be opened now, by rights, by another
 * program, or because it could not be written down.
 */
async function openAll(
  access: ModemAccess,
  numbers: readonly number[],
  signal?: AbortSignal,
): Promise<{ readonly opened: readonly Opened[]; readonly refusal: unknown }> {
  const opened: Opened[] = [];
  let refusal: unknown = null;
  const opening = numbers.map(async (number) => {
    try {
      opened.push({ number, session: await openAtPort(access, number, { signal, known: false }) });
    } catch (error) {
      if (!(error instanceof BenchError && isNoPort.has(error.code))) refusal ??= error;
    }
  });
  await Promise.all(opening);
  // Of two that answer at once, the one that is named first.
  return { opened: opened.sort((a, b) => numbers.indexOf(a.number) - numbers.indexOf(b.number)), refusal };
}

const isNoPort: ReadonlySet<string> = new Set(['AT_NO_PORT', 'SERIAL_FAILED', 'USB_BUSY', 'USB_TRANSFER_FAILED']);

/** Resolves with the first of them that says OK or ERROR to AT; `null` once all were silent. Throws what kept the question from going out. */
async function firstAnswer(opened: readonly Opened[], signal?: AbortSignal): Promise<Opened | null> {
  const options = { timeoutMs: KNOCK_MS, allowError: true, ...(signal ? { signal } : {}) };
  const asked = opened.map(async (one) => {
    await one.session.command(wakeCommands[0], options);
    return one;
  });
  try {
    return await Promise.any(asked);
  } catch (error) {
    signal?.throwIfAborted();
    const barred = error instanceof AggregateError ? error.errors.find((one) => !isUnanswered(one)) : error;
    if (barred !== undefined) throw barred;
    return null;
  }
}
