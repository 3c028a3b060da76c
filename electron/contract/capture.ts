import { z } from 'zod';
import { Failure } from './errors.ts';
import { Hex, HexId } from './words.ts';

/**
 * One dongle in one state, as a file that can be given away: its descriptors, and what its AT ports answered to questions that change
 * nothing. Whatever names the dongle, its SIM, its owner or their place was replaced before it came in here.
 */

/** Kinds of nodes that a captured interface had; their numbers are this computer's business. */
export const capturedNodes = ['ttyUSB', 'ttyACM', 'cdc-wdm', 'sr'] as const;
export const capturedNets = ['wwan', 'usb', 'eth'] as const;

/** Bytes of one configuration; no dongle has a thousand. */
export const MOST_CONFIGURATION_BYTES = 4096;
export const MOST_REPLIES = 600;
export const MOST_LINES = 500;
export const MOST_CHARACTERS = 1000;

const Byte = z.string().regex(/^[0-9a-f]{2}$/);

/** One question to one port, and its answer. */
export const CapturedReply = z.strictObject({
  /** bInterfaceNumber. */
  interface: z.number().int().min(0).max(255),
  /** `control`: encapsulated commands on the control channel. */
  channel: z.enum(['serial', 'control']),
  command: z.string().startsWith('AT').max(200),
  lines: z.array(z.string().max(MOST_CHARACTERS)).max(MOST_LINES),
  /** The final result in the modem's words: `OK`, `ERROR`, `+CME ERROR: 10`. */
  final: z.string().min(1).max(200),
});
export type CapturedReply = z.infer<typeof CapturedReply>;

export const CapturedInterface = z.strictObject({
  number: z.number().int().min(0).max(255),
  /** Driver that the kernel had bound; `null` where none was, or where the host does not tell. */
  driver: z.string().max(64).nullable(),
  node: z.enum(capturedNodes).nullable(),
  net: z.enum(capturedNets).nullable(),
});
export type CapturedInterface = z.infer<typeof CapturedInterface>;

export const Capture = z.strictObject({
  v: z.literal(1),
  /** Version of Modem Bench. */
  version: z.string().min(1).max(40),
  when: z.iso.datetime(),
  /** `practice`: of a virtual dongle, and no fact about any. */
  origin: z.enum(['usb', 'practice']),
  /** Of the host: `linux`, `darwin`, `win32`. */
  platform: z.string().max(20),
  vid: HexId,
  pid: HexId,
  /** Binary-coded decimal as four digits: `0318` is 3.18. */
  bcdDevice: HexId,
  /** bDeviceClass, bDeviceSubClass, bDeviceProtocol. */
  class: z.tuple([Byte, Byte, Byte]),
  /** Every string that a descriptor points to, by its index. */
  strings: z.array(z.strictObject({ index: z.number().int().min(1).max(255), text: z.string().min(1).max(126) })).max(64),
  /** The device descriptor, 18 bytes in wire order. */
  device: Hex.length(36),
  /** Each configuration whole, in the order of the device, in wire order. */
  configurations: z
    .array(
      Hex.min(18)
        .max(2 * MOST_CONFIGURATION_BYTES)
        .refine((hex) => hex.length % 2 === 0),
    )
    .min(1)
    .max(8),
  /** Binary object store, of a device with bcdUSB above 2.00. */
  bos: Hex.max(2 * MOST_CONFIGURATION_BYTES).nullable(),
  /** bConfigurationValue in force. */
  activeConfiguration: z.number().int().min(1).max(255).nullable(),
  /** The drive's answer to INQUIRY, where there is a drive that was asked. */
  scsi: z.strictObject({ vendor: z.string().max(8), model: z.string().max(16), revision: z.string().max(4) }).nullable(),
  interfaces: z.array(CapturedInterface).max(64),
  at: z.array(CapturedReply).max(MOST_REPLIES),
  /** What did not go as it should: ports that stayed silent, questions without an answer. */
  notes: z.array(z.string().max(300)).max(100),
});
export type Capture = z.infer<typeof Capture>;

/** What `db capture --json` prints. */
export const CaptureDocument = z.object({
  failure: Failure.nullable(),
  /** Paths of the two files that were written. */
  files: z.array(z.string()),
  /** What a human has to find out before the entry is one. */
  findings: z.array(z.string()),
});
export type CaptureDocument = z.infer<typeof CaptureDocument>;
