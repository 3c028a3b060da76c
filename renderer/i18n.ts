import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Sentences } from '../electron/contract/text-of.ts';
import { Language } from '../electron/contract/words.ts';
import type en from './locales/en.json';
import { readStored, writeStored } from './state/storage.ts';

/** All that the page says in one language: its own words, and the sentences that the bench names by key (errors, steps, checks). */
export interface Words {
  readonly page: typeof en;
  readonly sentences: Sentences;
}

/** A page shows one language, and loads the other when it is chosen. */
const loaders: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => {
    const [page, sentences] = await Promise.all([import('./locales/en.json'), import('../electron/contract/texts/en.json')]);
    return { page: page.default, sentences: sentences.default };
  },
  ru: async () => {
    const [page, sentences] = await Promise.all([import('./locales/ru.json'), import('../electron/contract/texts/ru.json')]);
    return { page: page.default, sentences: sentences.default };
  },
};

const loaded = new Map<Language, Words>();

/** Loads a language, once. Rejects where its file cannot be had: the server of the browser form is gone. */
export async function loadWords(language: Language): Promise<void> {
  if (!loaded.has(language)) loaded.set(language, await loaders[language]());
}

/** Of a language that was loaded. */
export function loadedWords(language: Language): Words {
  const words = loaded.get(language);
  if (!words) throw new Error(`${language} is not loaded`);
  return words;
}

/** The page's own words, in a language that was loaded. */
export function createPageWords(language: Language): i18n {
  const words = createInstance();
  void words.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: loadedWords(language).page } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return words;
}

const storageKey = 'modem-bench.language';

/** The language chosen last; else the system's where we have it; else English. */
export function rememberedLanguage(): Language {
  const stored = Language.safeParse(readStored(storageKey));
  if (stored.success) return stored.data;
  const system = Language.safeParse(navigator.language.slice(0, 2).toLowerCase());
  return system.success ? system.data : 'en';
}

export const rememberLanguage = (language: Language): void => writeStored(storageKey, language);
