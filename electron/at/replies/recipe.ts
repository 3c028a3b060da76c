import type { Reply } from '../lines.ts';

/** Group `value` of a recipe's reply pattern. */
export function recipeValue(reply: Reply, pattern: string): string | null {
  const expression = new RegExp(pattern);
  for (const line of reply.lines) {
    const value = expression.exec(line)?.groups?.['value'];
    if (value !== undefined) return value;
  }
  return null;
}
