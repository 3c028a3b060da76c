import { counted } from './shown-bytes.ts';

/**
 * SCSI commands by name: what a computer sends to a drive (SPC-3 table D.2, SBC-2, MMC-5), big-endian throughout. A command that is
 * none of these, or is shorter than its group says, is a vendor's own.
 */

interface Command {
  readonly name: string;
  /** What it asks for, and the bits of the block that this tells: where others are set, the block is shown too. */
  readonly tell?: (cdb: Buffer) => { readonly detail: string; readonly told: readonly (readonly [at: number, mask: number])[] };
}

/** Bytes of the block from `at` on, all of them told. */
const bytes = (at: number, length: number) => Array.from({ length }, (_, index) => [at + index, 0xff] as const);

/** A command whose one number is the room for its answer. */
const answering = (name: string, at: number, width: 1 | 2 | 4): Command => ({
  name,
  tell: (cdb) => ({ detail: `up to ${counted(cdb.readUIntBE(at, width), 'byte')}`, told: bytes(at, width) }),
});

/** READ (10), WRITE (10): SBC-2, 5.10 and 5.28. */
const blocks = (name: string): Command => ({
  name,
  tell: (cdb) => ({
    detail: `${counted(cdb.readUInt16BE(7), 'block')} from ${cdb.readUInt32BE(2)}`,
    told: [...bytes(2, 4), ...bytes(7, 2)],
  }),
});

/** LoEj and Start (SBC-2, 5.19; MMC-5, 6.43). */
const START_STOP = ['stop', 'start', 'eject', 'load'] as const;

const commands: Readonly<Record<number, Command>> = {
  0: { name: 'TEST UNIT READY' },
  // SCSI-2, 9.2.14; obsolete since.
  1: { name: 'REZERO UNIT' },
  3: answering('REQUEST SENSE', 4, 1),
  18: answering('INQUIRY', 3, 2),
  21: { name: 'MODE SELECT (6)' },
  22: { name: 'RESERVE (6)' },
  23: { name: 'RELEASE (6)' },
  26: answering('MODE SENSE (6)', 4, 1),
  27: {
    name: 'START STOP UNIT',
    tell: (cdb) => ({ detail: START_STOP[cdb.readUInt8(4) & 3] ?? '', told: [[4, 3]] }),
  },
  29: { name: 'SEND DIAGNOSTIC' },
  30: {
    name: 'PREVENT ALLOW MEDIUM REMOVAL',
    tell: (cdb) => ({ detail: cdb.readUInt8(4) & 1 ? 'prevent' : 'allow', told: [[4, 1]] }),
  },
  35: answering('READ FORMAT CAPACITIES', 7, 2),
  37: { name: 'READ CAPACITY (10)' },
  40: blocks('READ (10)'),
  42: blocks('WRITE (10)'),
  47: { name: 'VERIFY (10)' },
  53: { name: 'SYNCHRONIZE CACHE (10)' },
  67: answering('READ TOC/PMA/ATIP', 7, 2),
  70: answering('GET CONFIGURATION', 7, 2),
  74: answering('GET EVENT STATUS NOTIFICATION', 7, 2),
  81: answering('READ DISC INFORMATION', 7, 2),
  82: { name: 'READ TRACK INFORMATION' },
  85: { name: 'MODE SELECT (10)' },
  90: answering('MODE SENSE (10)', 7, 2),
  160: answering('REPORT LUNS', 6, 4),
  168: { name: 'READ (12)' },
  173: answering('READ DISC STRUCTURE', 8, 2),
  187: { name: 'SET CD SPEED' },
  189: answering('MECHANISM STATUS', 8, 2),
  190: { name: 'READ CD' },
};

/** Vendors' own commands by how their blocks begin: as usb_modeswitch-data has them, by the vendor of the entries. */
const vendors: readonly (readonly [begins: string, name: string])[] = [
  ['110620', 'Huawei, switch to the modem'],
  ['110630', 'Huawei, switch to HiLink'],
  ['1106', 'Huawei'],
  ['06f504025270', 'Longcheer, switch to the modem'],
  ['85010101180101010101', 'ZTE, switch to the modem'],
  ['9f03', 'ZTE, switch to the modem'],
  ['fd', 'Cisco'],
];

/** Bytes of a command block by the group of its operation code (SPC-3, 4.3.4.1); 0 where the vendor says. */
function groupLength(operation: number): number {
  return [6, 10, 10, 0, 16, 12, 0, 0][operation >> 5] ?? 0;
}

/**
 * A command block in words. `cdb`: 16 bytes, what is behind the block with its zeros; `length`: what the wrapper says of it, 0 where
 * it says nothing (Huawei's). What the words leave out follows in hexadecimal.
 */
export function scsiCommand(cdb: Buffer, length: number): string {
  const operation = cdb.readUInt8(0);
  const group = groupLength(operation);
  const known = group > 0 && (length === 0 || length >= group) ? commands[operation] : undefined;
  if (!known) {
    const raw = shownBlock(cdb, length);
    const vendor = vendors.find(([begins]) => raw.startsWith(begins))?.[1];
    return `SCSI vendor command ${raw}${vendor === undefined ? '' : ` (${vendor})`}`;
  }
  const { detail, told } = known.tell?.(cdb) ?? { detail: '', told: [] };
  const rest = Buffer.from(cdb);
  rest[0] = 0;
  for (const [at, mask] of told) rest[at] = (rest[at] ?? 0) & ~mask;
  const all = rest.every((byte) => byte === 0);
  return `SCSI ${known.name}${detail === '' ? '' : `: ${detail}`}${all ? '' : ` [${shownBlock(cdb, length)}]`}`;
}

/** The block as long as it is said to be, or as it is filled. */
function shownBlock(cdb: Buffer, length: number): string {
  const filled = cdb.reduce((last, byte, index) => (byte === 0 ? last : index + 1), 1);
  return cdb.subarray(0, Math.max(length, filled)).toString('hex');
}
