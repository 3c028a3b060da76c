import { toldRoles } from '../../../contract/drivers.ts';
import { modes } from '../../../contract/words.ts';
import { type Desk, type Line, type LineReader, taken } from '../desk.ts';
import type { Draft } from '../draft.ts';
import type { DumpForm, ToldRole } from '../dump.ts';
import { bcd, number, WORD } from '../numbers.ts';

/**
 * Lines of a key and a value: `mmcli -m` (also `-K` and `-J`; ModemManager, cli/mmcli-output.c), the system report and `ioreg` of macOS, what
 * LuCI's pages show of a modem, and the files of a device in sysfs. A key that comes again with something else begins another device.
 */
type Field =
  | ('manufacturer' | 'model' | 'firmware' | 'serial' | 'product')
  | ('vid' | 'pid' | 'ids' | 'revision' | 'location')
  | ('device' | 'path' | 'ports' | 'port' | 'at-port' | 'drivers' | 'mode' | 'passed');

const fields: ReadonlyMap<string, Field> = new Map(
  (
    [
      ['manufacturer', 'manufacturer', 'vendor', 'vendor name', 'maker', 'modem manufacturer', 'modem vendor', 'make', 'usb vendor name'],
      [
        'model',
        'model',
        'modem',
        'modem type',
        'modem model',
        'device model',
        'modem name',
        'model name',
        'module',
        'module name',
        'hardware model',
      ],
      ['product', 'product', 'product name', 'usb product name'],
      [
        'firmware',
        'firmware',
        'firmware revision',
        'firmware version',
        'modem firmware',
        'revision',
        'software version',
        'fw version',
        'firmware ver',
        'fw',
      ],
      ['serial', 'serial number', 'serial no.', 'serial'],
      ['vid', 'vendor id', 'idvendor', 'vid', 'usb vid'],
      ['pid', 'product id', 'idproduct', 'pid', 'usb pid'],
      ['ids', 'usb id', 'vid:pid', 'vid/pid', 'usb ids', 'device ids', 'vidpid', 'usb vid/pid', 'usb device'],
      ['revision', 'version', 'bcddevice'],
      ['location', 'location id', 'locationid'],
      ['device', 'device', 'physdev', 'sysfs path', 'sysfs device', 'usb path'],
      ['path', 'path', 'dbus path', 'dbus-path'],
      ['ports', 'ports', 'ignored ports'],
      ['port', 'primary port'],
      ['at-port', 'at port', 'atport', 'at_port', 'cport', 'communication port', 'serial port', 'comm port', 'at device', 'tty'],
      ['drivers', 'drivers', 'driver'],
      [
        'mode',
        'protocol',
        'modem protocol',
        'usb mode',
        'usbmode',
        'net mode',
        'connection type',
        'proto',
        'protocol type',
        'dialing mode',
      ],
      // Understood, and nobody's concern here: what a forecast does not ask for, and what is a person's own.
      ...([
        [
          'passed',
          'equipment id',
          'equipment identifier',
          'device id',
          'device identifier',
          'imei',
          'imsi',
          'iccid',
          'own',
          'own number',
          'imei sv',
          'meid',
        ],
        [
          'passed',
          'supported',
          'current',
          'plugin',
          'lock',
          'unlock retries',
          'state',
          'power state',
          'access tech',
          'signal quality',
          'failed reason',
        ],
        [
          'passed',
          'operator',
          'operator id',
          'operator name',
          'registration',
          'packet service state',
          'enabled locks',
          'carrier config',
          'h/w revision',
        ],
        [
          'passed',
          'carrier config revision',
          'carrier configuration',
          'hardware revision',
          'speed',
          'current available (ma)',
          'current required (ma)',
          'extra operating current (ma)',
          'bsd name',
          'capacity',
        ],
        [
          'passed',
          'signal',
          'rssi',
          'rsrp',
          'rsrq',
          'sinr',
          'snr',
          'csq',
          'temperature',
          'sim',
          'sim status',
          'apn',
          'ip address',
          'band',
          'cell id',
          'pci',
          'earfcn',
          'tac',
          'lac',
          'mcc mnc',
          'initial bearer path',
          'primary sim path',
          'sim slot paths',
          'ue mode of operation',
        ],
      ] as const),
    ] as const
  ).flatMap(([field, ...names]) => names.map((name) => [name, field] as const)),
);

