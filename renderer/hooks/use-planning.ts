import { useEffect, useState } from 'react';
import type { ErrorCode } from '../../electron/contract/errors.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { PublicWishes, type Wishes } from '../../electron/contract/wishes.ts';
import { lacksSecret, refusedShape, toWishes } from '../state/draft.ts';
import { planningKey } from '../state/planning-key.ts';
import { unreachable } from '../state/steps.ts';
import { useBench, useIntent } from './use-bench.tsx';
import type { PageState } from './use-pages.ts';

/** After the last key, so that a word that is being typed is not planned letter by letter. Milliseconds. */
const PAUSE_MS = 250;

interface Planned {
  readonly dongle: DongleView;
  readonly page: PageState;
  readonly change: (change: Partial<PageState>) => void;
}

/**
 * Keeps the bench's plan what the form says. To plan only computes, so it needs nobody's word; what is refused stays refused until the
 * form is another. True where the plan that is shown is that of the form.
 */
export function usePlanning({ dongle, page, change }: Planned): boolean {
  const { connected } = useBench();
  const { send } = useIntent();
  const [pending, setPending] = useState(false);
  const { draft, planned, refused } = page;
  const { portPath } = dongle;
  const hasPlan = dongle.draft !== null;
  const wishes = toWishes(draft);
  const key = wishes === null ? null : planningKey(wishes, dongle);
  const isOfForm = wishes !== null && dongle.draft !== null && isPlannedWith(dongle.draft.wishes, wishes);
  // A plan of before this page was loaded has secrets that the page has no more: it stays, and the bench makes it anew where more is known.
  const holdsSecret = isOfForm && lacksSecret(dongle, draft);
  const isSettled = holdsSecret || (key === planned && (hasPlan || refused !== null || pending));
  const again = () => {
    setPending(false);
    change({ planned: null });
  };
  const isOpen = connected && key !== null && unreachable(dongle) === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the wishes and for what is known of the dongle
  useEffect(() => {
    if (!isOpen || isSettled || wishes === null) return;
    const timer = setTimeout(() => {
      const misshapen = refusedShape(wishes);
      change({ planned: key, refused: misshapen });
      if (misshapen !== null) return;
      setPending(true);
      void send({ type: 'plan', portPath, wishes }).then((failure) => {
        if (failure && passing.includes(failure.code)) setTimeout(again, AGAIN_MS);
        else {
          setPending(false);
          if (failure) change({ refused: failure });
        }
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, isOpen, isSettled, portPath]);
  return isSettled && isOfForm && refused === null && !pending;
}

/** Refusals that pass by themselves: the bench is away for a moment, or at the dongle. */
const passing: readonly ErrorCode[] = ['BENCH_RESTARTED', 'DONGLE_BUSY', 'DONGLE_NOT_FOUND'];
/** Until one of those is asked again. Milliseconds. */
const AGAIN_MS = 1000;

/** But for secrets, which a page that was loaded again has no more, and the plan has still. */
const Shown = PublicWishes.omit({ hasPin: true, hasPassword: true });

/** The bench answers before it shows: until then what is shown may be the plan before. */
function isPlannedWith(planned: PublicWishes, wishes: Wishes): boolean {
  const asked = Shown.safeParse(wishes).data;
  const hasSecrets = (wishes.pin === '' || planned.hasPin) && (wishes.password === '' || planned.hasPassword);
  return hasSecrets && asked !== undefined && JSON.stringify(Shown.parse(planned)) === JSON.stringify(asked);
}
