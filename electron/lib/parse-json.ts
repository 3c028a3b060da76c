import type { ZodType } from 'zod';

/** What a JSON text says, as the schema has it. Throws a SyntaxError where it is no JSON, and a ZodError where it does not fit. */
export function parseJson<T>(text: string, schema: ZodType<T>): T {
  return schema.parse(JSON.parse(text));
}

/** As `parseJson`; `null` where it would throw. */
export function parseJsonOrNull<T>(text: string, schema: ZodType<T>): T | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return schema.safeParse(value).data ?? null;
}
