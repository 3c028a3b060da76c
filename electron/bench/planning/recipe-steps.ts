import type { Recipe } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import type { Phrase, Refusal, SkipIf, Step } from '../../contract/plan.ts';
import type { Mode } from '../../contract/words.ts';
import { identityCommands } from '../commands.ts';
import { dongleStep } from './check-steps.ts';
import { AT_MS, awaitStep, step } from './steps.ts';

/** The step whose reply tells recipes apart. */
export const MODEL = 'model-query';
/** What modems say by themselves after a restart is no model. AT+CGMM: the model alone, or behind its own name, with quotes or without; an L850 says it twice, long and short. */
const MODEL_REPLY =
  '^(?:\\+CGMM: ?)?"?(?<value>(?![+^*$%#])(?!(?:PB DONE|SMS DONE|SMS READY|SMS Ready|CALL READY|Call Ready|RDY|READY|RING|BOOT.*)$)[^",]{1,60}?)"?(?:,"[^"]*")?$';

/** The model is asked first where a recipe is not for every modem of its ids. */
export function modelSteps(recipes: readonly Recipe[], mode: Mode): Step[] {
  if (recipes.every((r) => r.models === undefined)) return [];
  const action = at(identityCommands.model, { expect: MODEL_REPLY });
  return [step(MODEL, MODEL, action, { source: '3GPP TS 27.007, 5.2 (AT+CGMM)', timeoutMs: AT_MS, skipIf: [{ kind: 'mode', mode }] })];
}

/**
 * Query first, then what the firmware offers, then set, then restart, then compare; each is left out where an earlier reply or the
 * composition shows that it is needless. `all`: the recipes that this modem may take; `number` counts those of one plan from 0. Throws STEP_REFUSED_LOCKOUT.
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
  const command = (id: string, text: string, action: Step['action'], rest: Partial<Step>) =>
    step(id, text, action, { source, timeoutMs: AT_MS, values, ...rest });

  for (const text of [...(recipe.unlock ?? []), ...target.set]) refuseLockout(text, recipe, all);
  const steps = [command(query, 'mode-query', at(recipe.query, { recipe: recipe.id, expect: recipe.reply }), { skipIf: there })];
  if (recipe.test !== undefined && target.offered !== undefined)
    steps.push(
      command(test, 'mode-test', at(recipe.test, { recipe: recipe.id, optional: recipe.testMandatory !== true }), { skipIf: set }),
    );
  steps.push(dongleStep(suffix, [...there, ...set]));
  for (const [index, text] of (recipe.unlock ?? []).entries())
    steps.push(command(`mode-unlock${suffix}${ordinal(index)}`, 'mode-unlock', at(text, { recipe: recipe.id }), { skipIf: set }));
  const wayBack: Phrase =
    recipe.back === null
      ? { key: 'steps.mode-set.way-back-otherwise', values: { back: recipe.backOtherwise ?? '' } }
      : { key: 'steps.mode-set.way-back', values: { back: recipe.back.replace('{value}', '…'), query: recipe.query } };
  for (const [index, text] of target.set.entries()) {
    const needs = target.offered === undefined ? {} : { needs: { step: test, matches: target.offered } };
    const leaves = recipe.restart === null && index === target.set.length - 1;
    const action = at(text, { recipe: recipe.id, leaves, ...needs });
    steps.push(command(`mode-set${suffix}${ordinal(index)}`, 'mode-set', action, { risk: 'persistent', skipIf: set, wayBack }));
  }
  if (recipe.restart !== null) {
    const action = at(recipe.restart, { recipe: recipe.id, leaves: true });
    steps.push(command(`mode-restart${suffix}`, 'mode-restart', action, { risk: 'reversible', timeoutMs: 15_000, skipIf: there }));
  }
  steps.push(awaitStep(`mode-return${suffix}`, target.returnsAs, recipe.awayMs, source, there));
  return steps;
}

/** What these modems could be told, and will not be. */
export function refusals(recipes: readonly Recipe[]): Refusal[] {
  return recipes.flatMap(({ refused, lockouts, name, source }) => [
    ...(refused ?? []).map(({ mode, reason }) => ({ what: { key: 'refused.mode', values: { mode, recipe: name } }, reason, source })),
    ...lockouts.map(({ reason }) => ({ what: { key: 'refused.lockout', values: { recipe: name } }, reason, source })),
  ]);
}

/**
 * The reason why a command must not be sent: a lock-out of its own recipe, or of any other that is for this very modem. `model` is
 * what AT+CGMM answered, undefined where it did not: values mean different things in different models; `any-of-these` while planning,
 * when the model is still to be asked. Matched as a modem reads it: upper case, without blanks.
 */
export function lockoutOf(
  command: string,
  own: Recipe | undefined,
  others: readonly Recipe[],
  model: string | 'any-of-these' | undefined,
): Recipe['lockouts'][number] | undefined {
  const plain = command.toUpperCase().replace(/ /g, '');
  const isFor = ({ models }: Recipe) => {
    if (models === undefined || models === own?.models) return true;
    // Nobody knows which modem this is: what would lock any of those is not sent.
    return model === undefined || (model !== 'any-of-these' && new RegExp(models, 'i').test(model));
  };
  return [...(own ? [own] : []), ...others.filter(isFor)].flatMap((r) => r.lockouts).find((l) => new RegExp(l.command, 'i').test(plain));
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

type AtAction = Extract<Step['action'], { kind: 'at' }>;

function at(command: string, rest: Partial<AtAction>): AtAction {
  return { kind: 'at', command, leaves: false, optional: false, ...rest };
}

const ordinal = (index: number) => (index === 0 ? '' : `-${index + 1}`);
