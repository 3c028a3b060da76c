import { type IdListFile, isPlaceholder } from './id-list.ts';
import threeGinfoLite from './lists/3ginfo-lite.json?raw';
import cdcEther from './lists/linux-cdc-ether.json?raw';
import cdcMbim from './lists/linux-cdc-mbim.json?raw';
import cdcNcm from './lists/linux-cdc-ncm.json?raw';
import huaweiCdcNcm from './lists/linux-huawei-cdc-ncm.json?raw';
import option from './lists/linux-option.json?raw';
import qcserial from './lists/linux-qcserial.json?raw';
import qmiWwan from './lists/linux-qmi-wwan.json?raw';
import sierra from './lists/linux-sierra.json?raw';
import modemband from './lists/modemband.json?raw';
import modemdata from './lists/modemdata.json?raw';
import modemmanager from './lists/modemmanager.json?raw';
import openwrtUsbmode from './lists/openwrt-usbmode.json?raw';
import openwrtWwan from './lists/openwrt-wwan.json?raw';
import qmodem from './lists/qmodem.json?raw';
import usbIds from './lists/usb-ids.json?raw';

/**
 * Ids that outside lists know, beyond what the vendors' files tell: by name and driver, and nothing of their interfaces.
 *
 * Whose name goes first: the kernel's network drivers, whose remarks are of one modem each; its serial drivers, where `option` has many
 * names of constants; then ModemManager and OpenWrt, then the packages for routers, whose scripts are shared by several modems; last
 * the repository of everything with a plug.
 */
const BY_TRUST = [
  ...[qmiWwan, cdcMbim, cdcNcm, cdcEther, huaweiCdcNcm, qcserial, sierra, option],
  ...[modemmanager, openwrtWwan, modemband, modemdata, threeGinfoLite, qmodem, openwrtUsbmode, usbIds],
];

/** What the lists know of one id. */
export interface ListedId {
  /** The model, by the most trusted list that tells one; of several that share the id up to three. `null`: no list tells. */
  readonly name: string | null;
  /** Every name that a list has, the most trusted first. */
  readonly names: readonly string[];
  /** Kernel drivers whose table has the id. */
  readonly drivers: readonly string[];
  /** Names of the lists that have the id. */
  readonly lists: readonly string[];
}

interface Collected {
  shown: string | null;
  readonly names: string[];
  readonly drivers: string[];
  readonly lists: string[];
}

let known: ReadonlyMap<string, Collected> | null = null;

/** Read at first use. The form of the files was checked when they were written, and a test holds that it still is. */
function readLists(): ReadonlyMap<string, Collected> {
  if (known) return known;
  const ids = new Map<string, Collected>();
  for (const text of BY_TRUST) {
    const { list, driver, ids: listed }: IdListFile = JSON.parse(text);
    for (const [id, names] of Object.entries(listed)) {
      const entry = ids.get(id) ?? { shown: null, names: [], drivers: [], lists: [] };
      entry.shown ??= together(names);
      entry.names.push(...names.filter((name) => !entry.names.includes(name)));
      if (driver !== undefined) entry.drivers.push(driver);
      entry.lists.push(list);
      ids.set(id, entry);
    }
  }
  known = ids;
  return ids;
}

const MOST_SHOWN = 3;

/** `Quectel EG06-E, EP06-E`: what two names begin with is written once, and one that only says more or less of the first not at all. */
function together(names: readonly string[]): string | null {
  const [first, ...others] = names;
  if (first === undefined) return null;
  const different = others.filter((name) => !first.includes(name) && !name.includes(first)).slice(0, MOST_SHOWN - 1);
  return [first, ...different.map((name) => withoutShared(name, first))].join(', ');
}

function withoutShared(name: string, first: string): string {
  const [words, before] = [name.split(' '), first.split(' ')];
  const shared = words.findIndex((word, at) => word !== before[at]);
  return words.slice(Math.max(0, shared)).join(' ');
}

/**
 * What outside lists know of a `vid:pid`; undefined where none has it.
 * @param vendor put before a name that leaves its maker out (`FN980`)
 */
export function listedId(id: string, vendor?: string): ListedId | undefined {
  const entry = readLists().get(id);
  if (!entry) return undefined;
  const { shown, names, drivers, lists } = entry;
  return { name: shown === null ? null : withMaker(shown, vendor), names: names.map((name) => withMaker(name, vendor)), drivers, lists };
}

/** Words that begin a name and are no maker's. */
const LINES = /^(\S*\d\S*|AirCard|AirPrime|Expedite|Globe[tT]rotter|Gobi|HSPA|LTE|Merlin|MiFi|Mobile|Ovation|Wireless|Zaurus)$/;

function withMaker(name: string, vendor: string | undefined): string {
  const [first = ''] = name.split(' ');
  return vendor !== undefined && LINES.test(first) && !/^[34]G$/.test(vendor) && !name.startsWith(vendor) ? `${vendor} ${name}` : name;
}

/** A composition's name, by the model that a list tells where a vendor's file knows none: `Sierra Wireless EM9190, MBIM`. */
export function modelName(name: string, id: string, vendor: string): string {
  const listed = isPlaceholder(name, id) ? listedId(id, vendor)?.name : undefined;
  if (listed == null) return name;
  const mode = /, [^,]+$/.exec(name)?.[0] ?? '';
  return `${withoutMode(listed, mode !== '')}${mode}`;
}

/** A list tells the mode in brackets, and the file may tell it again. */
const withoutMode = (name: string, told: boolean) =>
  told ? name.replace(/ \((QMI|rmnet|RmNet|MBIM|ECM|RNDIS|NCM|ECM\/NCM)( mode)?\)$/i, '') : name;
