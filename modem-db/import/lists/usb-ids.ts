import type { ListedNames } from '../../ids/id-list.ts';
import { type ListImporter, listedNames } from './importer.ts';
import { nameOfRemark } from './names.ts';

/**
 * The USB ID Repository (`usb.ids`), of ids that another list has: it knows everything with a plug, and only its names are wanted.
 * @param wanted ids of the other lists
 */
export function usbIds(wanted: ReadonlySet<string>): ListImporter {
  return {
    list: 'usb-ids',
    title: 'USB ID Repository, names',
    place: 'usb.ids',
    takes: (path) => /(^|\/)usb\.ids$/.test(path),
    read: (texts): ListedNames => listedNames(texts.flatMap(({ text }) => [...modelsOf(text)]).filter(([id]) => wanted.has(id))),
  };
}

/** A state that is no modem says what it is, and not always whose. */
const NO_MODEM = /storage|\bCD-?ROM\b|zero ?cd|initial|driver|virtual media|\b(QDL|boot|download)\b/i;

function* modelsOf(text: string): Generator<readonly [string, string]> {
  for (const [id, name] of devicesOf(text)) {
    const plain = nameOfRemark(name.replace(/ (\S+ )?(Port|Device)$/, ''));
    if (plain !== null && !NO_MODEM.test(plain)) yield [id, plain];
  }
}

/**
 * Ids of hubs, sorted: a plain list of `lsusb` has them beside the modem, and tells nothing of them.
 * @param modems ids of the other lists, which are none
 */
export function hubIds(text: string, modems: ReadonlySet<string>): string[] {
  const hubs = [...devicesOf(text)].filter(([id, name]) => /\bhub\b/i.test(name) && !modems.has(id)).map(([id]) => id);
  return [...new Set(hubs)].sort();
}

/** `vid:pid` and name of each device, in the order of the file. */
function* devicesOf(text: string): Generator<readonly [string, string]> {
  let vid = '';
  for (const line of text.split('\n')) {
    const vendor = /^([0-9a-f]{4}) {2}\S/.exec(line)?.[1];
    // Behind the devices come lists of classes and languages, whose lines look alike.
    if (vendor !== undefined) vid = vendor;
    else if (/^[A-Za-z]/.test(line)) vid = '';
    const [, pid, name = ''] = /^\t([0-9a-f]{4}) {2}(\S.*)$/.exec(line) ?? [];
    if (pid !== undefined && vid !== '') yield [`${vid}:${pid}`, name];
  }
}
