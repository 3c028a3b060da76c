import { useEffect, useMemo, useState } from 'react';
import { type ApnProposal, CountryCode } from '../../electron/contract/proposals.ts';
import { readStored, writeStored } from '../state/storage.ts';
import { useBench } from './use-bench.tsx';
import { useLanguage, useWords } from './use-words.tsx';

export interface NamedCountry {
  readonly code: string;
  readonly name: string;
}

/** Names of countries in the language of the page; `001` is where SIMs of no country are. */
export function useCountryName(): (code: string) => string {
  const { language } = useLanguage();
  const { t } = useWords();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    return (code) => (code === '001' ? t('provider.no-country') : (names.of(code.toUpperCase()) ?? code));
  }, [language, t]);
}

/** The countries of which providers are known, by name. Empty until the bench has told. */
export function useCountries(): readonly NamedCountry[] {
  const { client, connected } = useBench();
  const { language } = useLanguage();
  const nameOf = useCountryName();
  const [codes, setCodes] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!connected) return;
    let here = true;
    client.ask({ type: 'list-countries' }).then(
      (answer) => here && answer.type === 'countries' && setCodes(answer.countries),
      () => undefined, // Words alone still find a provider.
    );
    return () => {
      here = false;
    };
  }, [client, connected]);
  return useMemo(() => {
    const { compare } = new Intl.Collator(language);
    return codes.map((code) => ({ code, name: nameOf(code) })).sort((a, b) => compare(a.name, b.name));
  }, [codes, nameOf, language]);
}

export interface Found {
  readonly proposals: readonly ApnProposal[];
  /** How many there are, shown or not; `null`: nothing was asked, or the bench does not answer. */
  readonly total: number | null;
}

const nothing: Found = { proposals: [], total: null };

/** What the bench knows for a country and words; the answer to an older question never replaces that to a newer one. */
export function useProviderSearch(country: string, words: string): Found {
  const { client, connected } = useBench();
  const [found, setFound] = useState<Found>(nothing);
  const text = words.trim().slice(0, 100);
  useEffect(() => {
    if (!connected || (country === '' && text === '')) {
      setFound(nothing);
      return;
    }
    let latest = true;
    client.ask({ type: 'find-provider', ...(country ? { country } : {}), ...(text ? { text } : {}) }).then(
      (answer) => latest && answer.type === 'providers' && setFound(answer),
      () => latest && setFound(nothing),
    );
    return () => {
      latest = false;
    };
  }, [client, connected, country, text]);
  return found;
}

const storageKey = 'modem-bench.country';

/** The country chosen last: a technician prepares many dongles for the same one. */
export function rememberedCountry(): string {
  const stored = readStored(storageKey) ?? '';
  return CountryCode.safeParse(stored).success ? stored : '';
}

export const rememberCountry = (code: string): void => writeStored(storageKey, code);
