import { shortHexId } from './values.ts';

/** Ids that a rule is for at most. */
export const MAX_IDS = 16;

/** Ids that stand about a call: of the rule or the script that it is in. */
export interface Ids {
  readonly vendors: readonly string[];
  readonly products: readonly string[];
}

const EACH_VENDOR = /(?:\{idVendor\}|\{ID_VENDOR_ID\})\s*==\s*"([^"]{0,200})"/g;
const EACH_PRODUCT = /(?:\{idProduct\}|\{ID_MODEL_ID\})\s*==\s*"([^"]{0,200})"/g;
/** `12d1/1f01/102`, as the kernel names a device in its events. */
const EVENT = /PRODUCT\}?"?\s*==?\s*"?([0-9a-f]{1,4})\/([0-9a-f]{1,4})\//i;

/** Whose a udev rule is, or a script of hotplug. */
export function ruleIds(text: string): Ids {
  const alternatives = (pattern: RegExp) => {
    const all = [...text.matchAll(pattern)].flatMap(([, values = '']) => values.split('|', MAX_IDS));
    return [...new Set(all.flatMap((value) => shortHexId(value.trim()) ?? []))].slice(0, MAX_IDS);
  };
  const [, vendor, product] = EVENT.exec(text) ?? [];
  const vendors = alternatives(EACH_VENDOR);
  const products = alternatives(EACH_PRODUCT);
  return {
    vendors: vendors.length > 0 ? vendors : [shortHexId(vendor ?? '')].filter((id) => id !== undefined),
    products: products.length > 0 ? products : [shortHexId(product ?? '')].filter((id) => id !== undefined),
  };
}

const ANY_VENDOR = /\{idVendor\}\s*[!=]=\s*"([0-9a-f]{4})"/gi;
const ANY_PRODUCT = /\{idProduct\}\s*[!=]=\s*"([0-9a-f]{4})"/gi;

/** Ids that other rules of the text ask for (`ATTRS{idVendor}!="12d1", GOTO="end"`), where they all ask for the same. */
export function lonelyIds(lines: readonly string[]): Ids {
  const only = (pattern: RegExp) => {
    const all = new Set(lines.flatMap((line) => [...line.matchAll(pattern)].map(([, id = '']) => id.toLowerCase())));
    return all.size === 1 ? [...all] : [];
  };
  return { vendors: only(ANY_VENDOR), products: only(ANY_PRODUCT) };
}
