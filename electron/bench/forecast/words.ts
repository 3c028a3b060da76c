import type { InterfaceForecast } from '../../contract/drivers.ts';
import { createText, type Text } from '../../contract/text.ts';
import type { Language } from '../../contract/words.ts';

const MOST_REASON = 1000;
const made = new Map<Language, Text>();

/** One for each language, since a text of many devices asks for it again and again. */
export function wordsOf(language: Language): Text {
  const words = made.get(language) ?? createText(language);
  made.set(language, words);
  return words;
}

/** Why an interface has its driver, by which row, and who else was asked. */
export function reasonOf({ why, row, runnerUp }: Pick<InterfaceForecast, 'why' | 'row' | 'runnerUp'>, words: Text): string {
  return [why, row, runnerUp]
    .flatMap((phrase) => (phrase ? [words.phrase(phrase)] : []))
    .join(' ')
    .slice(0, MOST_REASON);
}
