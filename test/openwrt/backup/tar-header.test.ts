import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../electron/contract/errors.ts';
import { readTar, type TarEntry } from '../../../electron/openwrt/backup/tar.ts';
import { checksumFits, decoded, readHeader, readPax } from '../../../electron/openwrt/backup/tar-header.ts';
import { end, entry, pax, type RawEntry } from './tars.ts';

/** POSIX.1-2024, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format". */

const header = (raw: Partial<RawEntry>) => entry({ name: 'etc/x', ...raw }).subarray(0, 512);

/** With another byte in it, and the sum as it then is. */
function changed(block: Buffer, at: number, bytes: Uint8Array): Buffer {
  const made = Buffer.from(block);
  made.set(bytes, at);
  made.fill(0x20, 148, 156);
  const sum = made.reduce((total, byte) => total + byte, 0);
  made.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 8, 'latin1');
  return made;
}

const reasonOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error instanceof BenchError ? error.detail['reason'] : error;
  }
};
const field = (text: string) => Buffer.from(text.padEnd(12, '\0'), 'latin1');

describe('a number in a header', () => {
  it.each<[string, Uint8Array, unknown]>([
    ['zeros before it', field('00000000017\0'), 0o17],
    ['blanks before it', field('         17\0'), 0o17],
    ['a blank behind it', field('00000000017 '), 0o17],
    ['all of its field', field('000000000017'), 0o17],
    ['nothing but blanks', field('            '), 0],
    ['nothing', field(''), 0],
    ['the largest', field('77777777777\0'), 0o77777777777],
    ['a digit that is none', field('00000000018\0'), 'tar number'],
    ['a sign', field('-0000000017\0'), 'tar number'],
    ['something behind it', field('17 7'), 'tar number'],
    ['a letter behind it', field('0000000017x\0'), 'tar number'],
    ['a zero byte before it', field('\x0017'), 'tar number'],
    ['binary', Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2), 258],
    ['binary, from its first bits on', Uint8Array.of(0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Number.MAX_SAFE_INTEGER],
    ['binary, the largest exact', Uint8Array.of(0x80, 0, 0, 0, 0, 0x1f, 255, 255, 255, 255, 255, 255), Number.MAX_SAFE_INTEGER],
    ['binary, just below', Uint8Array.of(0x80, 0, 0, 0, 0, 0x1f, 255, 255, 255, 255, 255, 254), Number.MAX_SAFE_INTEGER - 1],
    ['binary, below zero', Uint8Array.of(0xff, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255), 'tar number'],
  ])('%s', (_, size, expected) => {
    expect(reasonOf(() => readHeader(header({ claims: size }))?.size)).toBe(expected);
  });

  it('that is the sum holds over every byte but its own', () => {
    const block = header({ data: 'abc' });
    expect(checksumFits(block)).toBe(true);
    for (const at of [0, 147, 156, 511]) {
      const spoilt = Buffer.from(block);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      expect([at, checksumFits(spoilt), reasonOf(() => readHeader(spoilt))]).toEqual([at, false, 'tar checksum']);
    }
    expect(readHeader(Buffer.alloc(512))).toBeNull();
  });
});

