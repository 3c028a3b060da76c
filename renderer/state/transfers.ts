import type { PlannedTransfer } from '../../electron/contract/plan.ts';
import { describeTransfer } from '../../electron/contract/transfer-text.ts';

/** Equal transfers in a row: what each is, and how many there are. */
export interface TransferRun {
  readonly text: string;
  readonly count: number;
}

/** Runs of equal transfers as one line each, in the order in which they go out. */
export function runsOf(transfers: readonly PlannedTransfer[]): TransferRun[] {
  const runs: { text: string; count: number }[] = [];
  for (const transfer of transfers) {
    const text = describeTransfer(transfer);
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs;
}
