import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { Language } from '../electron/contract/words.ts';
import en from './locales/en.json' with { type: 'json' };
import ru from './locales/ru.json' with { type: 'json' };
import { readStored, writeStored } from './state/storage.ts';

/** The page's own words. Errors, steps and checks are the contract's (`createText`). */
export function createPageWords(language: Language): i18n {
  const words = createInstance();
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ru: { translation: ru } },
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
