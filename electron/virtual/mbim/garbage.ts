/**
 * A message cut and mangled, each time in the same way for the same bytes: noise, a length that leads nowhere, or the end missing.
 * What a loose cable or a firmware that overwrites its own buffers does.
 */
export function mangle(message: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(message);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  switch (sum % 3) {
    case 0:
      return bytes.map((byte, i) => byte ^ (0xa5 + i));
    case 1:
      // The second byte of the length.
      bytes[5] = (bytes[5] ?? 0) + 40;
      return bytes;
    default:
      return bytes.subarray(0, Math.max(1, bytes.length >> 1));
  }
}
