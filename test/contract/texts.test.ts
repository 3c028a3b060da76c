import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../electron/contract/errors.ts';
import { radioStates } from '../../electron/contract/signal.ts';
import { lifeStates, NetworkView, simStates, stepStates } from '../../electron/contract/snapshot.ts';
import { createText, texts } from '../../electron/contract/text.ts';
import { languages, risks } from '../../electron/contract/words.ts';

/** Every leaf of a text file as `a.b.c`, with the values that it is filled in with. */
function leaves(node: unknown, path = ''): [string, string[]][] {
  if (typeof node === 'string') return [[path, [...node.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1] ?? '').sort()]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`));
}

describe('texts', () => {
  it('has a cause and a remedy for every error code, and for no other, in every language', () => {
    for (const language of languages) {
      expect(Object.keys(texts[language].errors).sort(), language).toEqual([...errorCodes].sort());
      for (const entry of Object.values(texts[language].errors)) expect(Object.keys(entry).sort()).toEqual(['cause', 'remedy']);
    }
  });

  it('has the same keys, filled in with the same values, in every language', () => {
    for (const language of languages)
      expect(Object.fromEntries(leaves(texts[language])), language).toEqual(Object.fromEntries(leaves(texts.en)));
  });

  it('has a word for every state and risk', () => {
    expect(Object.keys(texts.en.states).sort()).toEqual([...lifeStates].sort());
    expect(Object.keys(texts.en['step-states']).sort()).toEqual([...stepStates].sort());
    expect(Object.keys(texts.en.risks).sort()).toEqual([...risks].sort());
    expect(Object.keys(texts.en['sim-states']).sort()).toEqual([...simStates].sort());
    expect(Object.keys(texts.en['radio-states']).sort()).toEqual([...radioStates].sort());
    expect(Object.keys(texts.en.registrations).sort()).toEqual([...NetworkView.shape.registration.unwrap().options].sort());
  });

  it('fills in what happened, as it is', () => {
    const text = createText('en');
    expect(text.cause({ code: 'PIN_WRONG', detail: { tries: 2 } })).toBe('The PIN is wrong; tries left: 2.');
    expect(text.cause({ code: 'AT_ERROR', detail: { command: 'AT+CPIN="****"', reply: '<b>&' } })).toContain('AT+CPIN="****" with: <b>&');
    expect(createText('ru').remedy({ code: 'PIN_NEEDED', detail: {} })).toBe('Введите PIN.');
  });
});
