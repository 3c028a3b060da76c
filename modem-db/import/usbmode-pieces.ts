import { listReleases } from '../openwrt/index.ts';
import { stockUsbModeFile, usbModeNames } from '../openwrt/usbmode/index.ts';
import type { StringMatch } from '../schema.ts';
import { standardEject } from '../switch-messages.ts';
import type { Draft, ImportProblem, Param, Reading } from './draft.ts';
import { matchesOf } from './file-name.ts';
import { keyKinds, nearest } from './keys.ts';
import { type LooseValue, readLoose } from './loose-json.ts';
import { shown } from './plain-text.ts';
import { messageKeys } from './settings.ts';
import { readValue } from './values.ts';

/** What was read of a text, and which lines of it are spoken for. */
export interface Pieces extends Reading {
  /** Line numbers from 1. */
  readonly taken: ReadonlySet<number>;
}

/** usbmode's names, and the settings of usb_modeswitch that they are made of. */
const keyOfMode: Readonly<Record<string, string>> = {
  StandardEject: 'StandardEject',
  Huawei: 'HuaweiMode',
  HuaweiNew: 'HuaweiNewMode',
  Option: 'OptionMode',
  Sierra: 'SierraMode',
  Sequans: 'SequansMode',
  Sony: 'SonyMode',
  GCT: 'GCTMode',
  Kobil: 'KobilMode',
  Qisda: 'QisdaMode',
  Quanta: 'QuantaMode',
  Blackberry: 'BlackberryMode',
  MobileAction: 'MobileActionMode',
  Cisco: 'CiscoMode',
};

/** Fields of numbers that are settings as well. */
const keyOfNumber: Readonly<Record<string, string>> = {
  interface: 'Interface',
  msg_endpoint: 'MessageEndpoint',
  response_endpoint: 'ResponseEndpoint',
  config: 'Configuration',
  alt: 'AltSetting',
  wait: 'WaitBefore',
  release_delay: 'ReleaseDelay',
};

/** Fields without effect on what is sent, as the converter of OpenWrt's package writes them. */
const silent: ReadonlySet<string> = new Set(['response', 'check', 'detach_storage', 'inquire', 'no_driver', 'modeval']);
const fields: ReadonlySet<string> = new Set([...silent, ...Object.keys(keyOfNumber), 'mode', 'msg', 't_vendor', 't_product', 't_class']);

const STORAGE_CLASS = 0x08;
/** Messages of one entry: eject, and as many as an entry has. */
const MAX_MESSAGES = standardEject.length + messageKeys.length;

type Members = Extract<LooseValue, { kind: 'object' }>['members'];

interface Messages {
  readonly texts: readonly string[];
  /** The release whose table they are taken from; `null`: they stand in the text. */
  readonly release: string | null;
}

/**
 * Pieces of OpenWrt's `/etc/usb-mode.json`, whole or cut out (`"19d2:1405": { "*": { … } },`), by what usbmode's main.c reads of it. The numbers
 * of `msg` count in `messages`; a piece has none, and then they are those of the newest release, whose table has the same order in all that are
 * known.
 */
