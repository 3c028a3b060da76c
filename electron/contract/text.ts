import { memo } from '../lib/memo.ts';
import { type Sentences, type Text, textOf } from './text-of.ts';
import en from './texts/en.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };
import type { Language } from './words.ts';

export type { Text };

/** Of every language, for programs that have them all at hand. */
export const texts: Readonly<Record<Language, Sentences>> = { en, ru };

/** The sentences of a language. Made once: the texts do not change. */
export const createText: (language: Language) => Text = memo((language) => textOf(language, texts[language]));
