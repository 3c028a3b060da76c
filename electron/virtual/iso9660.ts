/** A very small CD: ISO 9660 (ECMA-119), level 1, files in the root only. Offsets are those of ECMA-119 8.4 and 9.1, counted from 0. */

export const SECTOR = 2048;

/** Sectors before the first volume descriptor (ECMA-119 6.2.1). */
const SYSTEM_AREA = 16;
const PRIMARY = SYSTEM_AREA;
const TERMINATOR = SYSTEM_AREA + 1;
const PATH_TABLE_L = SYSTEM_AREA + 2;
const PATH_TABLE_M = SYSTEM_AREA + 3;
const ROOT = SYSTEM_AREA + 4;
const FIRST_FILE = SYSTEM_AREA + 5;

export interface IsoFile {
  /** Eight characters, a dot, three: `README.TXT`. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** The image of a CD with the label and the files given; a whole number of sectors. */
export function isoImage(label: string, files: readonly IsoFile[]): Uint8Array {
  const sectorsOf = (file: IsoFile) => Math.max(1, Math.ceil(file.content.length / SECTOR));
  const total = FIRST_FILE + files.reduce((sum, file) => sum + sectorsOf(file), 0);
  const image = Buffer.alloc(total * SECTOR);
  const root = image.subarray(ROOT * SECTOR, (ROOT + 1) * SECTOR);
  let offset = writeRecord(root, 0, '\0', ROOT, SECTOR, true);
  offset = writeRecord(root, offset, '\x01', ROOT, SECTOR, true);
  let sector = FIRST_FILE;
  for (const file of files) {
    offset = writeRecord(root, offset, `${file.name};1`, sector, file.content.length, false);
    image.set(file.content, sector * SECTOR);
    sector += sectorsOf(file);
  }
  writePathTables(image);
  writePrimary(image.subarray(PRIMARY * SECTOR, (PRIMARY + 1) * SECTOR), label, total);
  writeDescriptorHead(image.subarray(TERMINATOR * SECTOR), 255);
  return image;
}

function writeDescriptorHead(sector: Buffer, type: number): void {
  sector[0] = type;
  sector.write('CD001', 1, 'latin1');
  sector[6] = 1;
}

function writePrimary(sector: Buffer, label: string, total: number): void {
  writeDescriptorHead(sector, 1);
  sector.fill(0x20, 8, 72);
  sector.write(label.slice(0, 32), 40, 'latin1');
  both32(sector, 80, total);
  both16(sector, 120, 1);
  both16(sector, 124, 1);
  both16(sector, 128, SECTOR);
  both32(sector, 132, 10);
  sector.writeUInt32LE(PATH_TABLE_L, 140);
  sector.writeUInt32BE(PATH_TABLE_M, 148);
  writeRecord(sector, 156, '\0', ROOT, SECTOR, true);
  // Identifiers of publisher and the like are blanks; dates that are not given are sixteen zeros (8.4.26.1).
  sector.fill(0x20, 190, 813);
  for (const date of [813, 830, 847, 864]) sector.fill(0x30, date, date + 16);
  sector[881] = 1;
}

function writePathTables(image: Buffer): void {
  const little = image.subarray(PATH_TABLE_L * SECTOR);
  const big = image.subarray(PATH_TABLE_M * SECTOR);
  little[0] = 1;
  little.writeUInt32LE(ROOT, 2);
  little.writeUInt16LE(1, 6);
  big[0] = 1;
  big.writeUInt32BE(ROOT, 2);
  big.writeUInt16BE(1, 6);
}

/** A directory record (9.1); gives the offset after it. */
function writeRecord(target: Buffer, offset: number, name: string, sector: number, bytes: number, directory: boolean): number {
  const length = 33 + name.length + ((33 + name.length) % 2);
  target[offset] = length;
  both32(target, offset + 2, sector);
  both32(target, offset + 10, bytes);
  // 2013-08-30, GMT: the day on the disc is no fact of today.
  target.set([113, 8, 30, 10, 2, 17, 0], offset + 18);
  target[offset + 25] = directory ? 2 : 0;
  both16(target, offset + 28, 1);
  target[offset + 32] = name.length;
  target.write(name, offset + 33, 'latin1');
  return offset + length;
}

/** A number in both byte orders, 7.2.3 and 7.3.3. */
function both16(target: Buffer, offset: number, value: number): void {
  target.writeUInt16LE(value, offset);
  target.writeUInt16BE(value, offset + 2);
}

function both32(target: Buffer, offset: number, value: number): void {
  target.writeUInt32LE(value, offset);
  target.writeUInt32BE(value, offset + 4);
}
