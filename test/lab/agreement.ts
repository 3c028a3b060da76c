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
  const entries = journals
    .flatMap((name) => readEntries(join(folder, 'data', 'journal', name)))
    .flatMap((entry) => (entry.kind === 'send' && entry.data !== '' ? [entry] : []));
  const sent = entries.map(({ data }) => data);
  const heard = events.flatMap(({ event, bytes, isRequest }) =>
    event === 'heard' && typeof bytes === 'string' ? [{ bytes, isRequest: isRequest === true }] : [],
  );
  const requests = heard.filter(({ isRequest }) => isRequest).map(({ bytes }) => bytes);
  const ours = new Set(sent);
  const isMbim = entries.some(({ what }) => what.startsWith('MBIM'));
  const isKernels = (bytes: string) => isCommandBlock(bytes) || (!isMbim && isRndis(bytes));
  const data = heard.filter((one) => !one.isRequest && (ours.has(one.bytes) || !isKernels(one.bytes))).map(({ bytes }) => bytes);
  // A serial driver may cut or join what it is given, so bytes are compared, not transfers.
  const isRequest = ({ what }: { what: string }) => REQUEST.test(what);
  assert.equal(
    data.join(''),
    entries
      .filter((entry) => !isRequest(entry))
      .map((entry) => entry.data)
      .join(''),
    'the journal is not what the dongle got',
  );
  // The kernel makes the same requests by itself: ours are among them, in their order. The last of a switch finds the stick gone.
  let from = 0;
  for (const [i, entry] of entries.entries()) {
    if (!isRequest(entry)) continue;
    const at = requests.indexOf(entry.data, from);
    assert.ok(at >= 0 || entries[i + 1]?.step !== entry.step, `the dongle never got ${entry.what}, or earlier`);
    if (at >= 0) from = at + 1;
  }
  assert.ok(sent.length > 3);
  return `${sent.length} messages, ${sent.join('').length / 2} bytes: journal and dongle agree`;
}

/** Requests without a message of another language in them. */
const REQUEST = /^(clear halt|set interface|set configuration|unconfigure|[A-Z]+_[A-Z_]+|CDC SET)/;

/** `USBC`, to a disc, which the kernel's storage driver asks all the time. */
const isCommandBlock = (bytes: string) => bytes.startsWith('55534243');

/** A message of rndis_host: its type below 9, and its own length, both little-endian (MS-RNDIS, 2.2). */
function isRndis(bytes: string): boolean {
  const data = Buffer.from(bytes, 'hex');
  return data.length >= 12 && data.readUInt32LE(0) < 9 && data.readUInt32LE(4) === data.length;
}
