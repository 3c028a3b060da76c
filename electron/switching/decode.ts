import type { PlannedTransfer } from '../contract/plan.ts';
import type { Decoder } from '../seams/decoded.ts';
import type { ControlSetup } from '../seams/usb-bus.ts';
import { controlRequest } from './control-requests.ts';
import { scsiCommand } from './scsi-commands.ts';
import { counted, shownBytes } from './shown-bytes.ts';

/** USB Mass Storage Bulk-Only 1.0, 5.1: `USBC`, tag, length and flags of the data, logical unit, length of the block, the block. */
const WRAPPER_BYTES = 31;
const WRAPPER_SIGNATURE = 0x43425355;
const TO_HOST = 0x80;
/** CDC 1.2, 6.2.1: its data is a message of another language. */
const SEND_ENCAPSULATED = { requestType: 0x21, request: 0x00 } as const;

/** A message to a bulk or interrupt endpoint of a dongle that is no modem yet. Nothing in it is secret: a switch knows no secrets. */
export const decodeBulkOut: Decoder = (data) => {
  const text = commandWrapper(Buffer.from(data)) ?? shownBytes(data);
  return { text, planned: text, data: Uint8Array.from(data) };
};

/**
 * A control request in words, with what is sent along. Of an encapsulated command the length alone: its own decoder tells what it is,
 * and knows what in it is secret.
 */
export function decodeControl(setup: ControlSetup, data: Uint8Array): string {
  const request = controlRequest(setup, data);
  if (setup.requestType & 0x80 || data.length === 0) return request;
  const encapsulated = setup.requestType === SEND_ENCAPSULATED.requestType && setup.request === SEND_ENCAPSULATED.request;
  return `${request}, ${encapsulated ? counted(data.length, 'byte') : shownBytes(data)}`;
}

/** What a transfer of a plan means beyond its bytes; `undefined` where nothing is known of them. */
export function meaningOf(transfer: Extract<PlannedTransfer, { kind: 'bulk-out' | 'control' }>): string | undefined {
  const data = Buffer.from(transfer.data ?? '', 'hex');
  return transfer.kind === 'control' ? controlRequest(transfer, data) : (commandWrapper(data) ?? undefined);
}

/** A command block wrapper in words, or `null` where it is none. Little-endian, but for the block. */
function commandWrapper(data: Buffer): string | null {
  if (data.length !== WRAPPER_BYTES || data.readUInt32LE(0) !== WRAPPER_SIGNATURE) return null;
  const length = data.readUInt32LE(8);
  // The upper bits of both bytes are reserved.
  const unit = data.readUInt8(13) & 0x0f;
  const blockLength = Math.min(data.readUInt8(14) & 0x1f, 16);
  const direction = data.readUInt8(12) & TO_HOST ? 'to the host' : 'to the device';
  return [
    scsiCommand(data.subarray(15, 31), blockLength),
    `LUN ${unit}`,
    length === 0 ? 'no data' : `${counted(length, 'byte')} ${direction}`,
    `tag 0x${data.readUInt32LE(4).toString(16).padStart(8, '0')}`,
  ].join(', ');
}
