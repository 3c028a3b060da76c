import type { PlannedTransfer } from '../contract/plan.ts';
import { UsbError, type UsbHandle, unlessGone } from '../seams/usb-bus.ts';

/** USB Mass Storage Bulk-Only 1.0, 5.2: `USBS`, tag, residue, status; little-endian. */
const CSW_BYTES = 13;
const CSW_SIGNATURE = 0x53425355;
/** A bulk packet at high speed; reads are asked for in whole ones, so that no answer can be too long. */
const PACKET_BYTES = 512;

type CswTransfer = Extract<PlannedTransfer, { kind: 'csw' }>;

/**
 * Reads what follows a command: its data where it announced some, then the command status wrapper. Resolves to bCSWStatus, or
 * `null` where none came or what came is not one: sticks that leave at once seldom answer, and that is no failure.
 *
 * The reference reads 13 bytes once, whatever was announced, so that data which really comes overflows its buffer and it gives
 * up. Here the data is taken, and the status after it.
 */
export async function readStatus(handle: UsbHandle, transfer: CswTransfer, tag: number | null): Promise<number | null> {
  const { endpoint, dataLength, attempts, timeoutMs } = transfer;
  const first = dataLength === 0 ? CSW_BYTES : Math.ceil(Math.max(dataLength, CSW_BYTES) / PACKET_BYTES) * PACKET_BYTES;
  let halts = 0;
  for (let reads = 0, more = dataLength > 0 ? 1 : 0; reads < attempts + more; reads++) {
    try {
      const data = Buffer.from(await handle.transferIn(endpoint, reads === 0 ? first : CSW_BYTES, timeoutMs));
      const status = statusOf(data, tag);
      if (status !== null) return status;
    } catch (error) {
      if (!(error instanceof UsbError) || error.kind === 'gone') throw error;
      // 6.7.2 of the specification: a stalled status is asked for once more.
      if (error.kind !== 'stall' || ++halts > 1) return null;
      await handle.clearHalt(endpoint).catch(unlessGone);
      more = Math.max(more, 1);
    }
  }
  return null;
}

/** A status is one by its length, signature and tag. */
function statusOf(data: Buffer, tag: number | null): number | null {
  if (data.length !== CSW_BYTES || data.readUInt32LE(0) !== CSW_SIGNATURE) return null;
  return tag === null || data.readUInt32LE(4) === tag ? data.readUInt8(12) : null;
}
