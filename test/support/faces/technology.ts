/** Words of libqmi, libmbim and ModemManager for radio technologies, best first, and this project's. */
const words: readonly (readonly [RegExp, string])[] = [
  [/^5gnr$|^5g-sa$/, '5G'],
  [/^5g-nsa$/, '5G NSA'],
  [/^lte(-cat-m)?$/, 'LTE'],
  [/^lte-nb-iot$/, 'NB-IoT'],
  [/^hspa(-plus)?$/, 'HSPA'],
  [/^hsupa$/, 'HSUPA'],
  [/^hsdpa$/, 'HSDPA'],
  [/^umts$/, 'UMTS'],
  [/^edge$/, 'EDGE'],
  [/^(gsm|gprs|gsm-compact)$/, 'GSM'],
];

/** The best of several; 5G beside LTE is a 5G cell on LTE's leash. `null` where none is known. */
export function technologyOf(several: readonly string[]): string | null {
  const known = words.filter(([pattern]) => several.some((one) => pattern.test(one))).map(([, word]) => word);
  if (known.includes('5G') && known.includes('LTE')) return '5G NSA';
  return known[0] ?? null;
}
