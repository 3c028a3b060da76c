import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clipped, hexShown, lineShown, textShown } from '../../electron/lib/shown.ts';

it('text that could pass for more than one field is in quotes, what nobody sees is told by its number', () => {
  expect(textShown('internet.t-mobile')).toBe('internet.t-mobile');
  expect(textShown('a, password b')).toBe('"a, password b"');
  expect(textShown('a"b')).toBe('"a\\"b"');
  expect(textShown('')).toBe('""');
  expect(textShown('Voda\u202efone\u200b\n')).toBe('"Voda\\u{202e}fone\\u{200b}\\n"');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (text) => {
      expect(textShown(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]+$/u);
      expect(textShown(text).length).toBeLessThanOrEqual(120);
    }),
  );
});

it('lines and bytes are bounded, and no pair is torn apart', () => {
  expect(hexShown(new Uint8Array())).toBe('empty');
  expect(hexShown(Uint8Array.of(1, 255))).toBe('01ff');
  expect(hexShown(new Uint8Array(48))).toBe('00'.repeat(48));
  expect(hexShown(new Uint8Array(49))).toBe(`${'00'.repeat(48)}… (49 bytes)`);
  expect(clipped('abc', 3)).toBe('abc');
  expect(clipped('abcd', 3)).toBe('ab…');
  expect(clipped('a😀bc', 3)).toBe('a…');
  expect(lineShown('head', [], 20)).toBe('head');
  expect(lineShown('head', ['one'], 20)).toBe('head: one');
  expect(lineShown('head', ['one', 'two'], 20)).toBe('head: one, two');
  expect(lineShown('head', ['one', 'two'], 10)).toBe('head: one…');
});