/** `General  | path: …`, also with the line that newer versions draw. */
const MMCLI = /^[ A-Za-z0-9]{0,24}[|\u2502](?!__)/;
/** Of Markdown. */
const TABLE_ROW = /\|\s{0,40}$/;
const RULE = /^[ -|+\u2500-\u257f]*[-\u2500]{10,}[ -|+\u2500-\u257f]*$/;
/** `modem.generic.ports.value[1]` of `mmcli -K`. */
const KEYED = /^(?:modem|sim|bearer)\./;
const COUNT = /^(?:length|value(?:\[\d{1,3}\])?)$/;
const NAME = /^[A-Za-z][\w .:/()+[\]-]{0,80}$/;
/** What parts a key from its value: the first of these. */
const PARTING = / *[:=](?=[\s"'\d/[{])| {2,}| ?\| ?/;
const MOST_VALUE = 600;
/** A list in JSON that goes on in lines of its own, and these. */
const OPENED = /^"([^"]{1,60})" {0,4}: {0,4}\[$/;
const LISTED = /^"([^"]{0,200})",?$/;
/** A line of an object in JSON (RFC 8259, 4), whatever it is about. */
const MEMBER = /^"[^"]{1,60}" {0,4}: {0,4}(?:"[^"]{0,400}"|-?[\d.]{1,20}|true|false|null|[[{].{0,900})\s?,?$/;
/** `"key":` of JSON or `ioreg`. */
const QUOTED_KEY = /^"[^"]{1,60}" {0,4}[:=]/;
/** `"idProduct" = 293`: as `ioreg` has it, in decimal; without quotation marks it is sysfs, in hexadecimal. */
const ASSIGNED = /^"[^"]{1,60}" {0,4}=/;
/** `USB: 19d2:1432`, `VID:PID 1e0e:9011`. */
const IDS = /^[\s|"]{0,40}(?:USB|VID[:/ ]?PID|USB[ _-]?IDs?)"?\s{0,4}[:=|]?\s{0,10}"?(?:0x)?([0-9a-f]{4}):(?:0x)?([0-9a-f]{4})\b/i;
/** Longer ones are no pair. */
const MOST_LINE = 1000;
const SYSFS_PORT = /\/(\d{1,3}-\d{1,3}(?:\.\d{1,3}){0,6})(?:\/|$)/;
/** `ttyUSB2 (at)`. */
const NAMED_PORT = /([A-Za-z][\w-]{1,20}\d?) ?\(([a-z]{2,10})\)/g;
const NODE = /^\/dev\/((?:tty|cdc-wdm|wwan)[\w-]{1,20})/;

export class PairLines implements LineReader {
  readonly #desk: Desk;
  #draft: Draft | null = null;
  #set = new Map<Field, string>();
  #boxed = false;
  /** Key of a list that is open. */
  #list: string | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  line({ text }: Line) {
    if (text.length > MOST_LINE) return null;
    const [, vid, pid] = IDS.exec(text) ?? [];
    if (vid !== undefined && pid !== undefined) return this.#field('ids', `${vid}:${pid}`, 'pairs', false) ? taken : null;
    if (RULE.test(text)) return this.#boxed || this.#draft?.form === 'mmcli' ? taken : null;
    // A list goes on in rows without a key.
    const boxed = MMCLI.test(text) && !TABLE_ROW.test(text) && (this.#boxed || /:/.test(text));
    this.#boxed = boxed;
    const line = (boxed ? text.replace(MMCLI, '') : text.replace(/^[\s|]{0,80}/, '')).trim().replace(/\s{0,40}\|$/, '');
    const entry = this.#listed(line);
    const isEntry = entry !== null;
    const { name, given } = entry ?? pairIn(line) ?? {};
    if (name === undefined || given === undefined) {
      // A long list of ports goes on in the next line.
      if (boxed && this.#set.has('ports')) return this.#ports(line, 'mmcli') ? taken : 'unclear';
      return boxed ? 'unclear' : isMember(line);
    }
    const field = fields.get(nameOf(name));
    // Of what a page or a program says of one modem, the rest is about other things.
    if (field === undefined)
      return boxed || isEntry || KEYED.test(name) || MEMBER.test(line) || (this.#draft !== null && QUOTED_KEY.test(line))
        ? 'foreign'
        : null;
    // `lsusb -v` writes so as well, with a mark.
    if (/^\s*id(?:Vendor|Product) +0x/.test(line)) return null;
    const value = plainValue(given);
    if (value === '' || value === '--') return taken;
    if (/^[[{]/.test(value)) return 'foreign' as const;
    return this.#field(field, value, boxed || name.startsWith('modem.') ? 'mmcli' : 'pairs', ASSIGNED.test(line)) ? taken : isMember(line);
  }

  /** An entry of a list that is open: its key, and the entry. */
  #listed(line: string): Pair | null {
    const [, opens] = OPENED.exec(line) ?? [];
    const [, entry] = LISTED.exec(line) ?? [];
    if (opens === undefined && entry === undefined) {
      this.#list = null;
      return null;
    }
    if (opens !== undefined) this.#list = opens;
    return this.#list === null || entry === undefined ? null : { name: this.#list, given: entry };
  }

  /** False where the value does not fit the key: then it is a sentence. */
  #field(field: Field, value: string, form: DumpForm, isAssigned: boolean): boolean {
    if (field === 'passed') return this.#draft !== null;
    if (field === 'vid' || field === 'pid') {
      const id = idOf(value, isAssigned);
      if (id === null) return false;
      const draft = this.#begin(field, value, form);
      draft[field] = id;
      return true;
    }
    if (field === 'ids') {
      const [, vid, pid] = /^(?:0x)?([0-9a-f]{4})[:/ ](?:0x)?([0-9a-f]{4})\b/i.exec(value) ?? [];
      if (vid === undefined || pid === undefined) return false;
      const draft = this.#begin(field, value, form);
      draft.vid = Number.parseInt(vid, 16);
      draft.pid = Number.parseInt(pid, 16);
      return true;
    }
    // Alone these say nothing of a modem.
    const needsMore = field === 'product' || field === 'serial' || field === 'revision' || field === 'location' || field === 'drivers';
    if (needsMore && !this.#draft && form !== 'mmcli' && field !== 'product') return false;
    switch (field) {
      case 'manufacturer':
      case 'product':
      case 'serial':
      case 'model':
      case 'firmware':
        // A sentence is no name.
        if (value.length > 100 || value.split(' ').length > 8) return false;
        this.#begin(field, value, form)[field] = value;
        return true;
      case 'revision': {
        const draft = this.#begin(field, value, form);
        draft.bcdDevice ??= isAssigned ? number(value, WORD) : bcd(value);
        return true;
      }
      case 'location': {
        // `ioreg` has it in decimal.
        const told = isAssigned && /^\d{1,10}$/.test(value) ? `0x${Number(value).toString(16).padStart(8, '0')}` : value;
        const [, digits, address] = /^0x([0-9a-f]{8})(?: ?\/ ?(\d{1,3}))?$/i.exec(told) ?? [];
        if (digits === undefined) return false;
        const draft = this.#begin(field, value, form);
        draft.form = 'macos';
        draft.bus = Number.parseInt(digits.slice(0, 2), 16);
        draft.address = number(address ?? '', WORD);
        return true;
      }
      case 'device':
        return this.#device(value, form);
      case 'path':
        if (!value.startsWith('/org/freedesktop/ModemManager1/Modem/')) return false;
        this.#begin(field, value, 'mmcli');
        return true;
      case 'ports':
      case 'port':
        return this.#ports(value, form);
      case 'at-port': {
        const [, node] = NODE.exec(value) ?? [];
        if (node === undefined) return false;
        this.#begin(field, value, form).tellPort({ node, role: 'at', interface: null });
        return true;
      }
      case 'drivers': {
        const draft = this.#begin(field, value, form);
        for (const word of value.split(/[\s,]+/).slice(0, 16)) {
          const name = word.replace(/^(option|sierra|qcserial)\d$/, '$1');
          if (/^[A-Za-z][\w-]{1,40}$/.test(name) && !draft.drivers.includes(name)) draft.drivers.push(name);
        }
        return true;
      }
      case 'mode': {
        const told = modes.find((mode) => new RegExp(`\\b${mode}\\b`, 'i').test(value));
        if (told === undefined) return false;
        this.#begin(field, value, form).mode = told;
        return true;
      }
    }
  }

  #device(value: string, form: DumpForm): boolean {
    const [, port] = SYSFS_PORT.exec(value) ?? [];
    const [, node] = NODE.exec(value) ?? [];
    if (port !== undefined && value.startsWith('/sys/')) {
      const draft = this.#begin('device', value, form);
      draft.port = port;
      draft.bus = number(port.split('-')[0] ?? '', WORD);
      return true;
    }
    if (node === undefined) return false;
    this.#begin('port', value, form).tellPort({ node, role: null, interface: null });
    return true;
  }

  #ports(value: string, form: DumpForm): boolean {
    const named = [...value.matchAll(NAMED_PORT)];
    if (named.length === 0) return form === 'mmcli';
    const draft = this.#draft ?? this.#begin('ports', value, form);
    this.#set.set('ports', value);
    for (const [, node = '', word = ''] of named) draft.tellPort({ node, role: roleOf(word), interface: null });
    return true;
  }

  /** The device that the value is of: another one, where this field has another value already. */
  #begin(field: Field, value: string, form: DumpForm): Draft {
    const before = this.#set.get(field);
    // A report of macOS has one block a device, twins too.
    const isTwin = (field === 'vid' || field === 'pid') && this.#draft?.form === 'macos' && before !== undefined;
    if (!this.#draft || isTwin || (before !== undefined && before !== value && identifies.has(field))) {
      this.#draft = this.#desk.add(form);
      this.#set = new Map();
    }
    if (form === 'mmcli') this.#draft.form = 'mmcli';
    this.#set.set(field, value);
    return this.#draft;
  }

  close(): void {
    for (const draft of this.#desk.drafts) {
      // What is read of a modem that it calls a product is its model: of a mouse it is a name.
      if ((draft.form === 'pairs' || draft.form === 'mmcli') && draft.vid === null) draft.model ??= draft.product;
    }
  }
}

const identifies: ReadonlySet<Field> = new Set(['vid', 'pid', 'ids', 'path', 'model', 'product', 'location']);

const isMember = (line: string) => (MEMBER.test(line) ? ('foreign' as const) : null);

interface Pair {
  readonly name: string;
  readonly given: string;
}

function pairIn(line: string): Pair | null {
  const quoted = QUOTED_KEY.exec(line)?.[0];
  const parting = quoted === undefined ? PARTING.exec(line) : null;
  const name = quoted === undefined ? line.slice(0, parting?.index ?? 0) : quoted.slice(1, quoted.lastIndexOf('"'));
  const given = line.slice(quoted?.length ?? (parting?.index ?? 0) + (parting?.[0].length ?? 0)).trim();
  return NAME.test(name) && given !== '' && given.length <= MOST_VALUE ? { name, given } : null;
}

/** `modem.generic.model`, `"model"` and `Model` are one. */
function nameOf(name: string): string {
  const parts = KEYED.test(name) ? name.split('.').filter((part) => !COUNT.test(part)) : [name];
  return (parts.at(-1) ?? '')
    .trim()
    .toLowerCase()
    .replace(/[_ -]+/g, ' ');
}

function plainValue(given: string): string {
  const whole = given.trim().replace(/,$/, '');
  // A list in JSON, of plain values.
  const value = /^\[.*\]$/.test(whole) ? whole.slice(1, -1).replaceAll('"', '').replaceAll(',', ', ') : whole;
  const quoted = /^["']([^"']*)["']$/.exec(value);
  return (quoted?.[1] ?? value).trim();
}

/** `0x12d1  (Huawei …)`, `12d1`; behind an equals sign decimal, as `ioreg` has it. */
function idOf(value: string, isAssigned: boolean): number | null {
  const [, digits] = /^0x([0-9a-f]{1,4})\b/i.exec(value) ?? /^([0-9a-f]{4})$/i.exec(value) ?? [];
  const decimal = isAssigned ? number(value, WORD) : null;
  return decimal ?? (digits === undefined ? null : Number.parseInt(digits, 16));
}

function roleOf(word: string): ToldRole {
  if (word === 'qcdm') return 'diag';
  return toldRoles.find((role) => role === word) ?? 'other';
}
