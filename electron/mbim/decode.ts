import { hexShown, lineShown, MASK, SECRET } from '../lib/shown.ts';
import type { Decoded, Decoder } from '../seams/decoded.ts';
import { commandBy, commandShown } from './catalogue.ts';
import type { CommandRequest } from './commands.ts';
import { InfoReader } from './info.ts';
import { type InfoLayout, layoutOf } from './info-fields.ts';
import { COMMAND_HEADER, DEFAULT_MAX_MESSAGE, encodeRequest, FRAGMENT_HEADER, HEADER, type MbimRequest, types } from './messages.ts';

/** Longest part of a line before the numbers behind it; with them it stays under the thousand of `Decoded`. */
const MAX_LINE = 900;
/** A fragment behind the first, as a plan has it. */
const FURTHER = 'MBIM further fragment (transaction ?)';

/** Decoders of what MBIM carries; without one, what is carried is hidden as a whole. */
export interface CarriedLanguages {
  readonly at?: Decoder;
  readonly qmi?: Decoder;
}

/**
 * Reads one MBIM message that a host sends. Of a fragment behind the first only its number is shown: which command it belongs to, and
 * what in it is secret, is in the first. Of a message that makes no sense only the head is.
 */
export const mbimDecoder =
  (carried: CarriedLanguages): Decoder =>
  (bytes) => {
    const data = Uint8Array.from(bytes);
    const view = new DataView(data.buffer);
    const word = (at: number) => view.getUint32(at, true);
    if (data.length < HEADER || word(4) !== data.length) return unreadable(data);
    const transaction = word(8);
    switch (word(0)) {
      case types.open:
        return data.length === 16 ? openShown(data, word(12), transaction) : unreadable(data);
      case types.close:
        return data.length === HEADER ? shown(data, both('MBIM CLOSE'), transaction) : unreadable(data);
      case types.command:
        return data.length < FRAGMENT_HEADER ? unreadable(data) : fragment(data, transaction, word(12), word(16), carried);
      default:
        return unreadable(data);
    }
  };

/** `mbimDecoder` for a conversation that carries no other language. */
export const decodeMbim: Decoder = mbimDecoder({});

/** How much a function takes at once is its own, and a plan does not know it. */
function openShown(data: Uint8Array, most: number, transaction: number): Decoded {
  return shown(data, { text: `MBIM OPEN: at most ${most} bytes`, planned: 'MBIM OPEN: at most ? bytes' }, transaction);
}

/**
 * What a plan shows of a command: what a decoder will say that knows the same languages, with the transaction left open. `maxMessage`: of the function, in bytes.
 * A command that does not fit goes in fragments, and those behind the first are one line more; where a plan does not know a password,
 * it should give one as long as may be, so that this line is not missing.
 */
export const plannedMbim = (
  { command, kind, info }: CommandRequest,
  maxMessage = DEFAULT_MAX_MESSAGE,
  carried: CarriedLanguages = {},
): readonly string[] =>
  linesOf({ type: 'command', transaction: 1, service: command.service, command: command.id, kind, info }, maxMessage, carried);

/** What every conversation begins with, until it is answered. */
export const openingLines: readonly string[] = linesOf(
  { type: 'open', transaction: 1, maxControlTransfer: DEFAULT_MAX_MESSAGE },
  DEFAULT_MAX_MESSAGE,
);

/** What follows where a function takes less at once than a command is long, as often as it is cut. */
export const furtherLines: readonly string[] = [FURTHER];

export const closingLines: readonly string[] = linesOf({ type: 'close', transaction: 1 }, DEFAULT_MAX_MESSAGE);

function linesOf(request: MbimRequest, maxMessage: number, carried: CarriedLanguages = {}): readonly string[] {
  return [...new Set(encodeRequest(request, maxMessage).map((message) => mbimDecoder(carried)(message).planned))];
}

type Line = Pick<Decoded, 'text' | 'planned'>;
function both(line: string): Line {
  return { text: line, planned: line };
}

function shown(data: Uint8Array, { text, planned }: Line, transaction: number): Decoded {
  return { text: `${text} (transaction ${transaction})`, planned: `${planned} (transaction ?)`, data };
}

