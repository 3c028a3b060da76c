import { useEffect, useState } from 'react';
import type { ComparedMode } from '../../electron/contract/compared-modes.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { useBench } from './use-bench.tsx';

const none: readonly ComparedMode[] = [];

/**
 * What the dongle's modes come to on a router of the release, each by its own protocol; empty until the bench has told, where it cannot, and where the
 * router is to reach the modem in another way (`isOwnWay` false).
 */
export function useComparedModes(
  { portPath, vid, pid, mode, offers, identity, look }: DongleView,
  release: string,
  isOwnWay: boolean,
): readonly ComparedMode[] {
  const { client, connected } = useBench();
  const [modes, setModes] = useState(none);
  // What it is, what it offers, and what was read of it: each may change while it is plugged in.
  const shown = [vid, pid, mode, identity.model, look.state, ...offers.map((offer) => `${offer.mode} ${offer.possible}`)].join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` is what the answer depends on
  useEffect(() => {
    // What was told of another release is not this one's.
    setModes(none);
    if (!connected || release === '' || !isOwnWay) return;
    let latest = true;
    client.ask({ type: 'compare-modes', portPath, release }).then(
      (answer) => latest && setModes(answer.type === 'compared-modes' ? answer.modes : none),
      // The modes can be chosen from all the same.
      () => latest && setModes(none),
    );
    return () => {
      latest = false;
    };
  }, [client, connected, portPath, release, isOwnWay, shown]);
  return modes;
}
