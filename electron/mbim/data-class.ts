/** Bits of MBIM_DATA_CLASS: MBIM 1.0, table 10-11, and of 5G MBIMEx 2.0, MBIM_DATA_CLASS. The best last. */
const bits = { gprs: 0x01, edge: 0x02, umts: 0x04, hsdpa: 0x08, hsupa: 0x10, lte: 0x20, nonStandalone: 0x40, standalone: 0x80 } as const;

const names: readonly (readonly [bit: number, name: string])[] = [
  [bits.gprs, 'GSM'],
  [bits.edge, 'EDGE'],
  [bits.umts, 'UMTS'],
  [bits.hsdpa, 'HSDPA'],
  [bits.hsupa, 'HSUPA'],
  [bits.lte, 'LTE'],
  [bits.nonStandalone, '5G NSA'],
  [bits.standalone, '5G'],
];

/** Names of the 3GPP classes in a mask, the best last; classes of CDMA have none. */
export const dataClassesOf = (mask: number): string[] => names.filter(([bit]) => mask & bit).map(([, name]) => name);

/** The best class of a mask; both halves of HSPA are HSPA. `null` where there is none that has a name. */
export function technologyOf(mask: number): string | null {
  const best = dataClassesOf(mask).at(-1) ?? null;
  return best === 'HSUPA' && mask & bits.hsdpa ? 'HSPA' : best;
}

/** Whose cell a measured value is of: `GSM`, `UMTS`, `LTE`, `5G`; the anchor of 5G NSA is listed as LTE of its own. */
export function cellOf(mask: number): string | null {
  if (mask & (bits.nonStandalone | bits.standalone)) return '5G';
  if (mask & bits.lte) return 'LTE';
  if (mask & (bits.umts | bits.hsdpa | bits.hsupa)) return 'UMTS';
  return mask & (bits.gprs | bits.edge) ? 'GSM' : null;
}
