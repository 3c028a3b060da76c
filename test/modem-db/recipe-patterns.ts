import { modeListed } from '../../electron/bench/identity/listed.ts';
import type { Db, DbMode } from '../../modem-db/db.ts';
import type { Recipe, Setting } from '../../modem-db/schema.ts';

/** What the recipes' patterns make of what modems say, as the bench asks them. */

function need(db: Db, id: string): Recipe {
  const recipe = db.recipe(id);
  if (!recipe) throw new Error(`no recipe ${id}`);
  return recipe;
}

/** The setting that a line of the query's answer holds; `null` where the line is no good answer. */
export function asRead(db: Db, id: string, line: string): string | null {
  return new RegExp(need(db, id).reply).exec(line)?.groups?.['value'] ?? null;
}

/** Whether the firmware's own list has the mode. */
export function offeredIn(db: Db, id: string, mode: DbMode, list: string): boolean {
  const recipe = need(db, id);
  if (recipe.test === undefined || !recipe.modes[mode]) throw new Error(`${id}: the firmware is not asked for ${mode}`);
  return modeListed(recipe, mode, list) === 'yes';
}

/** Ids of the recipes that are for a modem with this id and this AT+CGMM. */
export function forModel(db: Db, id: string, model: string): string[] {
  return db
    .recipesFor(id)
    .filter((r) => r.models === undefined || new RegExp(r.models, 'i').test(model))
    .map((r) => r.id);
}

/** Whether a recipe's lock-outs hold a command: in upper case without blanks, as the bench compares them. */
export function lockedOut(db: Db, id: string, command: string): boolean {
  const plain = command.toUpperCase().replace(/ /g, '');
  return need(db, id).lockouts.some((l) => new RegExp(l.command, 'i').test(plain));
}

/** Everything that a recipe sends. */
export function commandsOf({ unlock = [], query, test, modes, restart }: Recipe): string[] {
  const sets = Object.values(modes).flatMap((mode) => mode?.set ?? []);
  return [...unlock, query, ...(test === undefined ? [] : [test]), ...sets, ...(restart === null ? [] : [restart])];
}

/** Values of a setting that a reply stands for; `null` where no setting of the modem reads it. */
export function settingOf(db: Db, id: string, name: Setting['id'], line: string, model = ''): string[] | null {
  for (const setting of db.settingsFor(id)) {
    if (setting.id !== name || (setting.models !== undefined && !new RegExp(setting.models, 'i').test(model))) continue;
    const value = new RegExp(setting.reply).exec(line)?.groups?.['value'];
    if (value === undefined) continue;
    return Object.entries(setting.values).flatMap(([key, v]) => (v && new RegExp(v.reached).test(value) ? [key] : []));
  }
  return null;
}
