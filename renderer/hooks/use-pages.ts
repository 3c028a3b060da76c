import { useEffect, useMemo, useReducer } from 'react';
import type { Failure } from '../../electron/contract/errors.ts';
import type { RouterOwners } from '../../electron/contract/router-options.ts';
import type { DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import { type Draft, freshDraft, toWishes } from '../state/draft.ts';
import { planningKey } from '../state/planning-key.ts';
import { byNobody, byTechnician, type SignInOrigin, signInOf, suggestionFor } from '../state/proposals.ts';
import { noPackages, type PackagesForm, type ReadBackup } from '../state/router-files.ts';
import type { RouterView } from '../state/routers.ts';
import { firstStep, type StepName } from '../state/steps.ts';

/** What the page itself remembers: which dongle is shown and, per dongle, which screen and what is typed in. */

export interface PageState {
  readonly step: StepName;
  readonly draft: Draft;
  /** Whose access point and sign-in are in the draft. */
  readonly signIn: SignInOrigin;
  /** For the file of one very router. */
  readonly packages: PackagesForm;
  readonly backup: ReadBackup | null;
  readonly owners: RouterOwners;
  /** Whether the settings are unfolded. */
  readonly changing: boolean;
  /** What was last planned, or refused (`planningKey`); `null`: nothing. */
  readonly planned: string | null;
  /** Why the bench would not make a plan of that. */
  readonly refused: Failure | null;
  /** Of the file that is written when a job is through: `watched` since this page started it or saw it run, `due` from its end until it is asked for. */
  readonly writing: 'none' | 'watched' | 'due';
  /** Why that file could not be written, until another is. */
  readonly notWritten: Failure | null;
  /** Whether it was plugged in when this page heard of it last. */
  readonly wasPresent: boolean;
}

interface Pages {
  readonly selected: string | null;
  /** A practice dongle that was just asked for: shown as soon as it is there. */
  readonly awaited: string | null;
  readonly byPort: Readonly<Record<string, PageState>>;
}

type Action =
  | { type: 'snapshot'; snapshot: Snapshot }
  | { type: 'select'; portPath: string }
  | { type: 'await-practice'; name: string }
  | { type: 'change'; portPath: string; change: Partial<PageState> };

function freshPage(dongle: DongleView, routers: readonly RouterView[]): PageState {
  const draft = freshDraft(dongle, routers);
  const wishes = toWishes(draft);
  return {
    step: firstStep(dongle),
    draft,
    owners: draft.onRouter.owners,
    // Of a plan, or of a job that was cut off, they are what the technician agreed to.
    signIn: dongle.draft || dongle.job || dongle.interrupted ? byTechnician : byNobody,
    packages: noPackages,
    backup: null,
    // The secrets of a job that was cut off are gone, and have to be given again.
    changing: dongle.interrupted !== null && (dongle.interrupted.wishes.hasPin || dongle.interrupted.wishes.hasPassword),
    planned: dongle.draft && wishes ? planningKey(wishes, dongle) : null,
    refused: null,
    writing: dongle.phase === 'running' ? 'watched' : 'none',
    notWritten: null,
    wasPresent: dongle.present,
  };
}

/**
 * What came of the dongle since. One that left with nothing under way may be another when it comes back: it gets no form, and above all no PIN,
 * of this one. A job that runs has it away on purpose.
 */
function followed(page: PageState, dongle: DongleView, routers: readonly RouterView[]): PageState {
  const { present, phase, job } = dongle;
  if (present && !page.wasPresent && job === null) return freshPage(dongle, routers);
  const isLeft = !present && phase !== 'running';
  const open = isLeft && (page.draft.pin !== '' || page.draft.password !== '') ? { ...page.draft, pin: '', password: '' } : page.draft;
  // What was wished for first it may not have any more.
  const mode = job !== null && job.insteadOf !== null && job.insteadOf === open.mode ? job.plan.wishes.mode : open.mode;
  const draft = mode === open.mode ? open : { ...open, mode };
  const writing = writingAt(phase, page.writing);
  const isSame = draft === page.draft && writing === page.writing && present === page.wasPresent;
  return isSame ? page : { ...page, draft, writing, wasPresent: present };
}

/** A job may be over before this page is shown that it runs: then it knows of it as the one that it started. */
function writingAt(phase: DongleView['phase'], before: PageState['writing']): PageState['writing'] {
  if (phase === 'running') return 'watched';
  if (phase === 'failed') return 'none';
  if (phase === 'done') return before === 'watched' ? 'due' : before;
  return before === 'due' ? 'none' : before;
}

/** A draft from before the bench knew what it offers is filled in; what the technician chose stays. */
function keepPage(page: PageState, dongle: DongleView, routers: readonly RouterView[]): PageState {
  const { draft } = page;
  if (draft.mode !== null && draft.router !== '') return page;
  const fresh = freshDraft(dongle, routers);
  const filled = { ...draft, mode: draft.mode ?? fresh.mode, router: draft.router || fresh.router };
  return filled.mode === draft.mode && filled.router === draft.router ? page : { ...page, draft: filled };
}

/** As soon as the SIM suggests something, a form that nobody has touched has it. What was agreed to stays. */
function withSuggestion(page: PageState, dongle: DongleView): PageState {
  const isOpen = dongle.phase === 'idle' || dongle.phase === 'planned';
  const proposal = isOpen ? suggestionFor(dongle.proposals, page.draft, page.signIn) : null;
  return proposal === null ? page : { ...page, draft: { ...page.draft, ...signInOf(proposal) }, signIn: { by: 'sim', proposal } };
}

function onSnapshot(pages: Pages, snapshot: Snapshot): Pages {
  // A dongle that left takes its draft with it: the next one in that port is another, and gets no PIN of this one.
  const byPort: Record<string, PageState> = {};
  for (const dongle of snapshot.dongles) {
    const known = pages.byPort[dongle.portPath];
    const page = known
      ? keepPage(followed(known, dongle, snapshot.routers), dongle, snapshot.routers)
      : freshPage(dongle, snapshot.routers);
    byPort[dongle.portPath] = withSuggestion(page, dongle);
  }
  const awaitedPort = snapshot.practice.find((practice) => practice.name === pages.awaited)?.plugged ?? null;
  if (awaitedPort !== null && awaitedPort in byPort) return { selected: awaitedPort, awaited: null, byPort };
  const stays = pages.selected !== null && pages.selected in byPort;
  return { ...pages, selected: stays ? pages.selected : (snapshot.dongles[0]?.portPath ?? null), byPort };
}

function reduce(pages: Pages, action: Action): Pages {
  switch (action.type) {
    case 'snapshot':
      return onSnapshot(pages, action.snapshot);
    case 'select':
      return { ...pages, selected: action.portPath, awaited: null };
    case 'await-practice':
      return { ...pages, awaited: action.name };
    case 'change': {
      const page = pages.byPort[action.portPath];
      return page ? { ...pages, byPort: { ...pages.byPort, [action.portPath]: { ...page, ...action.change } } } : pages;
    }
  }
}

export interface PagesControl {
  readonly selected: string | null;
  readonly page: PageState | null;
  readonly pageOf: (portPath: string) => PageState | null;
  readonly select: (portPath: string) => void;
  readonly awaitPractice: (name: string) => void;
  readonly change: (portPath: string, change: Partial<PageState>) => void;
}

export function usePages(snapshot: Snapshot | null): PagesControl {
  const [pages, dispatch] = useReducer(reduce, { selected: null, awaited: null, byPort: {} });
  useEffect(() => {
    if (snapshot) dispatch({ type: 'snapshot', snapshot });
  }, [snapshot]);
  const actions = useMemo(
    () => ({
      select: (portPath: string) => dispatch({ type: 'select', portPath }),
      awaitPractice: (name: string) => dispatch({ type: 'await-practice', name }),
      change: (portPath: string, change: Partial<PageState>) => dispatch({ type: 'change', portPath, change }),
    }),
    [],
  );
  return useMemo(() => {
    const pageOf = (portPath: string) => pages.byPort[portPath] ?? null;
    return { selected: pages.selected, page: pages.selected === null ? null : pageOf(pages.selected), pageOf, ...actions };
  }, [pages, actions]);
}
