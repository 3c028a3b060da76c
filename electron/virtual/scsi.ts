/**
 * The SCSI side of a virtual drive: SPC-3, SBC-2 and MMC-5 as far as Linux' sr and sd ask, big-endian throughout. Replies of a
 * CD-ROM or of a card reader without a card, the two drives that dongles show.
 */

/** Sense keys and additional codes, SPC-3 tables 27 and D.2: key, ASC, ASCQ. */
export type Sense = readonly [key: number, code: number, qualifier: number];
const NO_SENSE: Sense = [0, 0, 0];
const NO_MEDIUM: Sense = [2, 0x3a, 0];
const INVALID_OPERATION: Sense = [5, 0x20, 0];
const OUT_OF_RANGE: Sense = [5, 0x21, 0];
const INVALID_FIELD: Sense = [5, 0x24, 0];

/** `data` to the host (empty for commands without), or a check condition whose sense is kept for REQUEST SENSE. */
export type ScsiResult = { readonly kind: 'good'; readonly data: Uint8Array } | { readonly kind: 'check'; readonly sense: Sense };

export interface DriveIdentity {
  /** At most 8, 16 and 4 characters. */
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
}

/** Peripheral device types, SPC-3 table 83. */
const DIRECT_ACCESS = 0;
const CD_ROM = 5;

const CD_SECTOR = 2048;

/** One logical unit. `medium` is the image in its slot; `null`: an empty card reader. */
export class ScsiDrive {
  readonly #identity: DriveIdentity;
  readonly #type: number;
  #medium: Uint8Array | null;
  #sense: Sense = NO_SENSE;

  constructor(kind: 'cd' | 'card', identity: DriveIdentity, medium: Uint8Array | null) {
    this.#type = kind === 'cd' ? CD_ROM : DIRECT_ACCESS;
    this.#identity = identity;
    this.#medium = medium;
  }

  /** Runs one command block; bytes that a block cut short lacks count as 0. */
  run(cdb: Uint8Array): ScsiResult {
    const result = this.#dispatch(new DataView(cdb.buffer, cdb.byteOffset, cdb.byteLength));
    if ((cdb[0] ?? 0) !== 0x03) this.#sense = result.kind === 'check' ? result.sense : NO_SENSE;
    return result;
  }

