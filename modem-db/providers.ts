import androidText from './providers/android.json?raw';
import handText from './providers/by-hand.json?raw';
import { folded } from './providers/folded.ts';
import { digits, homesOf, issuerCountries } from './providers/homes.ts';
import { type Fit, fitOf } from './providers/marks.ts';
import infoText from './providers/providers.json?raw';
import { type Found, type Listed, withoutRepeats } from './providers/repeats.ts';
import type { PlanEntry, ProviderEntry, ProviderFile, Usage } from './providers/schema.ts';
import { sharedMarks } from './providers/shared-marks.ts';

/** What is known of a SIM, or what a technician looks for. What is malformed counts as not known. */
export interface Sought {
  /** 6 to 15 digits (ITU-T E.212). */
  readonly imsi?: string | undefined;
  /** MCC and MNC together: 5 or 6 digits. */
  readonly plmn?: string | undefined;
  /** 10 to 20 digits (ITU-T E.118). Tells some issuers; a hint at the country only where neither IMSI nor PLMN is known. */
  readonly iccid?: string | undefined;
  /** The service provider name on the SIM (EF SPN). */
  readonly spn?: string | undefined;
  /** The SIM's group identifier (EF GID1), hexadecimal. */
  readonly gid1?: string | undefined;
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
  /** `null`: the source does not tell. */
  readonly pdpType: 'ipv4' | 'ipv6' | 'ipv4v6' | null;
  /**
   * `sim`: of the provider whose mark is on the SIM. `plmn`: of a provider with the SIM's own PLMN. `country`: no more than of the right
   * country, or what was looked for.
   */
  readonly certainty: 'sim' | 'plmn' | 'country';
  /** The list or page that says so. */
  readonly source: string;
}

export interface Country {
  readonly code: string;
  /** English. */
  readonly name: string;
}

export interface Providers {
  /** All lists, in the order in which they are asked. */
  readonly source: string;
  /**
   * What fits. Plans for the internet go first; of these the provider whose mark is on the SIM, then owners of a network before virtual
   * operators on it, last those whose mark could not be looked at; otherwise in the order of the lists. Of one access point on one network
   * the list asked first tells. A virtual operator that the SIM's marks rule out is no answer. Plans for MMS and WAP stand at the end, and
   * are left out where there is nothing else. Empty: nothing is known, or nothing was asked.
   */
  proposals(sought: Sought): Proposal[];
  countries(): readonly Country[];
  providersOf(country: string): readonly ProviderEntry[];
  /** Where the SIM is from, as far as IMSI, PLMN or else ICCID tell; the likeliest first. */
  countriesOf(sought: Pick<Sought, 'imsi' | 'plmn' | 'iccid'>): readonly string[];
}

const usageRank: Readonly<Record<Usage, number>> = { internet: 0, unknown: 1, wap: 2, mms: 3 };

let carried: Providers | null = null;

/** The lists that the app carries, the one asked first at the front: what somebody looked up at the operator's goes before what is collected. */
export const carriedLists: readonly string[] = [handText, infoText, androidText];

/** The table that the app carries, read when it is first asked for. */
export function providers(): Providers {
  carried ??= loadProviders(...carriedLists);
  return carried;
}

