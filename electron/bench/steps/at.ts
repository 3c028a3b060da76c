import { BenchError } from '../../contract/errors.ts';
import { type Step, stepActions } from '../../contract/plan.ts';
import { ask } from '../../modem/messages.ts';
import { withModem } from '../../modem/modem.ts';
import { maskReply, recipeValue } from '../../modem/replies.ts';
import { refuseUnlisted } from '../identity/listed.ts';
import { lockoutOf } from '../planning/lockouts.ts';
import { atOpening, OPENING_MS } from './ports.ts';
import type { StepContext } from './step-context.ts';
import { type ActionOf, type StepKind, type StepOutcome, stepOf } from './step-kind.ts';

/** How long a modem may take for what it does at once. */
const ANSWER_MS = 5_000;

type AtPlan = Partial<Omit<ActionOf<'at'>, 'kind' | 'command'>>;
type AtRest = Pick<Step, 'source'> &
  Partial<Pick<Step, 'skipIf' | 'risk' | 'wayBack'>> & { readonly values?: Step['why']['values']; readonly text?: string };

export const at = {
  kind: 'at',
  schema: stepActions.at,
  plan: (id: string, command: string, { answerMs = ANSWER_MS, leaves = false, optional = false, ...action }: AtPlan, rest: AtRest): Step =>
    stepOf(
      at,
      id,
      { kind: 'at', command, answerMs, leaves, optional, ...action },
      {
        ...rest,
        timeoutMs: OPENING_MS + answerMs,
        sends: [...atOpening, ask(command)],
      },
    ),
  run: runAt,
  leaves: ({ leaves }) => leaves,
  needs: 'at',
  stage: 'working',
  limit: OPENING_MS + ANSWER_MS,
  back: null,
} as const satisfies StepKind<'at'> & { plan(...args: never[]): unknown };

/** One command of a recipe or a setting. */
async function runAt(run: StepContext, action: ActionOf<'at'>): Promise<StepOutcome> {
  const { recipes } = run;
  const own = recipes.find((r) => r.id === action.recipe);
  const lockout = lockoutOf(action.command, own, recipes, run.model());
  if (lockout) throw new BenchError('STEP_REFUSED_LOCKOUT', { command: action.command, reason: lockout.reason });
  const { needs } = action;
  if (own && needs)
    refuseUnlisted(own, run.wishes.mode, action.command, { answer: run.values.get(needs.list), setting: run.values.get(needs.present) });
  return withModem(run.access, run.signal, async (modem) => {
    const { session, name } = await modem.at();
    try {
      const reply = await session.command(action.command, { timeoutMs: action.answerMs, allowError: action.optional, signal: run.signal });
      const final = reply.final.kind === 'ok' ? 'OK' : reply.final.text;
      run.replied([...reply.lines, final].join('\n'), maskReply(action.command, [...reply.lines, final]).join('\n'));
      if (action.expect !== undefined) {
        const value = recipeValue(reply, action.expect);
        if (value === null) throw new BenchError('AT_GARBLED', { command: action.command, port: name });
        run.values.set(run.step.id, value);
      } else if (reply.final.kind === 'ok') run.values.set(run.step.id, reply.lines.join('\n'));
    } catch (error) {
      // A restart may cut its own answer off: what counts is that the dongle leaves.
      const cut = error instanceof BenchError && (error.code === 'AT_NO_PORT' || error.code === 'AT_SILENT');
      if (!action.leaves || !cut) throw error;
      run.replied('left without an answer', 'left without an answer');
    }
    return { kind: 'done' };
  });
}
