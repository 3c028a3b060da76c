import type { DbMode } from './db.ts';
import type { Recipe } from './schema.ts';

/**
 * The value that a mode's commands write, read by the form of the recipe's way back: `AT+QCFG="usbnet",{value}` tells 0 of
 * `AT+QCFG="usbnet",0`. `null`: the way back is no command, or has another form.
 */
export function wishedValue(recipe: Pick<Recipe, 'back' | 'modes'>, mode: DbMode): string | null {
  const [before, after] = recipe.back?.split('{value}') ?? [];
  if (before === undefined || after === undefined) return null;
  for (const command of recipe.modes[mode]?.set ?? []) {
    if (command.length > before.length + after.length && command.startsWith(before) && command.endsWith(after))
      return command.slice(before.length, command.length - after.length);
  }
  return null;
}

/** Whether a mode is set only where the device's own list has it. */
export function isTestMandatory(recipe: Pick<Recipe, 'testMandatory' | 'modes'>, mode: DbMode): boolean {
  return recipe.testMandatory === true || recipe.modes[mode]?.testMandatory === true;
}
