import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { DumpInvite } from './dump-invite.tsx';
import { PracticeCards } from './practice-cards.tsx';

export interface WithoutDongleProps {
  readonly snapshot: Snapshot;
  readonly onPlug: (name: string) => void;
  readonly onReadDump: () => void;
}

/** What can be done without a dongle: to read what somebody posted, and to practise. */
export function WithoutDongle({ snapshot, onPlug, onReadDump }: WithoutDongleProps) {
  return (
    <>
      <DumpInvite onOpen={onReadDump} />
      <PracticeCards practice={snapshot.practice} onPlug={onPlug} />
    </>
  );
}
