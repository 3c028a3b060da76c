import { isTestMandatory } from '../../../modem-db/recipe-values.ts';
import type { Recipe } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Phrase, Refusal, SkipIf, Step } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { identityCommands, restartCommand } from '../../modem/commands.ts';
import { at } from '../steps/at.ts';
import { awaitReturn } from '../steps/await-return.ts';
import { dongle } from '../steps/dongle.ts';
import { lockoutOf } from './lockouts.ts';

/** Some say OK only when they are about to go. */
const RESTART_MS = 15_000;

/** The step whose reply tells recipes apart. */
const MODEL = 'model-query';
/** What modems say by themselves after a restart is no model. AT+CGMM: the model alone, or behind its own name, with quotes or without; an L850 says it twice, long and short. */
const MODEL_REPLY =
  '^(?:\\+CGMM: ?)?"?(?<value>(?![+^*$%#])(?!(?:PB DONE|SMS DONE|SMS READY|SMS Ready|CALL READY|Call Ready|RDY|READY|RING|BOOT.*)$)[^",]{1,60}?)"?(?:,"[^"]*")?$';

/** The model is asked first where a recipe is not for every modem of its ids. */
export function modelSteps(recipes: readonly Recipe[], mode: Mode): Step[] {
  if (recipes.every((r) => r.models === undefined)) return [];
  const source = '3GPP TS 27.007, 5.2 (AT+CGMM)';
  return [at.plan(MODEL, identityCommands.model, { expect: MODEL_REPLY }, { source, skipIf: [{ kind: 'mode', mode }] })];
}

/**
 * Query first, then what the firmware offers, then set, then restart, then compare; each is left out where an earlier reply or the
 * composition shows that it is needless. Only the composition tells that the mode is reached: a query may have the new value early.
 * `all`: the recipes that this modem may take; `number` counts those of one plan from 0. Throws STEP_REFUSED_LOCKOUT.
 */
export function recipeSteps(recipe: Recipe, mode: Mode, all: readonly Recipe[], number: number): Step[] {
  const target = recipe.modes[mode];
  if (!target) return [];
  const suffix = number === 0 ? '' : `-${number + 1}`;
  const query = `mode-query${suffix}`;
  const test = `mode-test${suffix}`;
  const { source } = recipe;
  const values = { mode, recipe: recipe.name };
  const foreign: SkipIf[] = recipe.models === undefined ? [] : [{ kind: 'reply-lacks', step: MODEL, lacks: recipe.models }];
  const there: SkipIf[] = [{ kind: 'mode', mode }, ...foreign];
  const set: SkipIf[] = [...foreign, { kind: 'reply', step: query, matches: target.reached }];
  const command = (id: string, text: string, sent: string, action: Parameters<typeof at.plan>[2], rest: Partial<Step>) =>
    at.plan(id, sent, { recipe: recipe.id, ...action }, { source, text, values, ...rest });

  for (const text of [...(recipe.unlock ?? []), ...target.set]) refuseLockout(text, recipe, all);
  const steps = [command(query, 'mode-query', recipe.query, { expect: recipe.reply }, { skipIf: there })];
  if (recipe.test !== undefined)
    steps.push(command(test, 'mode-test', recipe.test, { optional: !isTestMandatory(recipe, mode) }, { skipIf: set }));
  // A restart acts as well, and is sent where the value is set already and not yet shown.
  steps.push(dongle.plan(suffix, there));
  for (const [index, text] of (recipe.unlock ?? []).entries())
    steps.push(command(`mode-unlock${suffix}${ordinal(index)}`, 'mode-unlock', text, {}, { skipIf: set }));
  const wayBack: Phrase =
    recipe.back === null
      ? { key: 'steps.mode-set.way-back-otherwise', values: { back: recipe.backOtherwise ?? '' } }
      : { key: 'steps.mode-set.way-back', values: { back: recipe.back.replace('{value}', '…'), query: recipe.query } };
  if (recipe.restart === null) steps.push(pendingRestart(recipe, mode, suffix, query, there));
  for (const [index, text] of target.set.entries()) {
    const needs = recipe.test === undefined ? {} : { needs: { list: test, present: query } };
    const leaves = recipe.restart === null && index === target.set.length - 1;
    steps.push(
      command(`mode-set${suffix}${ordinal(index)}`, 'mode-set', text, { leaves, ...needs }, { risk: 'persistent', skipIf: set, wayBack }),
    );
  }
  if (recipe.restart !== null) {
    const rest = { risk: 'reversible' as const, skipIf: there };
    steps.push(command(`mode-restart${suffix}`, 'mode-restart', recipe.restart, { leaves: true, answerMs: RESTART_MS }, rest));
  }
  steps.push(awaitReturn.plan(`mode-return${suffix}`, target.returnsAs, recipe.awayMs, source, there));
  return steps;
}

/**
 * A dongle that leaves by itself once it is set needs no restart, unless it says that the mode is set and shows another: what was written
 * counts from its next start on. What it comes back as is the proof, not what it says.
 */
function pendingRestart({ id, name, modes }: Recipe, mode: Mode, suffix: string, query: string, there: readonly SkipIf[]): Step {
  const elsewhere: SkipIf = { kind: 'reply-lacks', step: query, lacks: modes[mode]?.reached ?? '(?!)' };
  return at.plan(
    `mode-pending${suffix}`,
    restartCommand,
    { recipe: id, leaves: true, answerMs: RESTART_MS },
    {
      source: '3GPP TS 27.007, 8.2 (AT+CFUN)',
      text: 'mode-pending',
      values: { mode, recipe: name },
      risk: 'reversible',
      skipIf: [...there, elsewhere],
    },
  );
}

/** What these modems could be told, and will not be. */
export function refusals(recipes: readonly Recipe[]): Refusal[] {
  return recipes.flatMap(({ refused, lockouts, name, source }) => [
    ...(refused ?? []).map(({ mode, reason }) => ({ what: { key: 'refused.mode', values: { mode, recipe: name } }, reason, source })),
    ...lockouts.map(({ reason }) => ({ what: { key: 'refused.lockout', values: { recipe: name } }, reason, source })),
  ]);
}

function refuseLockout(command: string, recipe: Recipe, all: readonly Recipe[]): void {
  const lockout = lockoutOf(
    command,
    recipe,
    all.filter((other) => other.ids.some((id) => recipe.ids.includes(id))),
    'any-of-these',
  );
  if (lockout) throw new BenchError('STEP_REFUSED_LOCKOUT', { command, reason: lockout.reason });
}

const ordinal = (index: number) => (index === 0 ? '' : `-${index + 1}`);
