import { wishedValue } from '../recipe-values.ts';
import type { Recipe, Setting, VendorFile } from '../schema.ts';
import type { CheckedFile, Notes } from './finding.ts';
import { finds, plainTexts, slowPattern } from './pattern.ts';

/** How lock-out patterns see a command. */
const normal = (command: string) => command.toUpperCase().replaceAll(/\s/g, '');

/** Recipes must be able to read what they set, never send what locks out, and lead to what is known. */
export function lintRecipes(file: CheckedFile, known: ReadonlySet<string>, notes: Notes): void {
  const { recipes } = file.data;
  const familyHasLockouts = recipes.some((recipe) => recipe.lockouts.length > 0);
  for (const [i, recipe] of recipes.entries()) {
    const at = `recipes.${i}`;
    if (familyHasLockouts && recipe.lockouts.length === 0) {
      notes.error(`${at}.lockouts`, `${recipe.id}: no lock-out considered, and other recipes of the family have some`);
    }
    lintCommands(recipe, recipes, at, notes);
    lintAnswers(recipe, at, notes);
    for (const id of recipe.ids) if (!known.has(id)) notes.error(`${at}.ids`, `${recipe.id}: ${id} is known as a composition nowhere`);
    for (const [mode, { returnsAs }] of Object.entries(recipe.modes)) {
      for (const id of returnsAs) {
        if (!known.has(id)) notes.error(`${at}.modes.${mode}.returnsAs`, `${recipe.id}: ${id} is known as a composition nowhere`);
      }
    }
    for (const { mode } of recipe.refused ?? []) {
      if (recipe.modes[mode]) notes.error(`${at}.refused`, `${recipe.id}: mode ${mode} is offered and refused`);
    }
  }
}

/** No command passes a lock-out of its own recipe, nor one of a recipe that may be for the same modem. */
function lintCommands(recipe: Recipe, family: readonly Recipe[], at: string, notes: Notes): void {
  const sent: [string, string][] = [
    [`${at}.query`, recipe.query],
    ...(recipe.test === undefined ? [] : [[`${at}.test`, recipe.test] as [string, string]]),
    ...(recipe.restart === null ? [] : [[`${at}.restart`, recipe.restart] as [string, string]]),
    ...(recipe.unlock ?? []).map((command, i): [string, string] => [`${at}.unlock.${i}`, command]),
    ...Object.entries(recipe.modes).flatMap(([mode, { set }]) =>
      set.map((command, i): [string, string] => [`${at}.modes.${mode}.set.${i}`, command]),
    ),
  ];
  for (const [path, command] of sent) {
    for (const { id, lockouts } of family.filter((other) => mayMeet(recipe, other))) {
      const hit = lockouts.find((lockout) => finds(lockout.command, normal(command), 'i'));
      if (hit) notes.error(path, `${recipe.id}: ${command} is a lock-out of ${id} (${hit.reason})`);
    }
  }
  if (Object.keys(recipe.modes).length === 0) notes.error(`${at}.modes`, `${recipe.id}: no mode to set`);
  if (recipe.back === null && recipe.backOtherwise === undefined) notes.error(`${at}.backOtherwise`, `${recipe.id}: no way back`);
  if (recipe.back !== null && !recipe.back.includes('{value}'))
    notes.error(`${at}.back`, `${recipe.id}: the way back does not hold {value}`);
}

/** Recipes meet on one modem that shows an id of both, and is of the models of both. */
function mayMeet(a: Recipe, b: Recipe): boolean {
  if (a === b) return true;
  const sameModels = a.models === undefined || b.models === undefined || a.models === b.models;
  return sameModels && a.ids.some((id) => b.ids.includes(id));
}

function lintAnswers(recipe: Recipe, at: string, notes: Notes): void {
  if (!recipe.reply.includes('(?<value>')) notes.error(`${at}.reply`, `${recipe.id}: no group (?<value>…) in the reply`);
  lintTest(recipe, at, notes);
  lintReached(
    Object.entries(recipe.modes).map(([mode, { reached }]) => ({ name: mode, reached })),
    `${at}.modes`,
    recipe.id,
    notes,
  );
}

/** What the test command answers must be read, and read alike for every mode: the one that is set now is looked for as well. */
function lintTest(recipe: Recipe, at: string, notes: Notes): void {
  const { id, test, testMandatory, listAfter, secondSource } = recipe;
  const modes = Object.entries(recipe.modes) as [keyof Recipe['modes'], NonNullable<Recipe['modes'][keyof Recipe['modes']]>][];
  const patterns = modes.filter(([, { offered }]) => offered !== undefined);
  const mandatory = testMandatory === true || modes.some(([, mode]) => mode.testMandatory === true);
  if (secondSource === undefined && testMandatory !== true)
    notes.error(`${at}.testMandatory`, `${id}: one source alone, and it is set without the device's own list (testMandatory)`);
  if (test === undefined) {
    if (patterns.length > 0) notes.error(at, `${id}: tells what the answer to the test command offers, and has no test command`);
    if (mandatory) notes.error(`${at}.testMandatory`, `${id}: the test is mandatory, and there is no test command`);
    if (listAfter !== undefined) notes.error(`${at}.listAfter`, `${id}: tells where a list begins, and has no test command`);
    return;
  }
  if (patterns.length > 0 && patterns.length < modes.length)
    notes.error(`${at}.modes`, `${id}: the answer to the test is read by a pattern for some modes, and as a set of values for others`);
  for (const [mode, { offered }] of modes) {
    if (offered === undefined && wishedValue(recipe, mode) === null)
      notes.error(
        `${at}.modes.${mode}`,
        `${id}: the value of ${mode} is not told by the way back, so the test's answer tells nothing of it`,
      );
  }
}