export function readUsbModePieces(lines: readonly string[]): Pieces {
  const text = lines.join('\n');
  const lineAt = lineCounter(text);
  const problems: ImportProblem[] = [];
  const warnings: ImportProblem[] = [];
  const drafts: Draft[] = [];
  const taken = new Set<number>();
  const take = (from: number, to: number) => {
    for (let line = lineAt(from); line <= lineAt(Math.max(from, to - 1)); line++) taken.add(line);
  };
  const found: {
    readonly id: string | undefined;
    readonly match: string | undefined;
    readonly line: number;
    readonly value: LooseValue;
  }[] = [];
  let own: string[] | null = null;
  const heads = /["'](?:([0-9a-f]{4}:[0-9a-f]{4})["']\s*:\s*\{|messages["']\s*:\s*\[|(\*|:?[us][A-Z][a-z]=[^"'\n]{1,64})["']\s*:\s*\{)/gi;
  for (let head = heads.exec(text); head !== null; head = heads.exec(text)) {
    const { value, end, state } = readLoose(text, heads.lastIndex - 1);
    const line = lineAt(head.index);
    take(head.index, end);
    heads.lastIndex = Math.max(end, heads.lastIndex);
    if (state === 'cut')
      warnings.push({ line, message: 'The text ends before this piece of usb-mode.json does; it was read as far as it goes' });
    if (state === 'broken')
      problems.push({ line: lineAt(end), message: `No piece of usb-mode.json goes on like this: ${shown(lineFrom(text, end))}` });
    if (head[1] !== undefined || head[2] !== undefined) found.push({ id: head[1]?.toLowerCase(), match: head[2], line, value });
    else if (value.kind === 'list') own ??= value.items.map((item) => (item.kind === 'list' || item.kind === 'object' ? '' : item.text));
  }
  if (found.length === 0) return { drafts, problems, warnings, taken };
  for (const [index, line] of lines.entries()) if (/^[\s{}[\],;]*$|^"devices"\s*:\s*(?:\{\s*)?$/.test(line.trim())) taken.add(index + 1);
  const messages = own === null ? stockMessages() : { texts: own, release: null };
  for (const { id, match: alone, line, value } of found) {
    if (value.kind !== 'object') continue;
    // People leave out the match, or the id about it.
    const direct = alone !== undefined || value.members.some(([key]) => fields.has(key));
    const entries: Members = direct ? [[alone ?? '*', value]] : value.members;
    for (const [match, entry] of entries) {
      const at = direct ? line : lineAt(entry.at);
      if (entry.kind !== 'object') problems.push({ line: at, message: `${id ?? ''}: ${shown(match)} is no entry` });
      else {
        const before = problems.length;
        const when: StringMatch[] = match === '*' ? [] : matchesOf(match.split(':'), at, problems);
        const params = paramsOf(entry.members, messages, lineAt, problems, warnings, at);
        if (problems.length === before) drafts.push({ line: at, id, when, name: undefined, params });
      }
    }
    if (entries.length === 0) problems.push({ line, message: `${id ?? ''} has no entry` });
  }
  return { drafts, problems, warnings, taken };
}

/** The table of the newest release. */
function stockMessages(): Messages {
  const release = listReleases().at(-1)?.version ?? 'snapshot';
  return { texts: stockUsbModeFile(release).messages, release };
}

function paramsOf(
  members: Members,
  messages: Messages,
  lineAt: (at: number) => number,
  problems: ImportProblem[],
  warnings: ImportProblem[],
  begins: number,
): ReadonlyMap<string, Param> {
  const params = new Map<string, Param>();
  const set = (key: string, line: number, text: string) => {
    const kind = keyKinds.get(key) ?? 'number';
    const value = readValue(kind, key, text);
    if ('message' in value) problems.push({ line, ...value });
    else if (value.value !== undefined) params.set(key, { line, kind, value: value.value });
  };
  const byName = new Map(members);
  for (const [name, value] of members) {
    const line = lineAt(value.at);
    const text = value.kind === 'word' || value.kind === 'text' ? value.text : '';
    const numberKey = Object.hasOwn(keyOfNumber, name) ? keyOfNumber[name] : undefined;
    if (numberKey !== undefined) set(numberKey, line, text);
    else if (name === 't_vendor') set('TargetVendor', line, idText(value));
    else if (name === 't_product') {
      const ids = value.kind === 'list' ? value.items : [value];
      if (ids.length > 0) set('TargetProductList', line, ids.map(idText).join(','));
    } else if (name === 't_class') {
      // usbmode itself reads it as the class BEFORE the switch, so that a file that was mended has the disc's.
      if (Number(text) !== STORAGE_CLASS) set('TargetClass', line, text);
    } else if (!fields.has(name)) warnings.push({ line, message: `Unknown field ${shown(name)}, which was left out` });
  }
  const mode = byName.get('mode');
  const modeName = mode?.kind === 'text' || mode?.kind === 'word' ? mode.text : undefined;
  const modeLine = mode === undefined ? begins : lineAt(mode.at);
  const { hex, list } = messagesOf(byName.get('msg'), messages, lineAt, problems, warnings);
  const modeKey = modeName !== undefined && Object.hasOwn(keyOfMode, modeName) ? keyOfMode[modeName] : undefined;
  const ejects = modeName === 'StandardEject' || standardEject.every((message, at) => hex[at] === message);
  if (modeName === 'MBIM') set('Configuration', modeLine, '0');
  else if (modeName === 'Pantech') {
    const value = byName.get('modeval');
    set('PantechMode', modeLine, value?.kind === 'word' || value?.kind === 'text' ? value.text : '1');
  } else if (ejects) set('StandardEject', modeLine, '1');
  else if (modeKey !== undefined) set(modeKey, modeLine, '1');
  else if (modeName !== undefined && modeName !== 'Generic') {
    const suggestion = nearest(modeName.slice(0, 30), usbModeNames);
    problems.push({ line: modeLine, message: `Unknown mode ${shown(modeName)}`, ...(suggestion === undefined ? {} : { suggestion }) });
  }
  const isGeneric = modeName === undefined || modeName === 'Generic';
  if (hex.length > 0 && !isGeneric && !ejects) {
    warnings.push({ line: list, message: `The messages were left out: usbmode sends none of them in the mode ${shown(modeName ?? '')}` });
  } else {
    const sent = ejects && isGeneric ? hex.slice(standardEject.length) : hex;
    for (const [index, message] of sent.entries()) {
      const key = messageKeys[index];
      if (key !== undefined) set(key, list, message);
    }
    if (sent.length > messageKeys.length)
      problems.push({ line: list, message: `${sent.length} messages, and an entry has at most ${messageKeys.length}` });
  }
  return params;
}

/** The messages that the numbers of `msg` stand for, in hex. A message that stands there itself is one as well. */
function messagesOf(
  value: LooseValue | undefined,
  { texts, release }: Messages,
  lineAt: (at: number) => number,
  problems: ImportProblem[],
  warnings: ImportProblem[],
): { readonly hex: readonly string[]; readonly list: number } {
  if (value === undefined) return { hex: [], list: 0 };
  const list = lineAt(value.at);
  const items = itemsOf(value);
  const hex: string[] = [];
  const assumed: string[] = [];
  for (const item of items.slice(0, MAX_MESSAGES + 1)) {
    const message = /^\d{1,4}$/.test(item) ? texts[Number(item)] : /^(?:[0-9a-f]{2}){3,}$/i.test(item) ? item : undefined;
    if (message === undefined) {
      const where = release === null ? 'the messages of this text' : `OpenWrt ${release}'s table, and no messages stand here`;
      problems.push({ line: list, message: `msg ${shown(item)} is not in ${where} (0 to ${texts.length - 1})` });
    } else {
      hex.push(message.toLowerCase());
      if (message !== item && release !== null) assumed.push(`${item} is ${message.toLowerCase()}`);
    }
  }
  if (assumed.length > 0)
    warnings.push({ line: list, message: `No messages stand here; assumed are those of OpenWrt ${release ?? ''}: ${assumed.join(', ')}` });
  return { hex, list };
}

/** A list's words; of a single word that one. */
function itemsOf(value: LooseValue): string[] {
  const items = value.kind === 'list' ? value.items : [value];
  return items.map((item) => (item.kind === 'word' || item.kind === 'text' ? item.text : ''));
}

/** usbmode's files have ids as decimal numbers; in quotes, or with a letter, one is hex. */
function idText(value: LooseValue): string {
  if (value.kind !== 'word') return value.kind === 'text' ? value.text : '';
  return /^\d{1,5}$/.test(value.text) && Number(value.text) <= 0xffff ? Number(value.text).toString(16).padStart(4, '0') : value.text;
}

/** The line of a place in the text, from 1. */
function lineCounter(text: string): (at: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** What stands from a place on, to the end of its line. */
function lineFrom(text: string, at: number): string {
  return text.slice(at, at + 60).split('\n', 1)[0] ?? '';
}
