/** What the bench itself reads out of AT replies, and hides of them: recipes' values, personal numbers. */
export { maskReply } from '../at/mask-reply.ts';
export { groupedImei, labelled, numberCommands } from '../at/personal-numbers.ts';
export { recipeValue } from '../at/replies/recipe.ts';
export { valueSet } from '../at/replies/value-set.ts';
