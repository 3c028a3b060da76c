import type { InterfaceForecast } from '../../contract/drivers.ts';
import type { Text } from '../../contract/text.ts';

const MOST_REASON = 1000;

/** Why an interface has its driver, by which row, and who else was asked. */
export function reasonOf({ why, row, runnerUp }: Pick<InterfaceForecast, 'why' | 'row' | 'runnerUp'>, words: Text): string {
  return [why, row, runnerUp]
    .flatMap((phrase) => (phrase ? [words.phrase(phrase)] : []))
    .join(' ')
    .slice(0, MOST_REASON);
}