/** Two values whose `reached` both match one answer could not be told apart. */
function lintReached(values: readonly { name: string; reached: string }[], at: string, id: string, notes: Notes): void {
  for (const [i, a] of values.entries()) {
    for (const b of values.slice(i + 1)) {
      const both =
        a.reached === b.reached ||
        plainTexts(a.reached).some((text) => finds(b.reached, text)) ||
        plainTexts(b.reached).some((text) => finds(a.reached, text));
      if (both) notes.error(`${at}.${b.name}.reached`, `${id}: one answer would mean ${a.name} and ${b.name}`);
    }
  }
}

/** Settings are held to the same, and to the lock-outs of every recipe of the family. */
export function lintSettings(file: CheckedFile, known: ReadonlySet<string>, notes: Notes): void {
  const lockouts = file.data.recipes.flatMap((recipe) => recipe.lockouts);
  const settings = file.data.settings ?? [];
  for (const [i, setting] of settings.entries()) {
    const at = `settings.${i}`;
    const twin = settings.findIndex((other) => sameSetting(setting, other));
    if (twin < i) notes.error(at, `${setting.id}: asked with ${setting.query} on the same modems as settings.${twin}`);
    if (!setting.reply.includes('(?<value>')) notes.error(`${at}.reply`, `${setting.id}: no group (?<value>…) in the reply`);
    const values = Object.entries(setting.values);
    if (values.length === 0) notes.error(`${at}.values`, `${setting.id}: no value to set`);
    for (const [name, { set }] of values) {
      const hit = lockouts.find((lockout) => finds(lockout.command, normal(set), 'i'));
      if (hit) notes.error(`${at}.values.${name}.set`, `${setting.id}: ${set} is a lock-out of the family (${hit.reason})`);
    }
    lintReached(
      values.map(([name, { reached }]) => ({ name, reached })),
      `${at}.values`,
      setting.id,
      notes,
    );
    for (const id of setting.ids ?? [])
      if (!known.has(id)) notes.error(`${at}.ids`, `${setting.id}: ${id} is known as a composition nowhere`);
  }
}

/** One setting entered twice: the look-up would take one of them, and nobody knows which was meant. No `ids`: any modem of the vendor. */
function sameSetting(a: Setting, b: Setting): boolean {
  const meet = a.ids === undefined || b.ids === undefined || a.ids.some((id) => b.ids?.includes(id));
  const sameModels = a.models === undefined || b.models === undefined || a.models === b.models;
  return a.id === b.id && meet && sameModels && normal(a.query) === normal(b.query);
}

/** Every regular expression of a vendor's data and the path where it stands: `recipes.0.reply`. Fields left out are not among them. */
export function patternsOf({ compositions, recipes, settings = [], reading }: VendorFile): [path: string, pattern: string][] {
  const patterns: [string, string | undefined][] = [
    ...compositions.map((c, i): [string, string | undefined] => [`compositions.${i}.models`, c.models]),
    ...recipes.flatMap((recipe, i): [string, string | undefined][] => [
      [`recipes.${i}.models`, recipe.models],
      [`recipes.${i}.reply`, recipe.reply],
      ...recipe.lockouts.map(({ command }, j): [string, string] => [`recipes.${i}.lockouts.${j}.command`, command]),
      ...Object.entries(recipe.modes).flatMap(([mode, { reached, offered }]): [string, string | undefined][] => [
        [`recipes.${i}.modes.${mode}.reached`, reached],
        [`recipes.${i}.modes.${mode}.offered`, offered],
      ]),
    ]),
    ...settings.flatMap((setting, i): [string, string | undefined][] => [
      [`settings.${i}.models`, setting.models],
      [`settings.${i}.reply`, setting.reply],
      ...Object.entries(setting.values).map(([name, { reached }]): [string, string] => [`settings.${i}.values.${name}.reached`, reached]),
    ]),
    ['reading.pinTriesReply', reading?.pinTriesReply],
    ['reading.radioLock.locked', reading?.radioLock?.locked],
    ['reading.radioLock.off', reading?.radioLock?.off],
  ];
  return patterns.flatMap(([path, pattern]): [string, string][] => (pattern === undefined ? [] : [[path, pattern]]));
}

/** No pattern takes for ever, wherever it stands. */
export function lintPatterns(file: CheckedFile, notes: Notes): void {
  for (const [path, pattern] of patternsOf(file.data)) {
    const slow = slowPattern(pattern);
    if (slow) notes.error(path, `May take for ever: ${slow}`);
  }
}