describe('a header', () => {
  it.each<[Partial<RawEntry>, kind: string, size: number]>([
    [{ data: 'abc' }, 'file', 3],
    [{ data: 'abc', type: '\0' }, 'file', 3],
    [{ data: 'abc', type: '7' }, 'file', 3],
    [{ claims: 3, type: '1' }, 'other', 0],
    [{ claims: 3, type: '2' }, 'other', 0],
    [{ claims: 3, type: '3' }, 'other', 0],
    [{ claims: 3, type: '4' }, 'other', 0],
    [{ claims: 3, type: '5' }, 'other', 0],
    [{ claims: 3, type: '6' }, 'other', 0],
    [{ claims: 3, type: '8' }, 'other', 3],
    [{ claims: 3, type: 'L' }, 'long-name', 3],
    [{ claims: 3, type: 'K' }, 'long-link', 3],
    [{ claims: 3, type: 'x' }, 'pax', 3],
    [{ claims: 3, type: 'g' }, 'pax-global', 3],
    [{ claims: 3, name: 'etc/' }, 'other', 0],
    [{ claims: 3, name: 'etc/', type: 'L' }, 'long-name', 3],
  ])('%j is of kind %s and has %i bytes behind it', (raw, kind, size) => {
    expect(readHeader(header(raw))).toEqual({ name: raw.name ?? 'etc/x', kind, size });
  });

  it('of a sparse file is refused', () => {
    expect(reasonOf(() => readHeader(header({ type: 'S' })))).toBe('tar sparse file');
  });

  it('has a prefix where it is of POSIX, and not where it is of GNU', () => {
    const prefix = Buffer.from('overlay/upper');
    expect(readHeader(changed(header({}), 345, prefix))?.name).toBe('overlay/upper/etc/x');
    expect(readHeader(changed(header({ magic: 'ustar  ' }), 345, prefix))?.name).toBe('etc/x');
    expect(readHeader(changed(header({}), 345, Buffer.alloc(155, 'p')))?.name).toBe(`${'p'.repeat(155)}/etc/x`);
    expect(readHeader(header({ name: 'n'.repeat(100) }))?.name).toBe('n'.repeat(100));
    expect(readHeader(changed(header({}), 0, Uint8Array.of(0xff)))?.name).toBeNull();
    expect(readHeader(changed(header({}), 345, Uint8Array.of(0xff)))?.name).toBeNull();
  });

  it('has names up to their first zero', () => {
    expect([
      decoded(Buffer.from('a\0b')),
      decoded(Buffer.from('ü')),
      decoded(Buffer.from('\ufeffa')),
      decoded(Uint8Array.of(0xff)),
    ]).toEqual(['a', 'ü', '\ufeffa', null]);
  });
});

describe('a pax header', () => {
  it.each<[string, unknown]>([
    ['', { sparse: false }],
    [pax('path', 'etc/config/network'), { path: 'etc/config/network', sparse: false }],
    [pax('path', 'a=b\nc'), { path: 'a=b\nc', sparse: false }],
    [pax('mtime', '1.5') + pax('size', '12') + pax('path', 'é'), { path: 'é', size: 12, sparse: false }],
    [pax('path', 'a') + pax('path', 'b'), { path: 'b', sparse: false }],
    [pax('GNU.sparse.major', '1'), { sparse: true }],
    [pax('x.GNU.sparse.major', '1'), { sparse: false }],
    [pax('size', '999999999999999'), { size: 999_999_999_999_999, sparse: false }],
    [pax('size', '1000000000000000'), 'pax header'],
    [pax('size', '-1'), 'pax header'],
    [pax('size', '1x'), 'pax header'],
    [pax('size', ''), 'pax header'],
    ['8 path=a', 'pax header'],
    ['11 path=a\n', 'pax header'],
    ['8 path=a\n', 'pax header'],
    [' 9 path=a\n', 'pax header'],
    ['x path=a\n', 'pax header'],
    ['9x path=a\n', 'pax header'],
    ['4 =a\n', 'pax header'],
    ['5 a=\n', { sparse: false }],
    ['5 path', 'pax header'],
    ['2 \n', 'pax header'],
    ['6 abc\n', 'pax header'],
    ['1234567890 a=b\n', 'pax header'],
  ])('%j', (text, expected) => {
    expect(reasonOf(() => readPax(Buffer.from(text)))).toEqual(expected);
  });
});

