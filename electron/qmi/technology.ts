/** libqmi's `QmiNasRadioInterface`, in the words of a signal reading. */
const radioInterfaces: Readonly<Record<number, CellTechnology>> = { 4: 'GSM', 5: 'UMTS', 8: 'LTE', 12: '5G' };

/** What a cell is of; a connection has finer words (`EDGE`, `HSPA`, `5G NSA`). */
export type CellTechnology = 'GSM' | 'UMTS' | 'LTE' | '5G';

/** `null` for what is no 3GPP cell (CDMA) or unknown. `radio`: the number, signed or not. */
export const technologyOf = (radio: number): CellTechnology | null => radioInterfaces[radio] ?? null;

/** From the newest to the oldest: of several the first is the one that counts. */
export const newestFirst: readonly CellTechnology[] = ['5G', 'LTE', 'UMTS', 'GSM'];

/**
 * libqmi's `QmiNasDataCapability` of Get Serving System, where they say more than the cell: EDGE 2, HSDPA 3, HSUPA 4, HSDPA+ 12 and
 * 13. The ones of another technology than the cell's are left over from before, and say nothing.
 */
export function finerTechnology(cell: CellTechnology, capabilities: readonly number[]): string {
  const has = (...numbers: number[]) => numbers.some((number) => capabilities.includes(number));
  if (cell === 'GSM') return has(2) ? 'EDGE' : 'GSM';
  if (cell !== 'UMTS') return cell;
  const [down, up] = [has(3, 12, 13), has(4)];
  if (down && up) return 'HSPA';
  if (down) return 'HSDPA';
  return up ? 'HSUPA' : 'UMTS';
}
