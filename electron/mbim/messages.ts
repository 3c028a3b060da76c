import { garbled } from './failures.ts';

/** MBIM control messages, MBIM 1.0, chapter 9. All fields are little-endian words of 32 bits; a UUID is 16 bytes as printed. */

/** Tables 9-3 and 9-9. */
export const types = {
  open: 0x0000_0001,
  close: 0x0000_0002,
  command: 0x0000_0003,
  openDone: 0x8000_0001,
  closeDone: 0x8000_0002,
  commandDone: 0x8000_0003,
  functionError: 0x8000_0004,
  indicateStatus: 0x8000_0007,
} as const;

export const HEADER = 12;
/** Header and the two words of a fragment header. */
export const FRAGMENT_HEADER = 20;
/** UUID, command, query or set, length of the information. */
export const COMMAND_HEADER = 28;

export type MbimRequest =
  | { readonly type: 'open'; readonly transaction: number; readonly maxControlTransfer: number }
  | { readonly type: 'close'; readonly transaction: number }
  | {
      readonly type: 'command';
      readonly transaction: number;
      /** 32 hex digits. */
      readonly service: string;
      readonly command: number;
      readonly kind: 'query' | 'set';
      readonly info: Uint8Array;
    };

/** A piece of a command's answer or of an indication; `Reassembly` makes whole ones of them. */
export interface MbimFragment {
  readonly type: 'commandDone' | 'indicateStatus';
  readonly transaction: number;
  readonly total: number;
  readonly current: number;
  readonly payload: Uint8Array;
}

export type MbimAnswer =
  | { readonly type: 'openDone' | 'closeDone'; readonly transaction: number; readonly status: number }
  | { readonly type: 'functionError'; readonly transaction: number; readonly code: number }
  | MbimFragment;

/** Longest message in bytes where the function does not tell, as libmbim has it. */
export const DEFAULT_MAX_MESSAGE = 4096;

/** What a host sends: the messages, one for each transfer, none longer than `maxMessage` bytes (wMaxControlMessage of the function). */
export function encodeRequest(request: MbimRequest, maxMessage: number): Uint8Array[] {
  if (request.type !== 'command') {
    return [words(types[request.type], request.type === 'open' ? 16 : HEADER, request.transaction, ...openWord(request))];
  }
  const { service, command, kind, info, transaction } = request;
  const whole = new Uint8Array(COMMAND_HEADER + info.length);
  const view = new DataView(whole.buffer);
  for (let i = 0; i < 16; i++) view.setUint8(i, Number.parseInt(service.slice(2 * i, 2 * i + 2), 16));
  view.setUint32(16, command, true);
  view.setUint32(20, kind === 'query' ? 0 : 1, true);
  view.setUint32(24, info.length, true);
  whole.set(info, COMMAND_HEADER);
  // The information of all but the last fragment has to be full (9.1): as many bytes as fit.
  const room = maxMessage - FRAGMENT_HEADER;
  if (room < 1) throw new RangeError('no room for a fragment');
  const total = Math.ceil(whole.length / room);
  return Array.from({ length: total }, (_, current) => {
    const part = whole.subarray(current * room, (current + 1) * room);
    const message = new Uint8Array(FRAGMENT_HEADER + part.length);
    message.set(words(types.command, message.length, transaction, total, current));
    message.set(part, FRAGMENT_HEADER);
    return message;
  });
}

const openWord = (request: MbimRequest) => (request.type === 'open' ? [request.maxControlTransfer] : []);

function words(...numbers: number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, n] of numbers.entries()) view.setUint32(4 * i, n, true);
  return bytes;
}

/**
 * Reads what one read of a channel brought: whole messages, one or several. Stops at the first that makes no sense and says what;
 * never throws. A type that this project does not know is passed over by its length.
 */
export function decodeAnswers(bytes: Uint8Array): { readonly answers: readonly MbimAnswer[]; readonly garbled: string | null } {
  const answers: MbimAnswer[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < HEADER) return { answers, garbled: 'message header cut off' };
    const length = view.getUint32(at + 4, true);
    if (length < HEADER || length > bytes.length - at) return { answers, garbled: 'message length leads out of the message' };
    const answer = decodeOne(new DataView(bytes.buffer, bytes.byteOffset + at, length));
    if (typeof answer === 'string') return { answers, garbled: answer };
    if (answer) answers.push(answer);
    at += length;
  }
  return { answers, garbled: null };
}

function decodeOne(view: DataView): MbimAnswer | string | null {
  const type = view.getUint32(0, true);
  const transaction = view.getUint32(8, true);
  switch (type) {
    case types.openDone:
    case types.closeDone:
      if (view.byteLength < 16) return 'answer without a status';
      return { type: type === types.openDone ? 'openDone' : 'closeDone', transaction, status: view.getUint32(12, true) };
    case types.functionError:
      if (view.byteLength < 16) return 'function error without a code';
      return { type: 'functionError', transaction, code: view.getUint32(12, true) };
    case types.commandDone:
    case types.indicateStatus:
      if (view.byteLength < FRAGMENT_HEADER) return 'fragment header cut off';
      return {
        type: type === types.commandDone ? 'commandDone' : 'indicateStatus',
        transaction,
        total: view.getUint32(12, true),
        current: view.getUint32(16, true),
        // A copy: the channel may use its buffer again.
        payload: new Uint8Array(view.buffer, view.byteOffset + FRAGMENT_HEADER, view.byteLength - FRAGMENT_HEADER).slice(),
      };
    default:
      // The top bit tells who speaks (9.1): with it clear it is a host's message, which no function sends.
      return type >= 0x8000_0000 && type < 0x8000_0100 ? null : 'not a message of a function';
  }
}

export interface MbimReply {
  /** 32 hex digits. */
  readonly service: string;
  readonly command: number;
  /** 0: success. An indication has none. */
  readonly status: number;
  readonly info: Uint8Array;
}

/** Reads the whole of a command's answer or of an indication. Throws MBIM_GARBLED. */
export function decodeReply(type: MbimFragment['type'], whole: Uint8Array): MbimReply {
  const head = type === 'commandDone' ? COMMAND_HEADER : COMMAND_HEADER - 4;
  if (whole.length < head) throw garbled('answer header cut off');
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const length = view.getUint32(head - 4, true);
  // Some firmwares pad the message behind its information.
  if (length > whole.length - head) throw garbled('information longer than its message');
  return {
    service: Array.from(whole.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    command: view.getUint32(16, true),
    status: type === 'commandDone' ? view.getUint32(20, true) : 0,
    info: whole.subarray(head, head + length),
  };
}
