import { expect, it } from 'vitest';
import { ZodError, z } from 'zod';
import { parseJson, parseJsonOrNull } from '../../electron/lib/parse-json.ts';

const Form = z.object({ port: z.number().default(1) });

it('reads what fits, as the schema has it', () => {
  expect(parseJson('{"port":2,"more":3}', Form)).toEqual({ port: 2 });
  expect(parseJsonOrNull('{}', Form)).toEqual({ port: 1 });
  expect(parseJsonOrNull('0', z.number())).toBe(0);
});

it('throws, or is null, for what is no JSON and for what does not fit', () => {
  expect(() => parseJson('{', Form)).toThrow(SyntaxError);
  expect(() => parseJson('{"port":"2"}', Form)).toThrow(ZodError);
  for (const text of ['', '{', 'undefined', '{"port":"2"}', 'null', '[]']) expect(parseJsonOrNull(text, Form)).toBeNull();
});