/** Indexes lists in the form of `providers/schema.ts`. The form is not checked here: a test does, on each change of a file. */
export function loadProviders(...lists: readonly string[]): Providers {
  const files = lists.map((json): ProviderFile => JSON.parse(json));
  const all = files.flatMap((file, list) =>
    file.providers.map((entry): Listed => ({ ...entry, list, source: entry.source ?? titleOf(file) })),
  );
  const byPlmn = groupedBy(all, (p) => p.plmns);
  const byCountry = groupedBy(all, (p) => [p.country]);
  const homes = homesOf(all);
  const shared = sharedMarks(byPlmn);
  const names = new Map(files.toReversed().flatMap((file) => Object.entries(file.countries)));
  /** Those of which the ICCID alone can tell: a SIM of several networks shows now one IMSI, now another. */
  const byIccid = all.filter((entry) => entry.marks?.some((mark) => mark.iccid !== undefined));

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

  const candidates = (sought: Sought): Candidate[] => {
    const sim = {
      ...sought,
      imsi: digits(sought.imsi, 6, 15) ?? undefined,
      iccid: digits(sought.iccid?.replace(/F$/i, ''), 10, 20) ?? undefined,
    };
    const judged = (entry: Listed, certainty: Candidate['certainty']): Candidate => {
      const others = shared.get(entry);
      const fit = entry.marks ? fitOf(entry.marks, sim) : others ? orOpen(fitOf(others, sim)) : null;
      return { entry, fit, certainty: fit === 'yes' ? 'sim' : certainty };
    };
    const plmn = plmnOf(sought);
    const told = sim.iccid === undefined ? [] : byIccid.map((entry) => judged(entry, 'country')).filter(({ fit }) => fit === 'yes');
    const others = (entries: readonly Listed[] = [], certainty: Candidate['certainty']) =>
      entries
        .filter((entry) => !told.some((other) => other.entry === entry))
        .map((entry) => judged(entry, certainty))
        .filter(({ fit }) => fit !== 'no' || certainty === 'country');
    const own = plmn === null ? [] : others(byPlmn.get(plmn), 'plmn');
    if (told.length + own.length > 0) return [...told, ...own];
    const hinted = countriesOf(sought);
    const country = sought.country?.toLowerCase();
    const inCountries = hinted.length > 0 ? hinted : country ? [country] : null;
    const near = inCountries ? inCountries.flatMap((code) => byCountry.get(code) ?? []) : sought.query && plmn === null ? all : [];
    return others(near, 'country');
  };

  return {
    source: files.map((file) => file.source).join('; '),
    countries: () => [...names].map(([code, name]) => ({ code, name })).sort((a, b) => (a.code < b.code ? -1 : 1)),
    providersOf: (country) => byCountry.get(country.toLowerCase()) ?? [],
    countriesOf,
    proposals: (sought) => {
      const country = sought.country?.toLowerCase();
      const words = folded(sought.query ?? '')
        .split(/\s+/)
        .filter(Boolean);
      const found: (Found & { readonly proposal: Proposal })[] = [];
      for (const candidate of candidates(sought)) {
        const { entry } = candidate;
        if (country && entry.country !== country) continue;
        const names = folded([entry.name, ...(entry.aliases ?? [])].join(' '));
        // Who types a provider's name wants that provider, not a plan that mentions it.
        const named = words[0] !== undefined && !names.split(' ').some((name) => name.startsWith(words[0] ?? ''));
        for (const plan of entry.plans) {
          const hay = `${names} ${folded(`${plan.name ?? ''} ${plan.apn}`)}`;
          if (!words.every((word) => hay.includes(word))) continue;
          const isOfSim = candidate.fit === 'yes';
          const rank = usageRank[plan.usage ?? 'internet'] * 1000 + (isOfSim ? 0 : 100) + Number(named) * 10 + standingOf(candidate);
          found.push({ entry, plan, isOfSim, rank, proposal: toProposal(candidate, plan) });
        }
      }
      const kept = withoutRepeats(found).sort((a, b) => a.rank - b.rank);
      const first = kept[0];
      return first && first.rank < usageRank.wap * 1000 ? kept.map(({ proposal }) => proposal) : [];
    },
  };
}

/** What another list says of a provider may put it first or last, not out. */
const orOpen = (fit: Fit): Fit => (fit === 'no' ? 'open' : fit);

interface Candidate {
  readonly entry: Listed;
  /** `null`: no mark is known of it. */
  readonly fit: Fit | null;
  readonly certainty: Proposal['certainty'];
}

/** The owner of a network, one of which that is not told, a virtual operator, one that has a mark which the SIM did not show. */
function standingOf({ entry, fit }: Candidate): number {
  if (fit !== null && fit !== 'yes') return 3;
  return entry.primary === true ? 0 : entry.primary === undefined ? 1 : 2;
}

/** Without where it is kept: `mobile-broadband-provider-info 20251101`. */
const titleOf = ({ source }: ProviderFile) => source.split(' (')[0] ?? source;

function toProposal({ entry, certainty }: Candidate, plan: PlanEntry): Proposal {
  const { apn, name, usage = 'internet', username = '', password = '', auth, billing, pdpType = null } = plan;
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
    pdpType,
    certainty,
    source: entry.source,
  };
}

function groupedBy(entries: readonly Listed[], keys: (entry: Listed) => readonly string[]): Map<string, Listed[]> {
  const groups = new Map<string, Listed[]>();
  for (const entry of entries) {
    for (const key of keys(entry)) {
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
  }
  return groups;
}
