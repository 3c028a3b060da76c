/** Binary device object store: USB 3.2, 9.6.2. Little-endian. */

const HEAD_BYTES = 5;
const DEVICE_CAPABILITY = 0x10;
/** 9.6.2.3: a UUID of 16 bytes behind a reserved one, which no other device has. */
const CONTAINER_ID = 0x04;
const UUID_AT = 4;
const WHOLE_BYTES = 20;

/** `bos` without the identity of the device: the UUID of every Container ID capability is zeros, and so is what cannot be read. */
export function maskBos(bos: Uint8Array): Uint8Array {
  const masked = Uint8Array.from(bos);
  for (let at = HEAD_BYTES; at < masked.length; ) {
    const length = masked[at] ?? 0;
    // Behind a length that cannot be, anything may stand.
    if (length < 3) return masked.fill(0, at);
    if (masked[at + 1] === DEVICE_CAPABILITY && masked[at + 2] === CONTAINER_ID)
      masked.fill(0, at + UUID_AT, at + Math.max(length, WHOLE_BYTES));
    at += length;
  }
  return masked;
}
