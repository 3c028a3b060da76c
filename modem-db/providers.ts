import callingCodes from './providers/calling-codes.json' with { type: 'json' };
import { folded } from './providers/folded.ts';
import text from './providers/providers.json?raw';
import type { PlanEntry, ProviderEntry, ProviderFile, Usage } from './providers/schema.ts';

/** What is known of a SIM, or what a technician looks for. What is malformed counts as not known. */
export interface Sought {
  /** 6 to 15 digits (ITU-T E.212). */
  readonly imsi?: string | undefined;
  /** MCC and MNC together: 5 or 6 digits. */
  readonly plmn?: string | undefined;
  /** 10 to 20 digits (ITU-T E.118); only a hint at the country, and only where neither IMSI nor PLMN is known. */
  readonly iccid?: string | undefined;
  /** ISO 3166-1 alpha-2; limits what is found. */
  readonly country?: string | undefined;
  /** Words that provider, plan or APN must hold, in any case and order. */
  readonly query?: string | undefined;
}

/** One way to sign in to a network. `prepaid`: `null` where it is both, or not told. */
export interface Proposal {
  readonly country: string;
  readonly provider: string;
  readonly plan: string | null;
  readonly apn: string;
  readonly username: string;
  readonly password: string;
  /** `both`: there are credentials, and the source does not tell by which method they are sent. */
  readonly auth: 'none' | 'pap' | 'chap' | 'both';
  readonly usage: Usage;
  readonly prepaid: boolean | null;
  /** `plmn`: of a provider with the SIM's own PLMN. `country`: no more than of the right country, or what was looked for. */
  readonly certainty: 'plmn' | 'country';
}

export interface Country {
  readonly code: string;
  /** English. */
  readonly name: string;
}

export interface Providers {
  readonly source: string;
  readonly version: string;
  /**
   * What fits, plans for the internet first, owners of a network before virtual operators on it, otherwise in the order of the
   * source. Plans for MMS and WAP stand at the end, and are left out where there is nothing else. Empty: nothing is known, or nothing was asked.
   */
  proposals(sought: Sought): Proposal[];
  countries(): readonly Country[];
  providersOf(country: string): readonly ProviderEntry[];
  /** Where the SIM is from, as far as IMSI, PLMN or else ICCID tell; the likeliest first. */
  countriesOf(sought: Pick<Sought, 'imsi' | 'plmn' | 'iccid'>): readonly string[];
}

const usageRank: Readonly<Record<Usage, number>> = { internet: 0, unknown: 1, wap: 2, mms: 3 };

let shared: Providers | null = null;

/** The table that the app carries, read when it is first asked for. */
export function providers(): Providers {
  shared ??= loadProviders(text);
  return shared;
}

