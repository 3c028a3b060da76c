import { z } from 'zod';
import { type Dial, DialFile } from '../dials/schema.ts';
import { BootStateFile } from '../ids/boot-states.ts';
import { IdListFile } from '../ids/id-list.ts';
import { QuirkFile } from '../quirks/schema.ts';
import { VendorFile } from '../schema.ts';
import { type Coverage, coverage } from './coverage.ts';

/** How much is known. Files that do not fit the schema do not count. */
export interface Statistics {
  readonly vendors: number;
  readonly switchEntries: number;
  /** Different vid:pid among the compositions. */
  readonly models: number;
  readonly compositions: number;
  /** Sticks that are routers themselves. */
  readonly routers: number;
  readonly recipes: number;
  readonly settings: number;
  /** Ids under which no modem is there; `null`: no list of them was given. */
  readonly bootStates: number | null;
  /** `null`: no table of providers was given. */
  readonly providers: number | null;
  /** By how sure they are. */
  readonly quirks: { readonly hardware: number; readonly code: number; readonly report: number };
  /** How network cards get their connection, by how sure it is. */
  readonly dials: Readonly<Record<Dial['proof'], number>>;
  readonly facts: number;
  readonly factsWithSecondSource: number;
  /** Of all facts, 0 to 1. */
  readonly secondSourceShare: number;
  /** Of each outside list that was given, by its file's name. */
  readonly coverage: Coverage[];
}

const ProviderTable = z.looseObject({ providers: z.array(z.unknown()) });

/** Parsed JSON of what stands beside the vendors' files, each where it is there; what does not fit its schema does not count. */
export interface Beside {
  /** The lists of providers as one. */
  readonly providers?: unknown;
  /** `boot-states.json`. */
  readonly bootStates?: unknown;
  /** The files of `lists/`. */
  readonly lists?: readonly { readonly data: unknown }[];
  /** The files of `quirks/`. */
  readonly quirks?: readonly { readonly data: unknown }[];
  /** The files of `dials/`. */
  readonly dials?: readonly { readonly data: unknown }[];
}

/** Counts what is known in the vendors' files and beside them. */
export function statistics(
  files: readonly { readonly data: unknown }[],
  { providers, bootStates, lists = [], quirks: quirkFiles = [], dials: dialFiles = [] }: Beside = {},
): Statistics {
  const vendors = files.flatMap(({ data }) => {
    const parsed = VendorFile.safeParse(data);
    return parsed.success ? [parsed.data] : [];
  });
  const compositions = vendors.flatMap((v) => v.compositions);
  const switches = vendors.flatMap((v) => v.switches);
  const recipes = vendors.flatMap((v) => v.recipes);
  const settings = vendors.flatMap((v) => v.settings ?? []);
  const readings = vendors.flatMap((v) => (v.reading ? [v.reading] : []));
  const otherSwitches = switches.flatMap(({ others = [] }) => others);
  const boot = BootStateFile.safeParse(bootStates);
  const states = boot.success ? boot.data.states : [];
  const facts = [...switches, ...otherSwitches, ...compositions, ...recipes, ...settings, ...readings, ...states];
  const seconded = facts.filter((fact) => fact.secondSource !== undefined).length;
  const idLists = lists.flatMap(({ data }) => {
    const parsed = IdListFile.safeParse(data);
    return parsed.success ? [parsed.data] : [];
  });
  const quirks = quirkFiles.flatMap(({ data }) => QuirkFile.safeParse(data).data?.quirks ?? []);
  const dials = dialFiles.flatMap(({ data }) => DialFile.safeParse(data).data?.dials ?? []);
  const proven = (entries: readonly { readonly proof: Dial['proof'] }[], proof: Dial['proof']) =>
    entries.filter((entry) => entry.proof === proof).length;
  const table = ProviderTable.safeParse(providers);
  return {
    vendors: vendors.length,
    switchEntries: switches.length,
    models: new Set(compositions.map((c) => c.id)).size,
    compositions: compositions.length,
    routers: compositions.filter((c) => c.router !== undefined).length,
    recipes: recipes.length,
    settings: settings.length,
    bootStates: boot.success ? states.length : null,
    providers: table.success ? table.data.providers.length : null,
    quirks: { hardware: proven(quirks, 'hardware'), code: proven(quirks, 'code'), report: proven(quirks, 'report') },
    dials: {
      hardware: proven(dials, 'hardware'),
      code: proven(dials, 'code'),
      report: proven(dials, 'report'),
      assumed: proven(dials, 'assumed'),
    },
    facts: facts.length,
    factsWithSecondSource: seconded,
    secondSourceShare: facts.length === 0 ? 0 : seconded / facts.length,
    coverage: coverage(vendors, idLists),
  };
}
