import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../electron/lib/clean-text.ts';

const BIDI = [0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
/** Soft hyphen, joiners, zero widths, fillers, a variation selector, a tag, marks of the annotations, half of a pair. */
const UNSEEN = [0x00ad, 0x034f, 0x115f, 0x180e, 0x200b, 0x200d, 0x2060, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xd800, 0xdfff, 0xe0041];

describe('cleanText', () => {
  it.each([...BIDI, ...UNSEEN].map((code) => [code.toString(16), code]))('U+%s goes', (_name, code) => {
    const sign = String.fromCodePoint(code);
    expect(cleanText(`a${sign}b${sign}`, 10)).toBe('ab');
    expect(cleanText(sign, 10)).toBe('');
  });

  it.each([
    ['padding', '  E398\0\0 ', 'E398'],
    ["a terminal's command", '\u001b[31mred', '[31mred'],
    ['line ends and tabs keep words apart', 'a\r\nb\tc\u2028d\u0085e\n', 'a b c d e'],
    ['a blank that follows nothing', '\u202e a \u202c', 'a'],
  ])('%s', (_name, dirty, clean) => {
    expect(cleanText(dirty, 100)).toBe(clean);
  });

  it.each(['МТС RUS', 'Türk Telekom', '中国移动', 'فون', 'हिन्दी', 'A1 🇦🇹', 'T-Mobile\u00a0PL'])('%s stays as it is', (name) => {
    expect(cleanText(name, 100)).toBe(name);
  });

  it('is bounded, and no character is cut in half', () => {
    expect(cleanText('x'.repeat(5000), 256)).toHaveLength(256);
    expect(cleanText('🙂🙂', 3)).toBe('🙂');
    expect(cleanText('abc def', 4)).toBe('abc');
    expect(cleanText(`${'\0'.repeat(39)}ab`, 10)).toBe('a');
  });

  it('leaves nothing unseen, whatever comes, and clean text as it is', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...[...BIDI, ...UNSEEN].map((c) => String.fromCodePoint(c))),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, fc.nat(40), (dirty, most) => {
        const clean = cleanText(dirty, most);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(clean.length).toBeLessThanOrEqual(most);
        expect(clean).toBe(clean.trim());
        expect(cleanText(clean, most)).toBe(clean);
      }),
    );
  });
});
