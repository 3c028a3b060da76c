import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { type PlanEntry, type ProviderEntry, ProviderFile } from './schema.ts';

/**
 * Reads `serviceproviders.xml`, format 2.0, of mobile-broadband-provider-info (`serviceproviders.2.dtd` in the same package)
 * into the table that the app carries. Only the GSM part: CDMA networks are gone. Never part of the app.
 */

const Text = z.union([z.string(), z.object({ '#text': z.string().default(''), '@xml:lang': z.string().optional() })]);
const Names = z.array(Text).default([]);

const Apn = z.object({
  '@value': z.string(),
  plan: z.array(z.object({ '@type': z.enum(['prepaid', 'postpaid']) })).default([]),
  usage: z.object({ '@type': z.string() }).optional(),
  name: Names,
  username: z.string().default(''),
  password: z.string().default(''),
  authentication: z.object({ '@method': z.enum(['pap', 'chap']) }).optional(),
});

const Provider = z.object({
  '@primary': z.enum(['true', 'false']).optional(),
  name: Names,
  // An element without children comes as empty text.
  gsm: z
    .union([
      z.object({
        'network-id': z.array(z.object({ '@mcc': z.string().regex(/^\d{3}$/), '@mnc': z.string().regex(/^\d{2,3}$/) })).default([]),
        apn: z.array(Apn).default([]),
      }),
      z.literal('').transform(() => ({ 'network-id': [], apn: [] })),
    ])
    .optional(),
});

const Document = z.object({
  serviceproviders: z.object({
    '@format': z.literal('2.0'),
    country: z.array(z.object({ '@code': z.string(), name: Names, provider: z.array(Provider).default([]) })).default([]),
  }),
});

const listed = new Set(['country', 'provider', 'name', 'network-id', 'apn', 'plan']);

/**
 * The table from the XML. `version` is the package's (`20251101`). The same input gives the same table.
 * @throws ZodError where the document is not of format 2.0 or a value is out of bounds; Error where it is no XML.
 */
export function importProviders(xml: string, version: string): ProviderFile {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    // `064` is a password, not a number.
    parseTagValue: false,
    parseAttributeValue: false,
    // Characters by number, too.
    htmlEntities: true,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && listed.has(name),
  });
  const { country: countries } = Document.parse(parser.parse(xml, true)).serviceproviders;
  const providers = countries.flatMap((country) => country.provider.flatMap((p) => toProvider(country['@code'].toLowerCase(), p)));
  const used = new Set(providers.map((p) => p.country));
  return ProviderFile.parse({
    format: 1,
    source: `mobile-broadband-provider-info ${version} (gitlab.gnome.org/GNOME/mobile-broadband-provider-info), serviceproviders.xml`,
    version,
    licence: 'public domain',
    countries: Object.fromEntries(
      countries
        .map((c): [string, string] => [c['@code'].toLowerCase(), defaultName(c.name)])
        .filter(([code]) => used.has(code))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    providers,
  });
}

/** As it lies in the tree: one line per provider, so that a new version shows its changes line by line. */
export function writeProviders({ providers, ...head }: ProviderFile): string {
  const top = JSON.stringify(head).slice(0, -1);
  return `${top},"providers":[\n${providers.map((p) => JSON.stringify(p)).join(',\n')}\n]}\n`;
}

function toProvider(country: string, provider: z.infer<typeof Provider>): ProviderEntry[] {
  const { gsm } = provider;
  if (!gsm) return [];
  const plans = merged(gsm.apn.flatMap(toPlan));
  if (plans.length === 0) return [];
  const name = defaultName(provider.name);
  const aliases = [...new Set(provider.name.map(tidy))].filter((other) => other !== name && other !== '');
  return [
    {
      country,
      name,
      ...(aliases.length > 0 ? { aliases } : {}),
      ...(provider['@primary'] === undefined ? {} : { primary: provider['@primary'] === 'true' }),
      plmns: [...new Set(gsm['network-id'].map((id) => id['@mcc'] + id['@mnc']))].sort(),
      plans,
    },
  ];
}

function toPlan(apn: z.infer<typeof Apn>): PlanEntry[] {
  const usage = toUsage(apn.usage?.['@type']);
  const value = apn['@value'].trim();
  if (usage === null || value === '') return [];
  const billing = new Set(apn.plan.map((plan) => plan['@type']));
  const [only] = billing;
  const name = defaultName(apn.name);
  const { username, password, authentication } = apn;
  return [
    {
      apn: value,
      ...(name === '' ? {} : { name }),
      ...(usage === 'internet' ? {} : { usage }),
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
      ...(authentication ? { auth: authentication['@method'] } : {}),
      ...(billing.size === 1 && only !== undefined ? { billing: only } : {}),
    },
  ];
}

/** `null`: no bearer that a router could use (`ia`: initial attach only). The `hipri` kinds carry MMS and internet alike. */
function toUsage(type: string | undefined): 'internet' | 'unknown' | 'wap' | 'mms' | null {
  if (type === undefined) return 'unknown';
  if (type === 'internet' || type.startsWith('mms-internet')) return 'internet';
  if (type === 'wap' || type === 'mms') return type;
  return null;
}

/** The name without a language; the first where all have one. */
function defaultName(names: z.infer<typeof Names>): string {
  return tidy(names.find((name) => typeof name === 'string') ?? names[0] ?? '');
}

function tidy(name: z.infer<typeof Text>): string {
  return (typeof name === 'string' ? name : name['#text']).replaceAll(/\s+/g, ' ').trim();
}

/** Entries that lead to the same settings are one, with the names of all: a provider lists one for each tariff. */
export function merged(plans: readonly PlanEntry[]): PlanEntry[] {
  const bySettings = new Map<string, PlanEntry>();
  for (const plan of plans) {
    const key = JSON.stringify([plan.apn, plan.usage, plan.username, plan.password, plan.auth, plan.pdpType]);
    const known = bySettings.get(key);
    bySettings.set(key, known ? joined(known, plan) : plan);
  }
  return [...bySettings.values()];
}

function joined(a: PlanEntry, b: PlanEntry): PlanEntry {
  const { name: _name, billing: _billing, ...rest } = a;
  const names = [...new Set([...(a.name?.split(' / ') ?? []), ...(b.name ? [b.name] : [])])].join(' / ');
  return {
    ...rest,
    ...(names === '' ? {} : { name: names.length <= 200 ? names : `${names.slice(0, 199)}…` }),
    ...(a.billing !== undefined && a.billing === b.billing ? { billing: a.billing } : {}),
  };
}
