import type { Dial } from '../../../modem-db/dials/index.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import type { Wishes } from '../../contract/wishes.ts';
import { contextQuery, contextSetUps, contextStands, standsAs } from '../../modem/dial/contexts.ts';
import { ask } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { dialSources } from './dial-of.ts';
import { atOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type ActionOf, type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

const ANSWER_MS = 10_000;
const WRITTEN = 'written';

/** Whether a context was written in this job: the modem uses it from its next start on, and the call that stands is of another. */
export function contextsWritten({ values }: Pick<StepContext, 'values'>): boolean {
  return [...values].some(([step, value]) => step.startsWith('context-') && value === WRITTEN);
}

export const context = {
  kind: 'context',
  schema: stepActions.context,
  /** For a modem that dials by itself: the APN is what it finds in its own contexts. Empty where it has none, or none is wished for. */
  plan: (dial: Dial, wishes: Wishes): Step[] =>
    contextSetUps(dial, wishes).map(({ cid, command }) =>
      stepOf(
        context,
        `context-${cid}`,
        { kind: 'context', cid, command },
        {
          source: dialSources([dial]),
          text: 'context',
          risk: 'persistent',
          wayBack: { key: 'steps.context.way-back', values: { query: contextQuery } },
          values: { cid, apn: wishes.apn, dial: dial.name },
          sends: [...atOpening, ask(contextQuery), ask(command)],
        },
      ),
    ),
  run: setContext,
  leaves: () => false,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + 2 * ANSWER_MS,
  back: null,
} as const satisfies StepKind<'context'> & { plan(...args: never[]): unknown };

/** Read, and set where something else stands there. What stood there is in the journal. */
async function setContext(run: StepContext, { cid, command }: ActionOf<'context'>): Promise<StepOutcome> {
  return withModem(run.access, run.signal, async (modem) => {
    const { session } = await modem.at();
    const limit = { timeoutMs: ANSWER_MS, signal: run.signal };
    const stands = contextStands(await session.command(contextQuery, { ...limit, allowError: true }), cid);
    const shown = stands.kind === 'stands' ? stands.command : stands.kind;
    run.replied(shown, shown);
    // What nobody could set back is not written.
    if (stands.kind === 'untold' || standsAs(stands, command)) return { kind: 'skipped' };
    const { final } = await session.command(command, { ...limit, allowError: true });
    // That the access point is another one shows where the connection is looked at.
    if (final.kind === 'error') return { kind: 'skipped' };
    run.values.set(run.step.id, WRITTEN);
    return { kind: 'done' };
  });
}
