import type { DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import type { PageState } from '../hooks/use-pages.ts';
import type { StepName } from '../state/steps.ts';

/** What every page of the wizard gets: what the bench says, what the form holds, and how to move on. */
export interface PageProps {
  readonly snapshot: Snapshot;
  readonly dongle: DongleView;
  readonly page: PageState;
  readonly change: (change: Partial<PageState>) => void;
  readonly go: (step: StepName) => void;
}
