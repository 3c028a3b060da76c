import type { i18n, TFunction } from 'i18next';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { type Text, textOf } from '../../electron/contract/text-of.ts';
import type { Language } from '../../electron/contract/words.ts';
import { createPageWords, loadedWords, loadWords, rememberedLanguage, rememberLanguage } from '../i18n.ts';

interface LanguageChoice {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  readonly text: Text;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

/** Puts one language over the page: its own words, the contract's, and React Aria's. The remembered one was loaded before. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(rememberedLanguage);
  const last = useRef(language);
  const [words] = useState<i18n>(() => createPageWords(language));
  const text = useMemo(() => textOf(language, loadedWords(language).sentences), [language]);
  const choose = useCallback(
    (chosen: Language) => {
      last.current = chosen;
      loadWords(chosen).then(
        () => {
          // Another one was chosen while this one came.
          if (last.current !== chosen) return;
          rememberLanguage(chosen);
          words.addResourceBundle(chosen, 'translation', loadedWords(chosen).page);
          void words.changeLanguage(chosen);
          setLanguage(chosen);
        },
        // Whoever is cut off from the server is told of that, and goes on in the language that is there.
        () => undefined,
      );
    },
    [words],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(() => ({ language, choose, text }), [language, choose, text]);
  return (
    <I18nProvider locale={language}>
      <I18nextProvider i18n={words}>
        <LanguageContext value={choice}>{children}</LanguageContext>
      </I18nextProvider>
    </I18nProvider>
  );
}

export function useLanguage(): LanguageChoice {
  const choice = useContext(LanguageContext);
  if (choice === null) throw new Error('useLanguage outside of WordsProvider');
  return choice;
}

/** `t`: the page's own words. `text`: the sentences that the bench names by key. */
export function useWords(): { t: TFunction; text: Text } {
  const { t } = useTranslation();
  const { text } = useLanguage();
  return { t, text };
}
