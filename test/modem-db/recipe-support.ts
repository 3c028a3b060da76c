import { recipeValue } from '../../electron/at/replies/recipe.ts';
import { modeListed } from '../../electron/bench/identity/listed.ts';
import { modes } from '../../electron/contract/words.ts';
import { type DbMode, loadDb } from '../../modem-db/db.ts';
import type { Recipe } from '../../modem-db/schema.ts';

/** What the recipes make of what modems say, asked as the bench asks them. */

export const db = loadDb();

export function recipe(id: string): Recipe {
  const found = db.recipe(id);
  if (!found) throw new Error(`no recipe ${id}`);
  return found;
}

/** Ids of the recipes that are for a modem with this id and this AT+CGMM. */
export function recipesOfModel(id: string, model: string): string[] {
  return db
    .recipesFor(id)
    .filter(({ models }) => models === undefined || new RegExp(models, 'i').test(model))
    .map((r) => r.id);
}

/** The setting in the query's answer; `null` where no line of it is a good one. */
export function readValue(id: string, lines: readonly string[]): string | null {
  return recipeValue({ lines: [...lines], final: { kind: 'ok' } }, recipe(id).reply);
}

type ModeOf = NonNullable<Recipe['modes'][DbMode]>;

function modesWhere(id: string, holds: (mode: ModeOf) => boolean): DbMode[] {
  return (Object.entries(recipe(id).modes) as [DbMode, ModeOf | undefined][]).flatMap(([name, mode]) =>
    mode && holds(mode) ? [name] : [],
  );
}

/** Modes that a setting stands for. */
export const modesReached = (id: string, value: string): DbMode[] => modesWhere(id, ({ reached }) => new RegExp(reached).test(value));

/** Modes that the firmware's own list has. */
export const modesOffered = (id: string, lines: readonly string[]): DbMode[] =>
  modes.filter((mode) => recipe(id).modes[mode] !== undefined && modeListed(recipe(id), mode, lines.join('\n')) === 'yes');

/** Everything that a recipe sends. */
export function commandsOf({ unlock = [], query, test, modes, restart }: Recipe): string[] {
  const sets = Object.values(modes).flatMap((mode) => mode?.set ?? []);
  return [...unlock, query, ...(test === undefined ? [] : [test]), ...sets, ...(restart === null ? [] : [restart])];
}

/** Whether a recipe's own lock-outs hold a command: in upper case without blanks. */
export function lockedOut(id: string, command: string): boolean {
  const plain = command.toUpperCase().replace(/ /g, '');
  return recipe(id).lockouts.some((l) => new RegExp(l.command, 'i').test(plain));
}
