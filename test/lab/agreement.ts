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
  const heard = events.flatMap(({ event, bytes, isRequest }) =>
    event === 'heard' && typeof bytes === 'string' ? [{ bytes, isRequest: isRequest === true }] : [],
  );
  const requests = heard.filter(({ isRequest }) => isRequest).map(({ bytes }) => bytes);
  const isRequest = new Set(requests);
  const ours = new Set(sent);
  const data = heard.filter((one) => !one.isRequest && (ours.has(one.bytes) || !isKernels(one.bytes))).map(({ bytes }) => bytes);
  // A serial driver may cut or join what it is given, so bytes are compared, not transfers.
  assert.equal(data.join(''), sent.filter((bytes) => !isRequest.has(bytes)).join(''), 'the journal is not what the dongle got');
  // The kernel makes the same requests by itself: ours are among them, in their order.
  let from = 0;
  for (const bytes of sent.filter((one) => isRequest.has(one))) {
    const at = requests.indexOf(bytes, from);
    assert.ok(at >= 0, `the dongle never got ${bytes}, or earlier`);
    from = at + 1;
  }
  assert.ok(sent.length > 10);
  return `${sent.length} messages, ${sent.join('').length / 2} bytes: journal and dongle agree`;
}

/** A command block (`USBC`) to a disc, which the kernel's storage driver asks all the time. */
const isKernels = (bytes: string) => bytes.startsWith('55534243');
