import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gsm7Text, operatorText, ucs2Text } from '../../electron/qmi/operator-text.ts';
import { hex } from './answering.ts';

it.each([
  ['UTF-8', '54656c656b6f6d', 'Telekom'],
  ['UTF-8 with zeros behind it', '5465737400 00', 'Test'],
  ['UTF-8 beyond ASCII', '4dc3b6766973746172', 'Mövistar'],
  // hellohello is the example of many manuals: E8329BFD4697D9EC37.
  ['seven bits packed', 'e8329bfd4697d9ec37', 'hellohello'],
  ['UCS-2', '4100620063 00', 'Abc'],
  ['UCS-2 of another script', '1c0422042104', 'МТС'],
] as const)('%s', (_name, bytes, text) => {
  expect(operatorText(hex(bytes))).toBe(text);
});

it('nothing, or nothing that is seen, is no name', () => {
  for (const bytes of ['', '00', '20 20', '0000 0000', '0d']) expect(operatorText(hex(bytes))).toBeNull();
  expect(ucs2Text(hex('ffff'))).toBeNull();
  expect(gsm7Text(hex('00'))).toBeNull();
});

it('never throws, and stays one short line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      for (const read of [operatorText, gsm7Text, ucs2Text]) {
        const text = read(bytes);
        if (text === null) continue;
        expect(text.length).toBeLessThanOrEqual(64);
        expect(text).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
      }
    }),
  );
});
