import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../modem-db/schema.ts';
import { commandsOf, db, lockedOut } from './recipe-support.ts';

/** CONTRIBUTING: a value that no source describes is a lock-out. Held here for every recipe, whoever enters it. */

const families = db.vendors.filter((v) => v.recipes.length > 0).map((v) => [v.family, v.recipes] as const);
const setsOf = (recipe: Recipe) => Object.values(recipe.modes).flatMap((mode) => mode?.set ?? []);
/** `AT+X="name",5` without its values: `AT+X`. */
const nameOf = (command: string) => /^[^=]*/.exec(command)?.[0] ?? command;
/** A command with its last value of hex digits or letters made another one. */
const withValue = (command: string, value: string) => command.replace(/[0-9A-Za-z]+(?=[^0-9A-Za-z]*$)/, value);

describe.each(families)('%s', (_family, recipes) => {
  it('locks out what its modes do not set', () => {
    for (const recipe of recipes)
      for (const set of setsOf(recipe)) {
        // ^SETPORT takes lists of ports: what counts there is that AT stays.
        const strange =
          recipe.id === 'huawei-setport' ? ['AT^SETPORT="FF;77"'] : ['77', '0x77', 'ZZ', '901E9'].map((v) => withValue(set, v));
        for (const command of strange) expect([recipe.id, command, lockedOut(recipe.id, command)]).toEqual([recipe.id, command, true]);
      }
  });

  it('locks out the commands of siblings that it has not itself', () => {
    for (const recipe of recipes) {
      const own = new Set(commandsOf(recipe).map(nameOf));
      for (const command of recipes.flatMap(setsOf).filter((set) => !own.has(nameOf(set)))) {
        expect([recipe.id, command, lockedOut(recipe.id, command)]).toEqual([recipe.id, command, true]);
        const strange = withValue(command, '901E');
        expect([recipe.id, strange, lockedOut(recipe.id, strange)]).toEqual([recipe.id, strange, true]);
      }
    }
  });

  it('locks out nothing that it sends', () => {
    for (const recipe of recipes)
      for (const command of commandsOf(recipe))
        expect([recipe.id, command, lockedOut(recipe.id, command)]).toEqual([recipe.id, command, false]);
  });
});
