import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const folder = join(import.meta.dirname, '../../electron/contract');

/** What a value has to keep to, by the names that JSON Schema has for it. */
const bounds = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'exclusiveMinimum', 'pattern', 'default'];

/** `Intent.oneOf.3.portPath maxLength 64`, a line a bound. What every whole number keeps to is no bound of ours. */
function boundsOf(node: unknown, path: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (bounds.includes(key) && (typeof value !== 'object' || key === 'default'))
      return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER ? [] : [`${path} ${key} ${JSON.stringify(value)}`];
    return boundsOf(value, key === 'properties' || key === 'items' ? path : `${path}.${key}`);
  });
}

/** Every schema that the contract exports, by its name; one that stands in another is a reference there. */
async function schemas(): Promise<object> {
  const registry = z.registry<{ id: string }>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    const module: Record<string, unknown> = await import(join(folder, name));
    for (const [id, value] of Object.entries(module)) if (value instanceof z.ZodType && !registry.has(value)) registry.add(value, { id });
  }
  return z.toJSONSchema(registry, { io: 'input', unrepresentable: 'any' }).schemas;
}

it('what goes between the processes, to files and to scripts is as long and as large as it is known to be', async () => {
  const lines = boundsOf(await schemas(), '').map((line) => line.slice(1));
  await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot('./bounds.golden');
});
