import { createInstance } from 'i18next';
import { entryOf } from './errors/table.ts';
import type { Failure } from './errors.ts';
import type { Phrase } from './plan.ts';
import type en from './texts/en.json';
import type { Verdict } from './verdict.ts';
import type { Language } from './words.ts';

/** Sentences that both the page and the command line show: errors, steps, risks, checks, states. */
export interface Text {
  phrase(phrase: Phrase): string;
  word(key: string, values?: Record<string, string | number>): string;
  /** The one of a sentence's languages that is this one. */
  said(sentences: Readonly<Record<Language, string>>): string;
  cause(failure: Failure): string;
  remedy(failure: Failure): string;
  /** What a dongle is good for, in one sentence, and what to do about it: one sentence for each point. */
  verdict(verdict: Verdict): { readonly sentence: string; readonly advice: readonly string[] };
}

/** The sentences of one language, by key. */
export type Sentences = typeof en;

/** What only some errors of a code tell: what an unknown model was perhaps meant for, and why the database refuses what locks a dongle. */
function besides({ code, detail: { nearest, reason } }: Failure, word: Text['word']): string {
  if (code === 'MODEL_UNKNOWN' && nearest !== undefined) return ` ${word('list.nearest', { names: nearest })}`;
  return code === 'STEP_REFUSED_LOCKOUT' && reason !== undefined && reason !== '' ? ` ${reason}` : '';
}

/** An old journal, or another version, may not tell all that a sentence has a place for. */
function filled({ code, detail }: Failure): Record<string, string | number> {
  return { ...Object.fromEntries(Object.keys(entryOf(code).detail).map((field) => [field, '-'])), ...detail };
}

/** The sentences of a language, to be asked by what they say. They are given, so that a page has only those that it shows. */
export function textOf(language: Language, sentences: Sentences): Text {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    resources: { [language]: { translation: sentences } },
    // Values are shown as text by React and by a terminal; escaping them for HTML would garble them.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  const word = (key: string, values: Record<string, string | number> = {}) => i18n.t(key, values);
  return {
    word,
    phrase: (phrase) => word(phrase.key, phrase.values),
    said: (sentences) => sentences[language],
    cause: (failure) => `${word(`errors.${failure.code}.cause`, filled(failure))}${besides(failure, word)}`,
    remedy: (failure) => word(`errors.${failure.code}.remedy`, filled(failure)),
    verdict: ({ state, points }) => ({
      sentence: word(`verdict.${state}`, { points: points.map((point) => word(`verdict.points.${state}.${point}`)).join(', ') }),
      advice: points.map((point) => word(`verdict.advice.${state}.${point}`)),
    }),
  };
}
