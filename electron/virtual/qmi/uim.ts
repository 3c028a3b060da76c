import { cardStatus } from './card.ts';
import { type Answer, accept, errors, type Firmware, fail, type Handler, type Handlers, ok } from './firmware.ts';
import type { QmiIdentity } from './identity.ts';
import { protectPin, unblockPin, verifyPin } from './pin.ts';
import { bytesOf, numberOf, sized16, tlv, u8, u16, u32 } from './wire.ts';

/** Two digits a byte, the low half first. */
function packed(digits: string): Uint8Array {
  const even = digits.length % 2 === 0 ? digits : `${digits}f`;
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(`${pair[1]}${pair[0]}`, 16));
}

interface File {
  /** Whether the PIN has to be given before. */
  readonly behindPin: boolean;
  read(identity: QmiIdentity): Uint8Array;
}

/** Elementary files by id (TS 102 221, 13.2; TS 31.102, 4.2). */
const files: ReadonlyMap<number, File> = new Map<number, File>([
  [0x2fe2, { behindPin: false, read: (identity) => packed(identity.iccid.padEnd(20, 'f')) }],
  // IMSI: length, then a half byte of parity, then digits.
  [
    0x6f07,
    {
      behindPin: true,
      read: ({ imsi }) => {
        const digits = packed(`${imsi.length % 2 === 1 ? '9' : '1'}${imsi}`);
        const filled = new Uint8Array(9).fill(0xff);
        filled[0] = digits.length;
        filled.set(digits, 1);
        return filled;
      },
    },
  ],
  // Administrative data: normal operation, length of the MNC.
  [0x6fad, { behindPin: false, read: ({ mnc }) => u8(0, 0, 0, mnc.length) }],
  // Service provider name: show the registered PLMN, name, filled up.
  [
    0x6f46,
    {
      behindPin: true,
      read: ({ operatorName }) => bytesOf(u8(1), operatorName.slice(0, 16).padEnd(16, '\x7f')).map((b) => (b === 0x7f ? 0xff : b)),
    },
  ],
]);

/** The file that TLV 0x02 names, or what keeps it from being read. */
function fileOf(value: Uint8Array | undefined, f: Firmware): Uint8Array | Answer {
  if (value === undefined || value.length < 3) return fail(errors.missingArgument);
  if (f.sim.state === 'missing') return fail(errors.uimUninitialized);
  const file = files.get(numberOf(value, 0, 2));
  // Status words: file not found; security status not satisfied (TS 102 221, 10.2.1).
  if (!file) return fail(errors.simFileNotFound, tlv(0x10, u8(0x6a, 0x82)));
  if (file.behindPin && f.sim.state !== 'ready') return fail(errors.accessDenied, tlv(0x10, u8(0x69, 0x82)));
  return file.read(f.identity);
}

const success = tlv(0x10, u8(0x90, 0x00));

const readTransparent: Handler = (asked, f) => {
  const file = fileOf(asked.tlv(0x02), f);
  if (!(file instanceof Uint8Array)) return file;
  const range = asked.tlv(0x03);
  const offset = numberOf(range, 0, 2);
  const length = numberOf(range, 2, 2) || file.length - offset;
  // Wrong parameters: offset outside the file.
  if (offset + length > file.length) return fail(errors.invalidArgument, tlv(0x10, u8(0x6b, 0x00)));
  return ok(success, tlv(0x11, sized16(file.subarray(offset, offset + length))));
};

/** Size, id, transparent, no records; five rules of access "always"; the card's raw answer, which is left out. */
const fileAttributes: Handler = (asked, f) => {
  const file = fileOf(asked.tlv(0x02), f);
  if (!(file instanceof Uint8Array)) return file;
  const access = bytesOf(...Array.from({ length: 5 }, () => u8(0, 0, 0)));
  return ok(success, tlv(0x11, u16(file.length), u16(numberOf(asked.tlv(0x02), 0, 2)), u8(0), u16(0), u16(0), access, u16(0)));
};

/** UIM: the SIM. */
export const uimHandlers: Handlers = new Map<number, Handler>([
  [0x0000, accept],
  [0x0020, readTransparent],
  [0x0024, fileAttributes],
  [0x0025, (asked, f) => protectPin(f, asked.tlv(0x02))],
  [0x0026, (asked, f) => verifyPin(f, asked.tlv(0x02))],
  [0x0027, (asked, f) => unblockPin(f, asked.tlv(0x02))],
  // Refresh Register, Refresh Register All
  [0x002a, accept],
  [0x0044, accept],
  // Register Events: card status is bit 0, and the only one that this firmware has
  [
    0x002e,
    (asked, f) => {
      const wanted = numberOf(asked.tlv(0x01));
      f.setInterest('card-status', asked.client, (wanted & 1) === 1);
      return ok(tlv(0x10, u32(wanted & 1)));
    },
  ],
  [0x002f, (_, f) => ok(cardStatus(f))],
]);
