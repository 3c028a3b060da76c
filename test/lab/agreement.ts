import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries } from '../../electron/bench/journal/past-jobs.ts';
import type { ModemEvent } from './case.ts';

/**
 * Whether the journals of our own program say what the dongle got over the kernel's cable. The kernel and its drivers speak to it as
 * well: they configure it, raise lines, and ask discs; of those only what is ours has to be in the journal.
 */
export function journalAgrees(folder: string, events: readonly ModemEvent[]): string {
  const journals = readdirSync(join(folder, 'data', 'journal')).sort();
  const sent = journals
    .flatMap((name) => readEntries(join(folder, 'data', 'journal', name)))
    .flatMap((entry) => (entry.kind === 'send' && entry.data !== '' ? [entry.data] : []));
  const ours = new Set(sent);
  const heard = events.flatMap(({ event, bytes, isRequest }) =>
    event === 'heard' && typeof bytes === 'string' && (ours.has(bytes) || !isKernels(bytes, isRequest === true)) ? [bytes] : [],
  );
  // A serial driver may cut or join what it is given, so bytes are compared, not transfers.
  assert.equal(heard.join(''), sent.join(''), 'the journal is not what the dongle got');
  assert.ok(sent.length > 10);
  return `${sent.length} messages, ${sent.join('').length / 2} bytes: journal and dongle agree`;
}

/** Requests of all kinds but encapsulated commands, which no driver sends by itself, and command blocks (`USBC`) to a disc. */
const isKernels = (bytes: string, isRequest: boolean) => isRequest || bytes.startsWith('55534243');