/** Indexes a table in the form of `providers/schema.ts`. The form is not checked here: a test does, on each change of the file. */
export function loadProviders(json: string): Providers {
  const file: ProviderFile = JSON.parse(json);
  const byPlmn = groupedBy(file.providers, (p) => p.plmns);
  const byCountry = groupedBy(file.providers, (p) => [p.country]);
  const homes = homesOf(file.providers);

  /** A three-digit MNC before a two-digit one: an IMSI does not tell how long its MNC is, the known PLMNs of its MCC do. */
  const plmnOf = ({ imsi, plmn }: Sought): string | null => {
    const exact = digits(plmn, 5, 6);
    if (exact !== null) return exact;
    const whole = digits(imsi, 6, 15);
    return whole === null ? null : byPlmn.has(whole.slice(0, 6)) ? whole.slice(0, 6) : whole.slice(0, 5);
  };

  const countriesOf = (sought: Pick<Sought, 'imsi' | 'plmn' | 'iccid'>): readonly string[] => {
    const plmn = plmnOf(sought);
    if (plmn === null) return issuerCountries(sought.iccid);
    const own = byPlmn.get(plmn)?.map((p) => p.country) ?? [];
    return [...new Set(own.length > 0 ? own : homes.get(plmn.slice(0, 3)))];
  };

  const candidates = (sought: Sought): { entries: readonly ProviderEntry[]; certainty: Proposal['certainty'] } => {
    const plmn = plmnOf(sought);
    const own = plmn === null ? undefined : byPlmn.get(plmn);
    if (own) return { entries: own, certainty: 'plmn' };
    const hinted = countriesOf(sought);
    const country = sought.country?.toLowerCase();
    const inCountries = hinted.length > 0 ? hinted : country ? [country] : null;
    if (inCountries) return { entries: inCountries.flatMap((code) => byCountry.get(code) ?? []), certainty: 'country' };
    return { entries: sought.query && plmn === null ? file.providers : [], certainty: 'country' };
  };

  return {
    source: file.source,
    version: file.version,
    countries: () => Object.entries(file.countries).map(([code, name]) => ({ code, name })),
    providersOf: (country) => byCountry.get(country.toLowerCase()) ?? [],
    countriesOf,
    proposals: (sought) => {
      const { entries, certainty } = candidates(sought);
      const country = sought.country?.toLowerCase();
      const words = folded(sought.query ?? '')
        .split(/\s+/)
        .filter(Boolean);
      const found: { proposal: Proposal; rank: number }[] = [];
      for (const entry of entries) {
        if (country && entry.country !== country) continue;
        const names = folded([entry.name, ...(entry.aliases ?? [])].join(' '));
        // Who types a provider's name wants that provider, not a plan that mentions it.
        const named = words[0] !== undefined && !names.split(' ').some((name) => name.startsWith(words[0] ?? ''));
        const primary = entry.primary === true ? 0 : entry.primary === undefined ? 1 : 2;
        for (const plan of entry.plans) {
          const hay = `${names} ${folded(`${plan.name ?? ''} ${plan.apn}`)}`;
          if (!words.every((word) => hay.includes(word))) continue;
          found.push({
            proposal: toProposal(entry, plan, certainty),
            rank: usageRank[plan.usage ?? 'internet'] * 100 + Number(named) * 10 + primary,
          });
        }
      }
      found.sort((a, b) => a.rank - b.rank);
      const first = found[0];
      return first && first.rank < usageRank.wap * 100 ? found.map(({ proposal }) => proposal) : [];
    },
  };
}

function toProposal(entry: ProviderEntry, plan: PlanEntry, certainty: Proposal['certainty']): Proposal {
  const { apn, name, usage = 'internet', username = '', password = '', auth, billing } = plan;
  return {
    country: entry.country,
    provider: entry.name,
    plan: name ?? null,
    apn,
    username,
    password,
    auth: auth ?? (username !== '' || password !== '' ? 'both' : 'none'),
    usage,
    prepaid: billing === undefined ? null : billing === 'prepaid',
    certainty,
  };
}

function groupedBy(entries: readonly ProviderEntry[], keys: (entry: ProviderEntry) => readonly string[]): Map<string, ProviderEntry[]> {
  const groups = new Map<string, ProviderEntry[]>();
  for (const entry of entries) {
    for (const key of keys(entry)) {
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
  }
  return groups;
}

/**
 * Countries by MCC, those with most PLMNs first. A country that has another MCC of its own and no more than a stray PLMN in this one
 * is not at home in it: the source holds a few that are misplaced.
 */
function homesOf(entries: readonly ProviderEntry[]): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, Map<string, number>>();
  const mccs = new Map<string, Set<string>>();
  for (const { country, plmns } of entries) {
    for (const plmn of plmns) {
      const mcc = plmn.slice(0, 3);
      const ofMcc = counts.get(mcc) ?? new Map<string, number>();
      counts.set(mcc, ofMcc.set(country, (ofMcc.get(country) ?? 0) + 1));
      mccs.set(country, (mccs.get(country) ?? new Set()).add(mcc));
    }
  }
  return new Map(
    [...counts].map(([mcc, ofMcc]) => {
      const [first, ...others] = [...ofMcc].sort(([, a], [, b]) => b - a).map(([country]) => country);
      return [mcc, [...(first ? [first] : []), ...others.filter((country) => mccs.get(country)?.size === 1)]];
    }),
  );
}

const codes = new Map<string, readonly string[]>(Object.entries(callingCodes.codes));

/** `89`, then the country code of the issuer, then the issuer (ITU-T E.118). The longest code decides: Canada's 302 begins like Greece's 30. */
function issuerCountries(iccid: string | undefined): readonly string[] {
  const whole = digits(iccid?.replace(/F$/i, ''), 10, 20);
  if (!whole?.startsWith('89')) return [];
  for (let length = 4; length > 0; length--) {
    const found = codes.get(whole.slice(2, 2 + length));
    if (found) return found;
  }
  return [];
}

function digits(value: string | undefined, least: number, most: number): string | null {
  return value !== undefined && value.length >= least && value.length <= most && /^\d+$/.test(value) ? value : null;
}
