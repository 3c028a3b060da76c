import { harmless } from './harmless.ts';
import type { Mutant } from './sites.ts';

/** Why no test can see a fault, or need not; null: nobody knows. */
export function reasonOf({ file, before, after }: Mutant): string | null {
  return harmless.find((known) => known.file === file && known.before === before && known.after === after)?.reason ?? null;
}

/** Reasons for what stands nowhere any more. @param sites every fault that may be put in */
export function staleReasons(sites: readonly Mutant[]): string[] {
  const there = new Set(sites.map(({ file, before, after }) => [file, before, after].join('\n')));
  return harmless
    .filter(({ file, before, after }) => !there.has([file, before, after].join('\n')))
    .map(({ file, before }) => `${file}: ${before}`);
}
