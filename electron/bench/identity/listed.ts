import { isTestMandatory, wishedValue } from '../../../modem-db/recipe-values.ts';
import type { Recipe } from '../../../modem-db/schema.ts';
import { BenchError } from '../../contract/errors.ts';
import { type Mode, modes } from '../../contract/words.ts';
import { valueSet } from '../../modem/replies.ts';

/** Whether a firmware's own list (`=?`) has something; `untold`: it lists nothing that could be read. */
export type Listed = 'yes' | 'no' | 'untold';

/** Whether the answer to the recipe's test query has the mode. */
export function modeListed(recipe: Recipe, mode: Mode, answer: string): Listed {
  const offered = recipe.modes[mode]?.offered;
  if (offered !== undefined) return new RegExp(offered, 'i').test(answer) ? 'yes' : 'no';
  const value = wishedValue(recipe, mode);
  return value === null ? 'untold' : inSet(recipe, value, answer);
}

/** Whether it has the setting that the query read: what is not in its list it may not take back. */
export function settingListed(recipe: Recipe, setting: string, answer: string): Listed {
  if (Object.values(recipe.modes).every((mode) => mode?.offered === undefined)) return inSet(recipe, setting, answer);
  const mode = modes.find((name) => new RegExp(recipe.modes[name]?.reached ?? '(?!)').test(setting));
  return mode === undefined ? 'untold' : modeListed(recipe, mode, answer);
}

function inSet(recipe: Recipe, value: string, answer: string): Listed {
  const set = valueSet(answer, recipe.listAfter);
  if (set === null) return 'untold';
  return set.has(value) ? 'yes' : 'no';
}

/** What was asked before something is set. */
export interface Told {
  /** What the firmware lists; undefined where it was not asked, or answered with an error. */
  readonly answer: string | undefined;
  /** What is set now; undefined where it was not read. */
  readonly setting: string | undefined;
}

/**
 * A mode is set only where the firmware lists it, and lists what is set now: there is no other proof that the way back is one. A firmware
 * that lists nothing is taken at its word unless the recipe asks for its list. Throws MODE_NOT_IN_FIRMWARE, WAY_BACK_NOT_LISTED.
 */
export function refuseUnlisted(recipe: Recipe, mode: Mode, command: string, { answer, setting }: Told): void {
  const mandatory = isTestMandatory(recipe, mode);
  if (answer === undefined && !mandatory) return;
  const told = answer ?? '';
  const offered = told.trim().slice(0, 300) || '-';
  const lacks = (listed: Listed) => listed === 'no' || (listed === 'untold' && mandatory);
  if (lacks(modeListed(recipe, mode, told))) throw new BenchError('MODE_NOT_IN_FIRMWARE', { mode, offered });
  // Where no command leads back, no list proves one.
  if (setting !== undefined && recipe.back !== null && lacks(settingListed(recipe, setting, told)))
    throw new BenchError('WAY_BACK_NOT_LISTED', { mode, command, offered, setting: setting.slice(0, 100) });
}
