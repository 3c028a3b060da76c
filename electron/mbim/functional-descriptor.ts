/** MBIM 1.0, 6.4: CS_INTERFACE, MBIM functional descriptor, 12 bytes. */
const CS_INTERFACE = 0x24;
const MBIM = 0x1b;
/** Least that the specification lets a function have (table 6-3), and what cdc-wdm reads at most for us. */
const LEAST = 64;
const MOST = 4096;

/**
 * wMaxControlMessage in bytes, from the class-specific descriptors of the control interface (raw, as they stand in the
 * configuration); `null` where there is no such descriptor or it makes no sense. Functions with 512 are common.
 */
export function maxControlMessage(extra: Uint8Array): number | null {
  for (let at = 0; at + 2 < extra.length; ) {
    const length = extra[at] ?? 0;
    if (length < 3 || at + length > extra.length) return null;
    if (extra[at + 1] === CS_INTERFACE && extra[at + 2] === MBIM && length >= 7) {
      const bytes = (extra[at + 5] ?? 0) | ((extra[at + 6] ?? 0) << 8);
      return bytes < LEAST ? null : Math.min(bytes, MOST);
    }
    at += length;
  }
  return null;
}
