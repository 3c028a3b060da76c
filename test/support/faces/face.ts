import type { NetworkView } from '../../../electron/contract/snapshot.ts';

/** What one program says of a modem, in this project's words; `null` where it does not tell. */
export interface Face {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly revision: string | null;
  readonly imei: string | null;
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly sim: NetworkView['sim'] | null;
  readonly pinTries: number | null;
  readonly registration: NetworkView['registration'] | null;
  /** The network's name. */
  readonly operator: string | null;
  /** LTE, UMTS and so on, as everywhere in this project. */
  readonly technology: string | null;
  /** dBm. */
  readonly rssi: number | null;
  /** dBm. */
  readonly rsrp: number | null;
  /** dB. */
  readonly rsrq: number | null;
  /** dB. */
  readonly snr: number | null;
}

export const faceRows = [
  'manufacturer',
  'model',
  'revision',
  'imei',
  'iccid',
  'imsi',
  'sim',
  'pinTries',
  'registration',
  'operator',
  'technology',
  'rssi',
  'rsrp',
  'rsrq',
  'snr',
] as const satisfies readonly (keyof Face)[];
export type FaceRow = (typeof faceRows)[number];

/** How far two figures may lie apart, in dB: MBIM tells RSSI in steps of 2 dB (10.5.11), RSRP and SNR of version 2 in steps of 1 and 0.5. */
const TOLERANCE: Readonly<Partial<Record<FaceRow, number>>> = { rssi: 1, rsrp: 1, rsrq: 1, snr: 0.5 };

/** Whether a program contradicts the truth in a row; it may keep silent. */
export function contradicts(row: FaceRow, truth: Face, said: Face): boolean {
  const [right, word] = [truth[row], said[row]];
  if (word === null || right === null) return false;
  if (typeof right === 'number' && typeof word === 'number') return Math.abs(right - word) > (TOLERANCE[row] ?? 0);
  return right !== word;
}

export interface Column {
  readonly program: string;
  /** What it said, or why it said nothing. */
  readonly face: Face | string;
  /** Rows in which it has words of its own, so that another one is no contradiction. */
  readonly ownWords?: readonly FaceRow[];
}

/** The table, a line a row, `-` for what a program does not tell, `!` before what contradicts the truth; and those rows as sentences. */
export function compareFaces(
  truth: Face,
  columns: readonly Column[],
): { readonly lines: readonly string[]; readonly contradictions: readonly string[] } {
  const contradictions: string[] = [];
  const cells = faceRows.map((row) => [
    row,
    shown(truth[row]),
    ...columns.map(({ program, face, ownWords = [] }) => {
      if (typeof face === 'string') return '';
      const wrong = contradicts(row, truth, face) && !ownWords.includes(row);
      if (wrong) contradictions.push(`${program}: ${row} ${shown(face[row])}, not ${shown(truth[row])}`);
      return `${wrong ? '! ' : ''}${shown(face[row])}`;
    }),
  ]);
  const table = [['', 'truth', ...columns.map(({ program }) => program)], ...cells];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const silent = columns.flatMap(({ program, face }) => (typeof face === 'string' ? [`${program}: ${face}`] : []));
  return { lines: [...lines, ...silent], contradictions };
}

const shown = (value: string | number | null) => (value === null ? '-' : String(value));

/** `null` for what is no number: `--`, `unknown`. */
export function figure(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : null;
}
