import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BenchError } from '../../electron/contract/errors.ts';
import { formatUci, quote, section, type UciConfig } from '../../electron/openwrt/uci.ts';
import { parseUci, parseUciBytes, UciParseError } from '../../electron/openwrt/uci-parse.ts';
import { exported, shown } from './uci-print.ts';

const Text = z.union([
  z.string().transform((text) => Buffer.from(text)),
  z
    .strictObject({ parts: z.array(z.tuple([z.string(), z.number()])) })
    .transform(({ parts }) => Buffer.from(parts.map(([p, n]) => p.repeat(n)).join(''))),
  z.strictObject({ b64: z.string() }).transform(({ b64 }) => Buffer.from(b64, 'base64')),
]);
const Cases = z.object({
  source: z.string(),
  cases: z.array(
    z.tuple([
      z.string(),
      z.string(),
      Text,
      z.union([z.tuple([z.string(), z.number().nullable(), z.number().nullable()]), Text]),
      z.string(),
    ]),
  ),
});

describe('reading UCI', () => {
  const { cases } = Cases.parse(JSON.parse(readFileSync(new URL('../field/uci/parse-cases.json', import.meta.url), 'utf8')));

  it('agrees with the real uci on every case: what it shows and exports, and why, at which line and byte it refuses', () => {
    expect(cases.length).toBe(1049);
    for (const [category, name, file, expected, show] of cases) {
      const about = `${category}: ${JSON.stringify(file.toString('latin1').slice(0, 200))}`;
      // Refused by the name of the file, whatever is in it.
      if (!Buffer.isBuffer(expected) && expected[1] === null) {
        expect(() => formatUci({ sections: [] }, name), about).toThrow(BenchError);
        continue;
      }
      let config: UciConfig;
      try {
        config = parseUciBytes(file);
      } catch (error) {
        if (!(error instanceof UciParseError)) throw error;
        expect([error.reason, error.line, error.byte], about).toEqual(expected);
        continue;
      }
      expect(exported(config), about).toBe(Buffer.isBuffer(expected) ? expected.toString('latin1') : expected);
      const digest = createHash('sha256')
        .update(Buffer.from(shown(config, name), 'latin1'))
        .digest('hex');
      expect(digest.slice(0, 12), about).toBe(show);
    }
  });

  it('never throws anything else, whatever the bytes', () => {
    const soup = fc.array(
      fc.constantFrom('config ', 'option ', 'list ', "'", '"', '\\', '#', ';', '\n', '\r', ' ', '\t', 'a', 'é', '\u0001', '\u0000'),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          soup.map((parts) => Buffer.from(parts.join(''))),
          fc.uint8Array({ maxLength: 200 }),
        ),
        (bytes) => {
          try {
            parseUci(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(UciParseError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads values as UTF-8, and what is none as U+FFFD', () => {
    const value = (bytes: readonly number[]) => parseUci(Buffer.from([...Buffer.from("config a\n\toption b '"), ...bytes, 0x27, 0x0a]));
    expect(value([0xc3, 0xa9]).sections[0]?.options.get('b')).toBe('é');
    expect(value([0xe9]).sections[0]?.options.get('b')).toBe('\ufffd');
  });

  it('refuses a file of more than a million bytes', () => {
    expect(() => parseUci(`config a\n${'#'.repeat(1_000_000)}`)).toThrow(UciParseError);
  });
});

describe('writing UCI', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
  const name = fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/);
  const options = fc.uniqueArray(
    fc.tuple(name, fc.oneof(value, fc.array(fc.oneof(value, fc.constant('')), { minLength: 1, maxLength: 4 }))),
    { selector: ([key]) => key, maxLength: 6 },
  );
  const sections = fc.uniqueArray(
    fc.tuple(
      fc.stringMatching(/^[!-~]{1,10}$/).filter((type) => !/["'#;\\]/.test(type)),
      fc.option(name),
      options,
    ),
    {
      selector: ([, key]) => key ?? Symbol('anonymous'),
      maxLength: 5,
    },
  );

  it('reads back as what was written', () => {
    fc.assert(
      fc.property(sections, (parts) => {
        const config = { sections: parts.map(([type, key, pairs]) => section(type, key, pairs)) };
        expect(parseUci(formatUci(config, 'network'))).toEqual(config);
      }),
      { numRuns: 1000 },
    );
  });

  it('looks as `uci export` prints it', () => {
    const config = {
      sections: [
        section('interface', 'wwan', [
          ['apn', "it's"],
          ['dns', ['1.1.1.1', '9.9.9.9']],
        ]),
        section('zone', null, []),
      ],
    };
    expect(formatUci(config, 'network')).toBe(
      "package network\n\nconfig interface 'wwan'\n\toption apn 'it'\\''s'\n\tlist dns '1.1.1.1'\n\tlist dns '9.9.9.9'\n\nconfig zone\n\n",
    );
  });

  it.each([
    ['an empty value', section('a', 'b', [['c', '']])],
    ['a line end', section('a', 'b', [['c', 'x\ny']])],
    ['a control character', section('a', 'b', [['c', ['x\u0007']]])],
    ['half a character', section('a', 'b', [['c', 'x\ud800']])],
    ['a blank in an option name', section('a', 'b', [['c d', 'x']])],
    ['a hyphen in a section name', section('a', 'b-c', [])],
    ['a blank in a type', section('a b', null, [])],
    ['a quote in a type', section("a'b", null, [])],
  ])('refuses %s', (_, bad) => {
    expect(() => formatUci({ sections: [bad] })).toThrow(BenchError);
  });

  it('quotes for shell and UCI alike', () => {
    expect(quote("a'b")).toBe("'a'\\''b'");
    expect(quote("'a''b'")).toBe("''\\''a'\\'''\\''b'\\'''");
    expect(() => quote('a\r')).toThrow(expect.objectContaining({ code: 'WISH_INVALID' }));
  });
});
