/** What the database's recipes read out of an AT reply, and what of one may be kept. */
export { maskReply } from '../at/mask-reply.ts';
export { recipeValue } from '../at/replies/recipe.ts';
