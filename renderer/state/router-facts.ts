import type { TFunction } from 'i18next';
import type { RouterOptions } from '../../electron/contract/router-options.ts';
import { isUsual, type OptionName, optionNames } from './router-options.ts';

/** The router's options that are not as usual, in words: what is agreed to with the plan. */
export function routerFacts(options: RouterOptions, t: TFunction): { name: string; value: string; mono?: boolean }[] {
  return optionNames.filter((name) => !isUsual(options, name)).map((name) => factOf(name, options, t));
}

function factOf(option: OptionName, options: RouterOptions, t: TFunction) {
  const name = t(`on-router.${option}`);
  switch (option) {
    case 'way':
      return { name, value: t(`on-router.way-${options.way}`) };
    case 'secrets':
      return { name, value: t(`on-router.secrets-${options.secrets}`) };
    case 'watchdog':
      return { name, value: options.watchdog?.addresses.join(', ') ?? '', mono: true };
    case 'rebindDomains':
      return { name, value: options.rebindDomains.join(', '), mono: true };
    case 'modeAtConnect':
    case 'packetDomainAtAttach':
    case 'resetAtBoot':
      return { name, value: t('on-router.yes') };
    default:
      return { name, value: String(options[option] ?? ''), mono: true };
  }
}
