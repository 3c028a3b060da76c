import type { Recipe } from '../../../modem-db/schema.ts';

/**
 * The reason why a command must not be sent: a lock-out of its own recipe, or of any other that is for this very modem. `model` is
 * what AT+CGMM answered, undefined where it did not: values mean different things in different models; `any-of-these` while planning,
 * when the model is still to be asked. Matched as a modem reads it: upper case, without blanks.
 */
export function lockoutOf(
  command: string,
  own: Recipe | undefined,
  others: readonly Recipe[],
  model: string | 'any-of-these' | undefined,
): Recipe['lockouts'][number] | undefined {
  const plain = command.toUpperCase().replace(/ /g, '');
  const isFor = ({ models }: Recipe) => {
    if (models === undefined || models === own?.models) return true;
    // Nobody knows which modem this is: what would lock any of those is not sent.
    return model === undefined || (model !== 'any-of-these' && new RegExp(models, 'i').test(model));
  };
  return [...(own ? [own] : []), ...others.filter(isFor)].flatMap((r) => r.lockouts).find((l) => new RegExp(l.command, 'i').test(plain));
}
