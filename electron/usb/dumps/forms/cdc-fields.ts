import { BYTE, bcd, number, WORD } from '../numbers.ts';

/**
 * CDC functional descriptors out of what `lsusb -v` prints of them (usbutils lsusb.c, dump_comm_descriptor; 001 to 019). Each title
 * stands for a subtype; its keys are printed in the order of the fields. Layouts: CDC 1.2 section 5.2.3, WMC 1.1 section 8, NCM 1.0
 * section 5.2.1, MBIM 1.0 section 6.4. Little-endian.
 */
type Field = 'byte' | 'word' | 'long' | 'bcd' | 'guid' | 'bytes' | 'list';

interface Layout {
  readonly subtype: number;
  readonly fields: readonly (readonly [key: string, kind: Field])[];
}

const CS_INTERFACE = 0x24;
/** A length is one byte. */
const MOST_BYTES = 255;
const sizes = { byte: 1, word: 2, long: 4, bcd: 2, guid: 16, bytes: 0, list: 0 } as const;

const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ['Header', { subtype: 0x00, fields: [['bcdCDC', 'bcd']] }],
  [
    'Call Management',
    {
      subtype: 0x01,
      fields: [
        ['bmCapabilities', 'byte'],
        ['bDataInterface', 'byte'],
      ],
    },
  ],
  ['ACM', { subtype: 0x02, fields: [['bmCapabilities', 'byte']] }],
  [
    'Union',
    {
      subtype: 0x06,
      fields: [
        ['bMasterInterface', 'byte'],
        ['bSlaveInterface', 'list'],
      ],
    },
  ],
  ['Telephone operations', { subtype: 0x08, fields: [['bmCapabilities', 'byte']] }],
  [
    'Ethernet',
    {
      subtype: 0x0f,
      fields: [
        ['iMacAddress', 'byte'],
        ['bmEthernetStatistics', 'long'],
        ['wMaxSegmentSize', 'word'],
        ['wNumberMCFilters', 'word'],
        ['bNumberPowerFilters', 'byte'],
      ],
    },
  ],
  ['WHCM', { subtype: 0x11, fields: [['bcdVersion', 'bcd']] }],
  [
    'MDLM',
    {
      subtype: 0x12,
      fields: [
        ['bcdCDC', 'bcd'],
        ['bGUID', 'guid'],
      ],
    },
  ],
  [
    'MDLM detail',
    {
      subtype: 0x13,
      fields: [
        ['bGuidDescriptorType', 'bytes'],
        ['bDetailData', 'bytes'],
      ],
    },
  ],
  [
    'Device Management',
    {
      subtype: 0x14,
      fields: [
        ['bcdVersion', 'bcd'],
        ['wMaxCommand', 'word'],
      ],
    },
  ],
  ['OBEX', { subtype: 0x15, fields: [['bcdVersion', 'bcd']] }],
  [
    'Command Set',
    {
      subtype: 0x16,
      fields: [
        ['bcdVersion', 'bcd'],
        ['iCommandSet', 'byte'],
        ['bGUID', 'guid'],
      ],
    },
  ],
  [
    'NCM',
    {
      subtype: 0x1a,
      fields: [
        ['bcdNcmVersion', 'bcd'],
        ['bmNetworkCapabilities', 'byte'],
      ],
    },
  ],
  [
    'MBIM',
    {
      subtype: 0x1b,
      fields: [
        ['bcdMBIMVersion', 'bcd'],
        ['wMaxControlMessage', 'word'],
        ['bNumberFilters', 'byte'],
        ['bMaxFilterSize', 'byte'],
        ['wMaxSegmentSize', 'word'],
        ['bmNetworkCapabilities', 'byte'],
      ],
    },
  ],
  [
    'MBIM Extended',
    {
      subtype: 0x1c,
      fields: [
        ['bcdMBIMExtendedVersion', 'bcd'],
        ['bMaxOutstandingCommandMessages', 'byte'],
        ['wMTU', 'word'],
      ],
    },
  ],
]);

/** Every key above, for the reader to know a word as one. */
export const cdcKeys: ReadonlySet<string> = new Set([...layouts.values()].flatMap((l) => l.fields.map(([key]) => key)));

/** One functional descriptor while its lines are read. */
export class CdcDescriptor {
  readonly #layout: Layout;
  readonly #values = new Map<string, readonly number[]>();

  private constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** By the title without `CDC` and colon; `null` for one that is not known. */
  static of(title: string): CdcDescriptor | null {
    const layout = layouts.get(title);
    return layout ? new CdcDescriptor(layout) : null;
  }

  /** Takes one word behind `key`. `more` where the key can have further ones, `done` where it has all, `no` where it does not fit. */
  take(key: string, word: string): 'more' | 'done' | 'no' {
    const kind = this.#layout.fields.find(([name]) => name === key)?.[1];
    if (kind === undefined) return 'no';
    const bytes = bytesOf(kind, word);
    if (bytes === null) return 'no';
    const before = this.#values.get(key) ?? [];
    const several = kind === 'list' || kind === 'bytes';
    if (before.length > 0 && (!several || before.length >= MOST_BYTES)) return 'no';
    this.#values.set(key, [...before, ...bytes]);
    return several ? 'more' : 'done';
  }

  /** The descriptor with its length, and whether each field was there; a missing one is filled with zeros. */
  bytes(): { readonly bytes: readonly number[]; readonly whole: boolean } {
    let whole = true;
    const body = this.#layout.fields.flatMap(([key, kind]) => {
      const value = this.#values.get(key);
      if (!value || value.length === 0) whole = false;
      return value ?? new Array<number>(sizes[kind]).fill(0);
    });
    if (body.length + 3 > MOST_BYTES) return { bytes: [], whole: false };
    return { bytes: [body.length + 3, CS_INTERFACE, this.#layout.subtype, ...body], whole };
  }
}

function bytesOf(kind: Field, word: string): number[] | null {
  switch (kind) {
    case 'byte':
    case 'list':
      return little(number(word, BYTE), 1);
    case 'word':
      return little(number(word, WORD), 2);
    case 'long':
      return little(number(word, 0xffff_ffff), 4);
    case 'bcd':
      return little(bcd(word), 2);
    case 'bytes':
      return /^[0-9a-f]{2}$/i.test(word) ? [Number.parseInt(word, 16)] : null;
    case 'guid':
      return guid(word);
  }
}

function little(value: number | null, size: number): number[] | null {
  return value === null ? null : Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) & BYTE);
}

/** `{a317a88b-045e-4f01-a607-c0ffcb7e392a}`: the first three groups are little-endian numbers. */
function guid(word: string): number[] | null {
  const groups = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i.exec(word)?.slice(1);
  return groups?.flatMap((group, i) => (i < 3 ? pairs(group).reverse() : pairs(group))) ?? null;
}

function pairs(digits: string): number[] {
  return Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
