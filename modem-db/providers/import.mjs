// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/** `npm run import-providers` writes the file of one outside list anew; each list has one, so that a new version of one touches no other. */
const usage = `usage: npm run import-providers -- provider-info VERSION serviceproviders.xml
       npm run import-providers -- android VERSION FOLDER CARRIERS-VERSION carrier_list.textpb
VERSION as the package has it, or the date of the last change: 20251101. FOLDER: a checkout of LineageOS/android_vendor_apn.
carrier_list.textpb: assets/latest_carrier_id/ of AOSP's TelephonyProvider.
`;

/** @template T @param {string} file @returns {Promise<T>} */
async function load(file) {
  const { module } = await runnerImport(fileURLToPath(new URL(file, import.meta.url)), { configFile: false, logLevel: 'warn' });
  return module;
}

/** @param {string} folder */
function countryFiles(folder) {
  const names = readdirSync(folder).filter((name) => /^(?:[A-Z]{2}|INTL)\.xml$/.test(name));
  return names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

const [list, version, path, carriersVersion, carriers] = process.argv.slice(2);
/** @type {typeof import('./import.ts')} */
const { importProviders, writeProviders } = await load('import.ts');
let table = null;
if (list === 'provider-info' && version && path) table = importProviders(readFileSync(path, 'utf8'), version);
if (list === 'android' && version && path && carriersVersion && carriers) {
  /** @type {typeof import('./import-android.ts')} */
  const { importAndroid } = await load('import-android.ts');
  table = importAndroid({ files: countryFiles(path), carriers: readFileSync(carriers, 'utf8'), version, carriersVersion });
}
if (table === null) {
  process.stderr.write(usage);
  process.exit(2);
}
const name = list === 'android' ? 'android.json' : 'providers.json';
writeFileSync(new URL(name, import.meta.url), writeProviders(table));
const plans = table.providers.reduce((sum, provider) => sum + provider.plans.length, 0);
process.stdout.write(`${name}: ${Object.keys(table.countries).length} countries, ${table.providers.length} providers, ${plans} plans\n`);
