import { useEffect, useState } from 'react';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { PublicWishes, type Wishes } from '../../electron/contract/wishes.ts';
import type { PageProps } from '../pages/page-props.ts';
import { refusedShape, toWishes } from '../state/draft.ts';
import { unreachable } from '../state/steps.ts';
import { useBench, useIntent } from './use-bench.tsx';

/** After the last key, so that a word that is being typed is not planned letter by letter. Milliseconds. */
const PAUSE_MS = 250;

/** What a plan is made from, as far as this page knows: where it changes, the plan is another. Holds secrets, and stays in memory. */
export function planningKey(wishes: Wishes, { vid, pid, identity, look }: DongleView): string {
  return JSON.stringify([wishes, vid, pid, look.state === 'reading', identity.model ?? '', identity.revision ?? '']);
}

/**
 * Keeps the bench's plan what the form says. To plan only computes, so it needs nobody's word; what is refused stays refused until the
 * form is another. True where the plan that is shown is that of the form.
 */
export function usePlanning({ dongle, page, change }: Pick<PageProps, 'dongle' | 'page' | 'change'>): boolean {
  const { connected } = useBench();
  const { send } = useIntent();
  const [pending, setPending] = useState(false);
  const { draft, planned, refused } = page;
  const { portPath } = dongle;
  const hasPlan = dongle.draft !== null;
  const wishes = toWishes(draft);
  const key = wishes === null ? null : planningKey(wishes, dongle);
  const isSettled = key === planned && (hasPlan || refused !== null);
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
        setPending(false);
        if (failure) change({ refused: failure });
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, isOpen, isSettled, portPath]);
  const isOfForm = wishes !== null && dongle.draft !== null && isPlannedWith(dongle.draft.wishes, wishes);
  return isSettled && isOfForm && refused === null && !pending;
}

/** But for secrets, which a page that was loaded again has no more, and the plan has still. */
const Shown = PublicWishes.omit({ hasPin: true, hasPassword: true });

/** The bench answers before it shows: until then what is shown may be the plan before. */
function isPlannedWith(planned: PublicWishes, wishes: Wishes): boolean {
  const asked = Shown.safeParse(wishes).data;
  return asked !== undefined && JSON.stringify(Shown.parse(planned)) === JSON.stringify(asked);
}
