import type { LifeState } from '../../electron/contract/snapshot.ts';

/** States in which a job went through, whatever its dongle is good for. */
export const finishedStates: readonly LifeState[] = ['verified', 'usable', 'unusable'];
/** States in which a job does nothing more by itself. */
export const endedStates: readonly LifeState[] = [...finishedStates, 'failed', 'locked'];

export const hasEnded = (state: LifeState | undefined) => state !== undefined && endedStates.includes(state);
