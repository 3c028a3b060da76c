import type { Recipe } from '../../../modem-db/schema.ts';
import { recipeValue } from '../../at/replies.ts';
import type { AtSession } from '../../at/session.ts';
import { BenchError } from '../../contract/errors.ts';
import type { StepAction } from '../../contract/plan.ts';
import { openAt } from '../contact.ts';
import type { StepOutcome } from '../life.ts';
import { lockoutOf, MODEL } from '../planning/recipe-steps.ts';
import type { StepRun } from './step-run.ts';

/** Opens AT for the length of one piece of work. Whatever happens, the port is let go. */
export async function withAt<T>(run: StepRun, work: (at: AtSession) => Promise<T>): Promise<T> {
  const at = await openAt(run.contact, run.signal);
  const onAbort = () => void at.close().catch(() => undefined);
  run.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(at);
  } finally {
    run.signal.removeEventListener('abort', onAbort);
    await at.close().catch(() => undefined);
  }
}

/** One command of a recipe or a setting. `recipes`: all that this composition may take, for their lock-outs. */
export async function runAt(run: StepRun, action: Extract<StepAction, { kind: 'at' }>, recipes: readonly Recipe[]): Promise<StepOutcome> {
  const own = recipes.find((r) => r.id === action.recipe);
  const lockout = lockoutOf(action.command, own, recipes, run.values.get(MODEL) ?? run.values.get('identity'));
  if (lockout) throw new BenchError('STEP_REFUSED_LOCKOUT', { command: action.command, reason: lockout.reason });
  refuseUnoffered(run, action);
  return withAt(run, async (at) => {
    try {
      const reply = await at.command(action.command, { timeoutMs: run.step.timeoutMs, allowError: action.optional });
      run.replied([...reply.lines, reply.final.kind === 'ok' ? 'OK' : reply.final.text].join('\n'));
      if (action.expect !== undefined) {
        const value = recipeValue(reply, action.expect);
        if (value === null) throw new BenchError('AT_GARBLED', { command: action.command, port: at.name, seconds: 0 });
        run.values.set(run.step.id, value);
      } else if (reply.final.kind === 'ok') run.values.set(run.step.id, reply.lines.join('\n'));
    } catch (error) {
      // A restart may cut its own answer off: what counts is that the dongle leaves.
      const cut = error instanceof BenchError && (error.code === 'AT_NO_PORT' || error.code === 'AT_SILENT');
      if (!action.leaves || !cut) throw error;
      run.replied('left without an answer');
    }
    return { kind: 'done' };
  });
}

/** What the firmware said that it has, where it said so, must hold what is to be set. */
function refuseUnoffered(run: StepRun, { needs, command }: Extract<StepAction, { kind: 'at' }>): void {
  const offered = needs === undefined ? undefined : run.values.get(needs.step);
  if (needs === undefined || offered === undefined || new RegExp(needs.matches, 'i').test(offered)) return;
  throw new BenchError('MODE_NOT_IN_FIRMWARE', { mode: run.wishes.mode, command, offered: offered.slice(0, 300) });
}
