import type { Operator } from './feed-package.ts';

/**
 * Compares versions as opkg does (the algorithm of Debian Policy 5.6.12: `~` before everything, letters before other signs, digits
 * as numbers) with apk's names for what comes before a release (`1.0_rc1`), so that one order serves both. OpenWrt writes its
 * versions (`2024.08.25~69f0c4bb-r1`, `1.0-2`) so that both managers agree on them. Below 0: `a` is older.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [normal(a), normal(b)];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    while ((i < left.length && !isDigit(left, i)) || (j < right.length && !isDigit(right, j))) {
      const difference = weight(left, i) - weight(right, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [x, y] = [digitsAt(left, i), digitsAt(right, j)];
    i += x.length;
    j += y.length;
    const [m, n] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
    if (m.length !== n.length) return m.length - n.length;
    if (m !== n) return m < n ? -1 : 1;
  }
  return 0;
}

/** Whether a version is what a dependency asks for. */
export function meets(version: string, operator: Operator, wanted: string): boolean {
  if (operator === 'any') return true;
  // The hash of a kernel has no order: it is the same or it is not.
  if (operator === '=') return version === wanted;
  const order = compareVersions(version, wanted);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function normal(version: string): string {
  return version.replace(/_(alpha|beta|pre|rc)(?=\d|$|[-~])/g, '~$1');
}

function isDigit(text: string, at: number): boolean {
  return /[0-9]/.test(text.charAt(at));
}

function digitsAt(text: string, at: number): string {
  return /^[0-9]*/.exec(text.slice(at))?.[0] ?? '';
}

/** Debian's order of one sign that is no digit; the end and a digit weigh 0. */
function weight(text: string, at: number): number {
  const sign = text.charAt(at);
  if (sign === '' || isDigit(text, at)) return 0;
  if (sign === '~') return -1;
  return /[A-Za-z]/.test(sign) ? sign.charCodeAt(0) : sign.charCodeAt(0) + 256;
}
