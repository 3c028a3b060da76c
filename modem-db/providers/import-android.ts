import { type Carrier, lengthCheck, readCarriers } from './android-carriers.ts';
import { type Owner, ownerOf, tidy } from './android-owners.ts';
import { type Row, readRows } from './android-rows.ts';
import { merged } from './import.ts';
import { type PlanEntry, type ProviderEntry, ProviderFile } from './schema.ts';

/**
 * Reads the APNs of LineageOS (`<country>.xml` of android_vendor_apn; the attributes are those of Android's `apns-conf.xml`), and AOSP's
 * list of carriers for the names and for what tells a virtual operator's SIM, into the table that the app carries. Only what carries data
 * of its own: not MMS, WAP, IMS, XCAP, SUPL alone. Never part of the app.
 */

export interface AndroidLists {
  /** One a country: `GB.xml`, and `INTL.xml` for the networks of no country. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** `carrier_list.textpb`. */
  readonly carriers: string;
  /** Dates of the last change, `20260720`. */
  readonly version: string;
  readonly carriersVersion: string;
}

/**
 * The table from the two lists. The same input gives the same table.
 * @throws ZodError where a file is not of its format or a value is out of bounds; Error where one cannot be read.
 */
export function importAndroid({ files, carriers, version, carriersVersion }: AndroidLists): ProviderFile {
  const known = readCarriers(carriers);
  const isRightLength = lengthCheck(known);
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const providers = sorted.flatMap(({ name, text }) => {
    const rows = readRows(text).filter((row) => isRightLength(row['@mcc'] + row['@mnc']));
    return toProviders(countryOf(name), rows, known);
  });
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const countries = [...new Set(providers.map((p) => p.country))].sort();
  return ProviderFile.parse({
    format: 1,
    source: `LineageOS APNs ${version} (github.com/LineageOS/android_vendor_apn), with names and marks of AOSP TelephonyProvider's carrier_list.textpb ${carriersVersion}`,
    version,
    licence: 'Apache-2.0',
    countries: Object.fromEntries(countries.map((code) => [code, names.of(code.toUpperCase()) ?? code])),
    providers,
  });
}

/** Codes that were given up become the one that holds their numbers now: AN (the Netherlands Antilles) is CW. */
function countryOf(fileName: string): string {
  const code = /^([A-Z]{2}|INTL)\.xml$/.exec(fileName)?.[1];
  if (code === undefined) throw new Error(`${fileName}: not named after a country`);
  return code === 'INTL' ? '001' : (new Intl.Locale(`und-${code}`).region ?? code).toLowerCase();
}

function toProviders(country: string, rows: readonly Row[], carriers: readonly Carrier[]): ProviderEntry[] {
  /** By provider and network first: what a provider has on one network need not hold on another. */
  const byNetwork = new Map<string, { readonly owner: Owner; readonly plmn: string; readonly plans: PlanEntry[] }>();
  for (const row of rows) {
    const plan = toPlan(row);
    if (plan === null) continue;
    const plmn = row['@mcc'] + row['@mnc'];
    const owner = ownerOf(row, plmn, carriers);
    const named = { ...plan, ...(plan.name?.toLowerCase() === owner.name.toLowerCase() ? { name: undefined } : {}) };
    const key = JSON.stringify([owner, plmn]);
    const known = byNetwork.get(key);
    if (known) known.plans.push(named);
    else byNetwork.set(key, { owner, plmn, plans: [named] });
  }
  const entries = new Map<string, ProviderEntry>();
  for (const { owner, plmn, plans } of byNetwork.values()) {
    const unique = merged(plans).slice(0, 60);
    const key = JSON.stringify([owner, unique]);
    const known = entries.get(key);
    entries.set(key, known ? { ...known, plmns: [...known.plmns, plmn].sort() } : { country, ...owner, plmns: [plmn], plans: unique });
  }
  return [...entries.values()];
}

/** By Android's numbers of radio technologies: CDMA (IS-95, 1xRTT, EV-DO, eHRPD), whose networks are gone, and a phone's Wi-Fi (18). */
const notOfModems = new Set(['4', '5', '6', '7', '8', '12', '13', '18']);
const no = new Set(['false', '0']);

/** `null`: no bearer for data, one for WAP or MMS by its name, none that a person may choose, or none of a modem. */
function toPlan(row: Row): PlanEntry | null {
  const apn = row['@apn'].trim();
  const types = row['@type'].split(',').map((type) => type.trim());
  const carriesData = row['@type'] === '' || types.includes('default') || types.includes('*');
  const bearers = (row['@bearer_bitmask'] || row['@bearer']).split('|').filter((bearer) => bearer !== '' && bearer !== '0');
  const isElsewhere = bearers.length > 0 && bearers.every((bearer) => notOfModems.has(bearer.trim()));
  const isHidden = no.has(row['@carrier_enabled']) || no.has(row['@user_visible']);
  const name = tidy(row['@carrier']);
  const isOther = /\bwap|wap\b|\bmms/i.test(`${name} ${apn}`);
  if (!carriesData || isElsewhere || isHidden || isOther || !isApn(apn)) return null;
  const username = row['@user'].trim();
  const password = row['@password'].trim();
  const hasSignIn = username !== '' || password !== '';
  // A phone reaches the web through the proxy; whether a router gets past it is not told.
  const usage = row['@proxy'].trim() === '' ? null : 'unknown';
  const auth = hasSignIn ? authOf[row['@authtype']] : undefined;
  const pdpType = pdpTypeOf[row['@protocol']];
  return {
    apn,
    ...(name === '' ? {} : { name }),
    ...(usage === null ? {} : { usage }),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(auth ? { auth } : {}),
    ...(pdpType ? { pdpType } : {}),
  };
}

/** 3GPP TS 23.003 9.1 allows letters, digits, `-` and `.`; what has a blank in it is a name that was put into the wrong field. */
const isApn = (apn: string) => /^[\w.@*-]{1,100}$/.test(apn);

const authOf: Readonly<Record<Row['@authtype'], PlanEntry['auth']>> = {
  '': undefined,
  '-1': undefined,
  '0': undefined,
  '1': 'pap',
  '2': 'chap',
  '3': undefined,
};

const pdpTypeOf: Readonly<Record<Row['@protocol'], PlanEntry['pdpType']>> = {
  '': undefined,
  IP: 'ipv4',
  IPV4: 'ipv4',
  IPV6: 'ipv6',
  IPV4V6: 'ipv4v6',
  PPP: undefined,
};
