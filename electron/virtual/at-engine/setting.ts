import type { AtCommand } from './engine.ts';
import { cme } from './results.ts';

/** A value that can be read, tested and set; kept per port under its name. */
export function setting(name: string, initial: string, test: string, valid: RegExp, quote = ''): AtCommand {
  return {
    read: ({ settings }) => [`${name}: ${quote}${settings.levels.get(name) ?? initial}${quote}`],
    test: [`${name}: ${test}`],
    set: ({ settings }, parameters) => {
      const value = parameters.join(',');
      if (!valid.test(value)) return cme(50);
      settings.levels.set(name, value);
      return [];
    },
  };
}