function fragment(data: Uint8Array, transaction: number, total: number, current: number, carried: CarriedLanguages): Decoded {
  if (current > 0) {
    data.fill(MASK, FRAGMENT_HEADER);
    const text = `MBIM further fragment (fragment ${current + 1} of ${total}, transaction ${transaction})`;
    return { text, planned: FURTHER, data };
  }
  const line = commandLine(data.subarray(FRAGMENT_HEADER), total, carried);
  if (line === null) return unreadable(data);
  const decoded = shown(data, line, transaction);
  return total === 1 ? decoded : { ...decoded, text: `${line.text} (fragment 1 of ${total}, transaction ${transaction})` };
}

/** The command that begins in `payload`, whose secrets are overwritten in place; `null` where it makes no sense. */
function commandLine(payload: Uint8Array, total: number, carried: CarriedLanguages): Line | null {
  if (payload.length < COMMAND_HEADER) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const service = Array.from(payload.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const id = view.getUint32(16, true);
  const kind = (['query', 'set'] as const)[view.getUint32(20, true)];
  const info = payload.subarray(COMMAND_HEADER);
  const length = view.getUint32(24, true);
  if (kind === undefined) return null;
  if (total === 1 ? length !== info.length : total === 0 || length <= info.length) return null;
  const layout = layoutOf(commandBy(service, id), kind);
  // Before anything is read: what is shown can hold no secret that is not in the data any more.
  if (layout && !overwrite(info, layout, total === 1)) return null;
  const inner = carriedLine(info, layout, total === 1, carried);
  const fields = fieldsOf(info, layout, total === 1);
  const line = (more: readonly string[]) => lineShown(`MBIM ${commandShown(service, id)} ${kind}`, [...fields, ...more], MAX_LINE);
  return inner ? { text: line([inner.text]), planned: line([inner.planned]) } : both(line([]));
}

/** What a message in another language says, which is overwritten in place where it is secret; a piece of one is secret as a whole. */
function carriedLine(info: Uint8Array, layout: InfoLayout | null, whole: boolean, carried: CarriedLanguages): Line | null {
  if (!layout?.payload) return null;
  const part = info.subarray(layout.payload.at);
  const decoded = whole ? carried[layout.payload.language]?.(part) : undefined;
  if (decoded?.data.length === part.length) part.set(decoded.data);
  else part.fill(MASK);
  return decoded ?? both(whole ? SECRET : '…');
}

/** Overwrites what is secret in this part of the information. False where a whole one says that it is somewhere else. */
function overwrite(info: Uint8Array, { secrets }: InfoLayout, whole: boolean): boolean {
  const view = new DataView(info.buffer, info.byteOffset, info.byteLength);
  const there = secrets.filter((at) => at + 8 <= info.length);
  const ranges = there.map((at) => [view.getUint32(at, true), view.getUint32(at, true) + view.getUint32(at + 4, true)] as const);
  if (whole && (there.length < secrets.length || ranges.some(([from, to]) => to > from && to > info.length))) return false;
  for (const [from, to] of ranges) info.fill(MASK, from, to);
  return true;
}

/** What the layout makes of it, up to where a first fragment ends; a whole one that is laid out otherwise in hexadecimal. */
function fieldsOf(info: Uint8Array, layout: InfoLayout | null, whole: boolean): readonly string[] {
  if (!layout) return info.length === 0 ? [] : [hexShown(info)];
  const reader = new InfoReader(info);
  const shown: string[] = [];
  try {
    for (const field of layout.fields) {
      const text = field(reader);
      if (text !== null) shown.push(text);
    }
    return shown;
  } catch {
    return whole ? [hexShown(info)] : [...shown, '…'];
  }
}

function unreadable(data: Uint8Array): Decoded {
  data.fill(MASK, FRAGMENT_HEADER);
  const head = `${hexShown(data.subarray(0, FRAGMENT_HEADER))}${data.length > FRAGMENT_HEADER ? '…' : ''}`;
  const text = `MBIM unreadable message of ${data.length} bytes: ${head}`;
  return { text, planned: text, data };
}
