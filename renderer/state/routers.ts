import type { Snapshot } from '../../electron/contract/snapshot.ts';

export type RouterView = Snapshot['routers'][number];

const numbers = (release: string) => release.split('.').map((part) => Number.parseInt(part, 10) || 0);

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function newestFirst(routers: readonly RouterView[]): RouterView[] {
  return [...routers].sort((a, b) => compare(b.release, a.release));
}

/** Releases by series (`24.10`), newest first in both. */
export function bySeries(routers: readonly RouterView[]): { series: string; routers: RouterView[] }[] {
  const groups = new Map<string, RouterView[]>();
  for (const router of newestFirst(routers)) {
    const series = router.release.split('.').slice(0, 2).join('.');
    groups.set(series, [...(groups.get(series) ?? []), router]);
  }
  return [...groups].map(([series, members]) => ({ series, routers: members }));
}

/** Whether a release is `first` or a later one. */
export const isSince = (release: string, first: string) => compare(release, first) >= 0;
