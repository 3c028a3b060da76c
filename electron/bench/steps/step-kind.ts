import type { z } from 'zod';
import type { Phrase, PlannedMessage, Step, StepAction } from '../../contract/plan.ts';
import type { Decoded } from '../../seams/decoded.ts';
import type { StepContext } from './step-context.ts';

/** What a step came to. */
export type StepOutcome =
  | { readonly kind: 'done' | 'skipped' }
  /** The SIM asks for a PIN that is not there. */
  | { readonly kind: 'locked' }
  /** It was told to leave and answered that it would not, with this status (CSW); some leave all the same. */
  | { readonly kind: 'refused'; readonly status: number }
  /** It was gone with the first message: if it never comes back, somebody pulled it out. */
  | { readonly kind: 'left-at-once' }
  /** Another program of this computer was at work on it: if it is away now, or was, that program switched it. */
  | { readonly kind: 'other-at-work' };

/** How long a step that was told to end may take to let go of what it holds, in ms, unless its kind says otherwise. */
export const LET_GO_MS = 3_000;

export type Kind = StepAction['kind'];
export type ActionOf<K extends Kind> = Extract<StepAction, { kind: K }>;

/** All that there is to know about steps of one kind. */
export interface StepKind<K extends Kind> {
  readonly kind: K;
  readonly schema: z.ZodType<ActionOf<K>>;
  /** Carries it out. Throws what it fails with. */
  run(run: StepContext, action: ActionOf<K>): Promise<StepOutcome> | StepOutcome;
  /** Whether the dongle leaves the bus because of it. */
  leaves(action: ActionOf<K>): boolean;
  /** What the dongle must have for it; it is needless on one that has none. `modem`: any language at all. */
  readonly needs: 'nothing' | 'modem' | 'at' | 'control';
  /** The state of life in which it is carried out. */
  readonly stage: 'working' | 'switching' | 'away' | 'verifying';
  /** Milliseconds after which it is given up, unless its plan says otherwise. */
  readonly limit: number;
  /** Milliseconds in which one that was told to end may let go of what it holds; left out: `LET_GO_MS`. */
  readonly letGo?: number;
  /** How to get back to before; `null`: there is nothing to undo, or its plan says it. */
  readonly back: Phrase | null;
}

type StepRest = Pick<Step, 'source'> &
  Partial<Pick<Step, 'skipIf' | 'risk' | 'wayBack' | 'timeoutMs' | 'sends'>> & {
    readonly values?: Step['why']['values'];
    readonly text?: string;
  };

/** A step of a kind, whose texts are found under `steps.<text>`; risk-free, with the kind's limit and way back, unless told. */
export function stepOf<K extends Kind>(
  { limit, back }: Pick<StepKind<K>, 'limit' | 'back'>,
  id: string,
  action: ActionOf<K>,
  { values = {}, text = id, ...own }: StepRest,
): Step {
  return {
    id,
    title: { key: `steps.${text}.title`, values },
    why: { key: `steps.${text}.why`, values },
    action,
    sends: [],
    skipIf: [],
    risk: 'none',
    wayBack: back,
    timeoutMs: limit,
    ...own,
  };
}

/**
 * Whether a message is one of those that a plan shows for its step. MBIM cuts what a function does not take at once, and how much that is
 * only the function says: a fragment counts as the message that it is of.
 */
export function isInPlan(sends: readonly PlannedMessage[], { text, planned }: Pick<Decoded, 'text' | 'planned'>): boolean {
  if (FRAGMENT.test(text)) return true;
  return sends.some((message) => message.text === planned || message.text === text);
}

const FRAGMENT = /^MBIM .*[( ]fragment \d+ of \d+, transaction \d+\)$/s;
