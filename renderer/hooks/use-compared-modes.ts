import { useEffect, useState } from 'react';
import type { ComparedMode } from '../../electron/contract/compared-modes.ts';
import type { DongleView } from '../../electron/contract/snapshot.ts';
import { useBench } from './use-bench.tsx';

const none: readonly ComparedMode[] = [];

/** What the dongle's modes come to on a router of the release; empty until the bench has told, and where it cannot. */
export function useComparedModes({ portPath, vid, pid, mode, offers }: DongleView, release: string): readonly ComparedMode[] {
  const { client, connected } = useBench();
  const [modes, setModes] = useState(none);
  // What it is, and what it offers: both may change while it is plugged in.
  const shown = [vid, pid, mode, ...offers.map((offer) => `${offer.mode} ${offer.possible}`)].join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` is what the answer depends on
  useEffect(() => {
    if (!connected || release === '') return;
    let latest = true;
    client.ask({ type: 'compare-modes', portPath, release }).then(
      (answer) => latest && setModes(answer.type === 'compared-modes' ? answer.modes : none),
      // The modes can be chosen from all the same.
      () => latest && setModes(none),
    );
    return () => {
      latest = false;
    };
  }, [client, connected, portPath, release, shown]);
  return modes;
}