  #dispatch(cdb: DataView): ScsiResult {
    const at = (index: number) => (index < cdb.byteLength ? cdb.getUint8(index) : 0);
    switch (at(0)) {
      case 0x00: // TEST UNIT READY
        return this.#medium ? good() : check(NO_MEDIUM);
      case 0x03: // REQUEST SENSE
        return this.#requestSense(at(4));
      case 0x12: // INQUIRY
        return this.#inquiry(at(1), at(2), at(4));
      case 0x1a: // MODE SENSE (6)
        return this.#modeSense(at(2) & 0x3f, at(4), 6);
      case 0x1b: // START STOP UNIT; loej without start takes the medium out
        if ((at(4) & 3) === 2) this.#medium = null;
        return good();
      case 0x1e: // PREVENT ALLOW MEDIUM REMOVAL
      case 0x2b: // SEEK (10)
      case 0x2f: // VERIFY (10)
      case 0x35: // SYNCHRONIZE CACHE (10)
      case 0xbb: // SET CD SPEED
        return good();
      case 0x23: // READ FORMAT CAPACITIES
        return this.#formatCapacities(word(cdb, 7));
      case 0x25: // READ CAPACITY (10)
        return this.#capacity();
      case 0x28: // READ (10)
        return this.#read(long(cdb, 2), word(cdb, 7));
      case 0xa8: // READ (12)
        return this.#read(long(cdb, 2), long(cdb, 6));
      case 0x43: // READ TOC/PMA/ATIP
        return this.#toc(at(1), at(2) & 0x0f, at(9) >> 6, word(cdb, 7));
      case 0x46: // GET CONFIGURATION
        return this.#configuration(word(cdb, 7));
      case 0x4a: // GET EVENT STATUS NOTIFICATION
        return this.#eventStatus(at(1), at(4), word(cdb, 7));
      case 0x51: // READ DISC INFORMATION
        return this.#discInformation(word(cdb, 7));
      case 0x5a: // MODE SENSE (10)
        return this.#modeSense(at(2) & 0x3f, word(cdb, 7), 10);
      case 0xbe: // READ CD: user data of mode 1 sectors only
        return this.#read(long(cdb, 2), (at(6) << 16) | (at(7) << 8) | at(8));
      default:
        return check(INVALID_OPERATION);
    }
  }

  get #cd(): boolean {
    return this.#type === CD_ROM;
  }

  #requestSense(length: number): ScsiResult {
    const [key, code, qualifier] = this.#sense;
    this.#sense = NO_SENSE;
    const data = new Uint8Array(18);
    data.set([0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, code, qualifier]);
    return good(data, length);
  }

  /** Vital product data is not implemented, as in the sticks: they are of the year of SCSI-2. */
  #inquiry(flags: number, page: number, length: number): ScsiResult {
    if ((flags & 1) !== 0 || page !== 0) return check(INVALID_FIELD);
    const data = Buffer.alloc(36, 0x20);
    // Removable; version 2 and response format 2 (SCSI-2); 31 bytes follow.
    data.set([this.#type, 0x80, 2, 2, 31, 0, 0, 0]);
    data.write(this.#identity.vendor.slice(0, 8), 8, 'latin1');
    data.write(this.#identity.product.slice(0, 16), 16, 'latin1');
    data.write(this.#identity.revision.slice(0, 4), 32, 'latin1');
    return good(data, length);
  }

  /** Pages 2Ah (MMC capabilities) of a CD and none of a card reader; medium write-protected. */
  #modeSense(page: number, length: number, size: 6 | 10): ScsiResult {
    const capabilities = new Uint8Array(22);
    // Reads no writable media; mode 2 forms; lockable, ejects, tray; speed 24x and buffer as 16-bit numbers.
    capabilities.set([0x2a, 20, 0x00, 0x00, 0x30, 0x00, 0x29, 0x00, 0x10, 0x89, 0x00, 0x00, 0x00, 0x80, 0x10, 0x89]);
    const wanted = this.#cd && (page === 0x2a || page === 0x3f);
    if (page !== 0x3f && page !== 0x2a && page !== 0x1c && page !== 0x08 && page !== 0x00) return check(INVALID_FIELD);
    const body = wanted ? capabilities : new Uint8Array();
    const mediumType = this.#cd ? 0x01 : 0x00;
    const head = size === 6 ? [3 + body.length, mediumType, 0x80, 0] : [0, 6 + body.length, mediumType, 0x80, 0, 0, 0, 0];
    return good(Uint8Array.from([...head, ...body]), length);
  }

  #formatCapacities(length: number): ScsiResult {
    const data = Buffer.alloc(12);
    data[3] = 8;
    data.writeUInt32BE(this.#sectors, 4);
    // 2: formatted medium; 3: none.
    data.writeUInt32BE(((this.#medium ? 2 : 3) << 24) | CD_SECTOR, 8);
    return good(data, length);
  }

  get #sectors(): number {
    return Math.floor((this.#medium?.length ?? 0) / CD_SECTOR);
  }

  #capacity(): ScsiResult {
    if (!this.#medium) return check(NO_MEDIUM);
    const data = Buffer.alloc(8);
    data.writeUInt32BE(this.#sectors - 1, 0);
    data.writeUInt32BE(CD_SECTOR, 4);
    return good(data);
  }

  #read(first: number, count: number): ScsiResult {
    if (!this.#medium) return check(NO_MEDIUM);
    if (first + count > this.#sectors) return check(OUT_OF_RANGE);
    return good(this.#medium.subarray(first * CD_SECTOR, (first + count) * CD_SECTOR));
  }

  /** One data track and the lead-out; formats 0 (TOC) and 1 (multi-session). */
  #toc(flags: number, format: number, oldFormat: number, length: number): ScsiResult {
    if (!this.#cd) return check(INVALID_OPERATION);
    if (!this.#medium) return check(NO_MEDIUM);
    const minutes = (flags & 2) !== 0;
    const address = (sector: number) => (minutes ? minuteSecondFrame(sector) : [0, 0, sector >> 8, sector & 0xff]);
    const kind = format || oldFormat;
    if (kind === 1) return good(Uint8Array.from([0, 10, 1, 1, 0, 0x14, 1, 0, ...address(0)]), length);
    if (kind !== 0) return check(INVALID_FIELD);
    const tracks = [0, 0x14, 1, 0, ...address(0), 0, 0x14, 0xaa, 0, ...address(this.#sectors)];
    return good(Uint8Array.from([0, tracks.length + 2, 1, 1, ...tracks]), length);
  }

  /** MMC-5 6.6: profile list with CD-ROM (8) only. */
  #configuration(length: number): ScsiResult {
    if (!this.#cd) return check(INVALID_OPERATION);
    const current = this.#medium ? 8 : 0;
    return good(Uint8Array.from([0, 0, 0, 12, 0, 0, 0, current, 0, 0, 0x03, 4, 0, 8, current === 8 ? 1 : 0, 0]), length);
  }

  /** MMC-5 6.7: polled only; class 4 is media. */
  #eventStatus(flags: number, classes: number, length: number): ScsiResult {
    if (!this.#cd) return check(INVALID_OPERATION);
    if ((flags & 1) === 0) return check(INVALID_FIELD);
    if ((classes & 0x10) === 0) return good(Uint8Array.from([0, 2, 0x80, 0x10]), length);
    return good(Uint8Array.from([0, 6, 4, 0x10, 0, this.#medium ? 2 : 0, 0, 0]), length);
  }

  /** MMC-5 6.22: a finished disc with one session of one track. */
  #discInformation(length: number): ScsiResult {
    if (!this.#cd) return check(INVALID_OPERATION);
    if (!this.#medium) return check(NO_MEDIUM);
    const data = new Uint8Array(34);
    data.set([0, 32, 0x0e, 1, 1, 1, 1]);
    return good(data, length);
  }
}

function good(data: Uint8Array = new Uint8Array(), length = data.length): ScsiResult {
  return { kind: 'good', data: data.subarray(0, length) };
}

function check(sense: Sense): ScsiResult {
  return { kind: 'check', sense };
}

function word(cdb: DataView, offset: number): number {
  return offset + 2 <= cdb.byteLength ? cdb.getUint16(offset) : 0;
}

function long(cdb: DataView, offset: number): number {
  return offset + 4 <= cdb.byteLength ? cdb.getUint32(offset) : 0;
}

/** Time code of a sector, 75 frames a second, two seconds before sector 0 (MMC-5 4.2.2.3). */
function minuteSecondFrame(sector: number): number[] {
  const frames = sector + 150;
  return [0, Math.floor(frames / 4500), Math.floor(frames / 75) % 60, frames % 75];
}