describe('entries of an archive', () => {
  const limits = { entries: 10, file: () => 1000, archive: 10_000 };
  async function read(archive: Uint8Array, more: Partial<typeof limits> = {}, chunk = archive.length) {
    async function* chunks() {
      for (let at = 0; at < archive.length; at += chunk) yield archive.subarray(at, at + chunk);
    }
    const found: string[] = [];
    const told = ({ path, regular, data }: TarEntry) =>
      `${path}${regular ? '' : ' (other)'}${data === null ? '' : ` ${Buffer.from(data).toString()}`}`;
    try {
      for await (const one of readTar(chunks(), (path) => path.startsWith('etc/'), { ...limits, ...more })) found.push(told(one));
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      const { what, most, reason, name } = error.detail;
      found.push([error.code, what, most, reason, name].filter((part) => part !== undefined).join(' '));
    }
    return found;
  }
  const network = entry({ name: './etc//config/network', data: 'lan' });

  it('come in their order, whatever the chunks are, and only what is wanted with its data', async () => {
    const archive = Buffer.concat([
      entry({ name: './', type: '5' }),
      network,
      entry({ name: 'tmp/x', data: 'y'.repeat(600) }),
      entry({ name: 'etc/link', type: '2', link: '/x' }),
      entry({ name: 'etc/odd', type: '8', data: 'body' }),
      entry({ name: 'etc/last', data: 'z'.repeat(512) }),
      end,
    ]);
    const expected = [' (other)', 'etc/config/network lan', 'tmp/x', 'etc/link (other)', 'etc/odd (other)', `etc/last ${'z'.repeat(512)}`];
    for (const chunk of [1, 7, 511, 512, 513, archive.length]) expect(await read(archive, {}, chunk)).toEqual(expected);
    expect(await read(archive.subarray(0, -1024))).toEqual(expected);
  });

  it('have the name and the size that stand before them, once', async () => {
    const long = (type: string, data: string) => entry({ name: '@', type, data });
    const archive = (...before: readonly Buffer[]) => Buffer.concat([...before, network, network, end]);
    const other = 'etc/config/network lan';
    expect(await read(archive(long('L', 'etc/long\0')))).toEqual(['etc/long lan', other]);
    expect(await read(archive(long('K', 'target\0')))).toEqual([other, other]);
    expect(await read(archive(long('x', pax('path', 'etc/pax'))))).toEqual(['etc/pax lan', other]);
    expect(await read(archive(long('g', pax('path', 'etc/all'))))).toEqual([other, other]);
    expect(await read(archive(long('L', 'etc/long\0'), long('x', pax('size', '2'))))).toEqual(['etc/long la', other]);
    expect(await read(archive(long('x', pax('GNU.sparse.major', '1'))))).toEqual(['BACKUP_DAMAGED tar sparse file']);
    const unwanted = Buffer.concat([long('x', pax('GNU.sparse.major', '1')), entry({ name: 'tmp/x' }), network, end]);
    expect(await read(unwanted)).toEqual(['tmp/x', other]);
    expect(await read(Buffer.concat([long('L', '\xff\0'), entry({ name: 'x' }), end]))).not.toEqual(['x']);
  });

  it('are bounded, each and all', async () => {
    const three = Buffer.concat([network, network, network, end]);
    expect(await read(three, { entries: 3 })).toHaveLength(3);
    expect((await read(three, { entries: 2 })).at(-1)).toBe('BACKUP_TOO_LARGE tar entries 2');
    expect(await read(Buffer.concat([network, end]), { file: () => 3 })).toEqual(['etc/config/network lan']);
    expect(await read(Buffer.concat([network, end]), { file: () => 2 })).toEqual(['BACKUP_TOO_LARGE etc/config/network 2']);
    expect(await read(Buffer.concat([network, end]), { archive: 3 })).toHaveLength(1);
    expect(await read(Buffer.concat([network, end]), { archive: 2 })).toEqual(['BACKUP_TOO_LARGE tar bytes 2']);
    const meta = (size: number) => Buffer.concat([entry({ name: '@', type: 'K', data: 'k'.repeat(size) }), network, end]);
    expect(await read(meta(65_536), { archive: 100_000 })).toEqual(['etc/config/network lan']);
    expect(await read(meta(65_537), { archive: 100_000 })).toEqual(['BACKUP_TOO_LARGE tar header 65536']);
  });

  it('that lead elsewhere are refused, and one without a name is nobody', async () => {
    for (const name of ['/etc/x', 'etc/../x', '..', 'etc/x\u0007', 'etc/x\n'])
      expect((await read(Buffer.concat([entry({ name }), end])))[0]).toMatch(/^BACKUP_UNSAFE /);
    expect(await read(Buffer.concat([entry({ name: 'etc/..x', data: 'a' }), end]))).toEqual(['etc/..x a']);
    expect(await read(Buffer.concat([entry({ name: Uint8Array.of(0xff) }), end]))).toEqual(['?']);
    expect((await read(Buffer.concat([entry({ name: `/${'a\u0007'.repeat(60)}` }), end])))[0]).toHaveLength('BACKUP_UNSAFE '.length + 100);
  });

  it('break off nowhere but between them', async () => {
    const archive = Buffer.concat([network, end]);
    for (const at of [1, 511, 513, 1023]) {
      const [first] = await read(archive.subarray(0, at));
      expect([at, first]).toEqual([at, 'BACKUP_DAMAGED tar end']);
    }
    expect(await read(new Uint8Array())).toEqual(['BACKUP_NOT_ARCHIVE']);
    expect(await read(Buffer.alloc(512, 'x'))).toEqual(['BACKUP_NOT_ARCHIVE']);
    expect(await read(end)).toEqual([]);
    const spoilt = Buffer.concat([network, Buffer.alloc(512, 'x')]);
    expect((await read(spoilt)).at(-1)).toBe('BACKUP_DAMAGED tar checksum');
  });
});
