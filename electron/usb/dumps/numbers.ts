/** Numbers as the dumps write them. Each is `null` for anything else, what is out of range included. */

export const BYTE = 0xff;
export const WORD = 0xffff;

/** Decimal, or hexadecimal behind `0x`. */
export function number(text: string, most: number): number | null {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : /^0x[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : null;
  return value !== null && value <= most ? value : null;
}

/** Hexadecimal without a mark: `ff`, `2c7c`; what stands behind it in brackets (`ff(vend.)`) is dropped. */
export function hex(text: string, most: number): number | null {
  const bracket = text.indexOf('(');
  const digits = bracket < 0 ? text : text.slice(0, bracket);
  if (!/^(?:0x)?[0-9a-f]{1,4}$/i.test(digits)) return null;
  const value = Number.parseInt(digits, 16);
  return value <= most ? value : null;
}

/** Binary-coded decimal with a point, `3.18` to 0x0318; `ff.ff` is what some firmware has. */
export function bcd(text: string): number | null {
  const [, major, minor] = /^([0-9a-f]{1,2})\.([0-9a-f]{2})$/i.exec(text) ?? [];
  return major === undefined || minor === undefined ? null : (Number.parseInt(major, 16) << 8) | Number.parseInt(minor, 16);
}
