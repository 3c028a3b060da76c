import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../electron/contract/errors.ts';
import { readRouterBackup } from '../../../electron/openwrt/backup/index.ts';
import { networks } from '../stock.ts';
import { end, entry, pax, type RawEntry, tar, tgz } from './tars.ts';

const network: RawEntry = { name: 'etc/config/network', data: networks.dsa };

/** The code with which it is refused; `null` where it is read. */
async function refusal(bytes: Uint8Array): Promise<string | null> {
  try {
    await readRouterBackup(bytes);
    return null;
  } catch (error) {
    if (error instanceof BenchError) return error.code;
    throw error;
  }
}

const lanOf = async (bytes: Uint8Array) =>
  (await readRouterBackup(bytes)).summary.interfaces.find(({ name }) => name === 'lan')?.addresses[0]?.address;
const other = networks.dsa.replace('192.168.1.1', '10.9.8.7');

describe('a backup that is none, or means harm', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'BACKUP_NOT_ARCHIVE'],
    ['a text', Buffer.from('config interface lan\n'), 'BACKUP_NOT_ARCHIVE'],
    ['a tar without gzip that is cut off', tar(network).subarray(0, 700), 'BACKUP_DAMAGED'],
    ['a tar without gzip, of other files', tar({ name: 'etc/passwd', data: 'x' }), 'BACKUP_INCOMPLETE'],
    ['a gzip of a text', gzipSync('no tar at all'.repeat(100)), 'BACKUP_NOT_ARCHIVE'],
    ['a gzip of nothing', gzipSync(''), 'BACKUP_NOT_ARCHIVE'],
    ['the magic alone', Uint8Array.of(0x1f, 0x8b), 'BACKUP_DAMAGED'],
    ['an empty tar', tgz(), 'BACKUP_INCOMPLETE'],
    ['a tar of other files', tgz({ name: 'etc/passwd', data: 'root::0:0::/:/bin/ash' }), 'BACKUP_INCOMPLETE'],
    ['a name that leads out', tgz(network, { name: '../../etc/passwd', data: 'x' }), 'BACKUP_UNSAFE'],
    ['a name that leads out in its middle', tgz(network, { name: 'etc/config/../../../x', data: 'x' }), 'BACKUP_UNSAFE'],
    ['a folder that leads out', tgz(network, { name: '..', type: '5' }), 'BACKUP_UNSAFE'],
    ['a link that leads out by its name', tgz(network, { name: './..//x', type: '2', link: 'etc' }), 'BACKUP_UNSAFE'],
    ['an absolute name', tgz({ ...network, name: '/etc/config/network' }), 'BACKUP_UNSAFE'],
    ['a name with an escape', tgz(network, { name: 'etc/\u001b[2Jx', data: 'x' }), 'BACKUP_UNSAFE'],
    ['a name with a line end', tgz(network, { name: 'etc/config/x\nnetwork', data: 'x' }), 'BACKUP_UNSAFE'],
    [
      'a long name that leads out (GNU)',
      tgz(network, { name: '././@LongLink', type: 'L', data: `${'../'.repeat(60)}x\0` }, { name: 'x' }),
      'BACKUP_UNSAFE',
    ],
    ['a pax path that leads out', tgz(network, { name: 'x', type: 'x', data: pax('path', '../x') }, { name: 'x' }), 'BACKUP_UNSAFE'],
    ['an absolute pax path', tgz(network, { name: 'x', type: 'x', data: pax('path', '/etc/shadow') }, { name: 'x' }), 'BACKUP_UNSAFE'],
    ['ten gigabytes by pax', tgz({ name: 'x', type: 'x', data: pax('size', '10737418240') }, { name: 'x' }), 'BACKUP_TOO_LARGE'],
    ['a sparse file (pax)', tgz({ name: 'x', type: 'x', data: pax('GNU.sparse.realsize', '10737418240') }, network), 'BACKUP_DAMAGED'],
    ['a sparse file (GNU)', tgz({ ...network, type: 'S' }), 'BACKUP_DAMAGED'],
    ['a large configuration', tgz({ ...network, data: '#'.repeat(300_000) }), 'BACKUP_TOO_LARGE'],
    ['a large pax header', tgz({ name: 'x', type: 'x', data: 'x'.repeat(70_000) }, network), 'BACKUP_TOO_LARGE'],
    ['a pax header of lengths that lie', tgz({ name: 'x', type: 'x', data: `${'1\n'.repeat(30_000)} ` }, network), 'BACKUP_DAMAGED'],
    ['a pax record beyond its end', tgz({ name: 'x', type: 'x', data: '99999 path=x\n' }, network), 'BACKUP_DAMAGED'],
    ['a configuration that is none', tgz({ ...network, data: "config interface 'lan\n" }), 'BACKUP_CONFIG_INVALID'],
    ['a configuration with a zero byte', tgz({ ...network, data: 'config\0' }), 'BACKUP_CONFIG_INVALID'],
    ['a firewall that is none', tgz(network, { name: 'etc/config/firewall', data: 'zone\n' }), 'BACKUP_CONFIG_INVALID'],
    ['thousands of sections', tgz({ ...network, data: 'config x\n'.repeat(3000) }), 'BACKUP_TOO_LARGE'],
    ['a size in letters', tgz({ ...network, claims: Buffer.from('elevenbytes\0') }), 'BACKUP_DAMAGED'],
    ['a negative size', tgz(network, { name: 'x', claims: new Uint8Array(12).fill(0xff) }), 'BACKUP_DAMAGED'],
    ['more than it holds', gzipSync(Buffer.concat([entry(network), entry({ name: 'x', claims: 5000 })])), 'BACKUP_DAMAGED'],
    ['half a header', gzipSync(Buffer.concat([entry(network), entry({ name: 'x' }).subarray(0, 100)])), 'BACKUP_DAMAGED'],
  ])('%s: refused', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('ten gigabytes in a number of base 256: refused, in the file as in what is passed over', async () => {
    const claims = new Uint8Array(12);
    new DataView(claims.buffer).setBigUint64(4, 10n * 1024n ** 3n);
    claims[0] = 0x80;
    expect(await refusal(tgz({ ...network, claims }))).toBe('BACKUP_TOO_LARGE');
    expect(await refusal(tgz(network, { name: 'lib/x', claims }))).toBe('BACKUP_TOO_LARGE');
    expect(await refusal(tgz(network, { name: 'x', claims: new Uint8Array(12).fill(0xbf) }))).toBe('BACKUP_TOO_LARGE');
  });

  it('more than 20,000 entries, more than 64 MiB in it, more than 32 MiB of it: refused', async () => {
    expect(await refusal(gzipSync(Buffer.concat([...Array.from({ length: 20_001 }, () => entry({ name: 'x' })), end])))).toBe(
      'BACKUP_TOO_LARGE',
    );
    expect(
      await refusal(gzipSync(Buffer.concat([entry(network), ...Array.from({ length: 19_999 }, () => entry({ name: 'x' })), end]))),
    ).toBeNull();
    const bomb = Buffer.concat(Array.from({ length: 66 }, () => entry({ name: 'x', data: new Uint8Array(1024 * 1024) })));
    expect(await refusal(gzipSync(bomb, { level: 1 }))).toBe('BACKUP_TOO_LARGE');
    // Behind the end of the archive, too.
    expect(await refusal(gzipSync(Buffer.concat([tar(network), new Uint8Array(65 * 1024 * 1024)]), { level: 1 }))).toBe('BACKUP_TOO_LARGE');
    expect(await refusal(new Uint8Array(33 * 1024 * 1024))).toBe('BACKUP_TOO_LARGE');
  });

  it('configurations that a careless reader goes over again for each of their lines: read, or refused', async () => {
    const lines = (line: (at: number) => string) => Array.from({ length: 16_000 }, (_, at) => line(at)).join('');
    const firewall = (data: string) => refusal(tgz(network, { name: 'etc/config/firewall', data }));
    expect(await firewall(`config zone\n${lines(() => 'list network x\n')}`)).toBeNull();
    expect(await firewall(`config zone\n\toption name '${lines(() => 'x\n')}'\n`)).toBeNull();
    expect(await firewall(lines((at) => `config x x${at}\n`.slice(0, 16)))).toBeNull();
    expect(await firewall(`config zone\noption name x${lines(() => '\\\n')}`)).toBeNull();
    expect(await firewall(`config zone\noption name '${lines(() => 'x\n')}`)).toBe('BACKUP_CONFIG_INVALID');
  });

  it('cut off anywhere: refused', async () => {
    const whole = tgz({ name: 'etc/config/system', data: "config system\n\toption hostname 'R'\n" }, network);
    expect(await refusal(whole)).toBeNull();
    for (let length = 2; length < whole.length; length += 7)
      expect(await refusal(whole.subarray(0, length)), `${length}`).toBe('BACKUP_DAMAGED');
  });

  it('a wrong checksum, in the tar as in the gzip: refused', async () => {
    const broken = Buffer.concat([entry(network), entry({ name: 'etc/x' }), end]);
    broken[entry(network).length + 3] = 0x7e;
    expect(await refusal(gzipSync(broken))).toBe('BACKUP_DAMAGED');
    const sum = Buffer.from(tgz(network));
    sum[sum.length - 6] = (sum[sum.length - 6] ?? 0) ^ 1;
    expect(await refusal(sum)).toBe('BACKUP_DAMAGED');
  });
});

describe('what is odd and does no harm', () => {
  it('of a file that comes twice the last one counts, and a link in its place is no file', async () => {
    expect(await lanOf(tgz(network, { ...network, data: other }))).toBe('10.9.8.7');
    expect(await lanOf(tgz({ name: 'etc/config/network', type: '2', link: '/etc/shadow' }, network))).toBe('192.168.1.1');
    for (const type of ['1', '2', '3', '4', '5', '6'])
      expect(await refusal(tgz(network, { name: './etc/config/network', type, link: '/etc/shadow' })), type).toBe('BACKUP_INCOMPLETE');
  });

  it('links to anywhere, devices, folders, foreign types and names that are no UTF-8 are passed over', async () => {
    const odd: RawEntry[] = [
      { name: 'etc/localtime', type: '2', link: '/tmp/localtime' },
      { name: 'etc/hard', type: '1', link: '../../etc/shadow' },
      { name: 'dev/mtd0', type: '3' },
      { name: 'dev/sda', type: '4', claims: 4096 },
      { name: 'etc/', type: '5' },
      { name: 'etc/old/', type: '0', claims: 512 },
      { name: 'pipe', type: '6' },
      { name: 'volume', type: 'V' },
      { name: 'etc/global', type: 'g', data: pax('comment', 'x') },
      { name: Uint8Array.of(0x65, 0xff, 0xfe), data: 'x' },
      { name: 'etc/имя', data: 'x' },
    ];
    expect(await lanOf(tgz(...odd, network))).toBe('192.168.1.1');
  });

  it('names with dots and slashes in them mean what they mean to tar', async () => {
    for (const name of ['./etc/config/network', 'etc//config/./network', '././etc/config/network'])
      expect(await lanOf(tgz({ ...network, name })), name).toBe('192.168.1.1');
    expect(await refusal(tgz({ ...network, name: 'root/etc/config/network' }))).toBe('BACKUP_INCOMPLETE');
    expect(await refusal(tgz({ ...network, name: 'etc/config/network.bak' }))).toBe('BACKUP_INCOMPLETE');
  });

  it('long names by GNU, by pax and by prefix, and old headers', async () => {
    expect(await lanOf(tgz({ name: 'x', type: 'L', data: './etc/config/network\0' }, { ...network, name: 'cut' }))).toBe('192.168.1.1');
    const paxed = pax('mtime', '1.5') + pax('path', 'etc/config/network') + pax('size', String(networks.dsa.length));
    expect(await lanOf(tgz({ name: 'x', type: 'x', data: paxed }, { ...network, name: 'cut' }))).toBe('192.168.1.1');
    // A pax header is for the next entry alone.
    expect(
      await refusal(tgz({ name: 'x', type: 'x', data: paxed }, { name: 'cut', data: networks.dsa }, { name: 'x', data: '1' })),
    ).toBeNull();
    expect(await lanOf(tgz({ ...network, type: '\0', magic: '\0\0\0\0\0\0\0\0' }))).toBe('192.168.1.1');
    expect(await lanOf(tgz({ ...network, magic: 'ustar  \0' }))).toBe('192.168.1.1');
  });
});

describe('any bytes at all', () => {
  const settled = async (bytes: Uint8Array) => {
    await refusal(bytes);
  };

  it('are read or refused with a code: random ones, bare, in a gzip, and behind a header', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), settled), { numRuns: 300 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), (bytes) => settled(gzipSync(bytes))),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.constantFrom('x', 'L', 'g', '0', 'K'), (data, type) =>
        settled(tgz({ name: 'etc/config/network', type, data }, network)),
      ),
      { numRuns: 300 },
    );
  });

  it('are read or refused with a code: real archives with bytes changed, cut out and doubled', async () => {
    const real = tar(
      { name: 'etc/config/firewall', data: "config zone\n\toption name 'wan'\n" },
      { name: 'x', type: 'L', data: 'etc/long\0' },
      { name: 'y' },
      network,
    );
    const change = fc.record({ at: fc.nat(real.length - 1), with: fc.uint8Array({ minLength: 1, maxLength: 16 }), drop: fc.nat(600) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), fc.boolean(), async (changes, mendSums) => {
        let bytes = Buffer.from(real);
        for (const { at, with: fresh, drop } of changes)
          if (drop > 500) bytes = Buffer.concat([bytes.subarray(0, at), fresh, bytes.subarray(at)]);
          else bytes.set(fresh.subarray(0, bytes.length - at), at);
        if (mendSums) mend(bytes);
        await settled(gzipSync(bytes));
      }),
      { numRuns: 800 },
    );
    const packed = gzipSync(real);
    await fc.assert(
      fc.asyncProperty(fc.nat(packed.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(packed);
        bytes[at] = byte;
        await settled(bytes);
      }),
      { numRuns: 500 },
    );
  });
});

/** Right checksums for whatever stands at the places of headers, so that what is behind the first check is reached as well. */
function mend(bytes: Buffer): void {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (!block.subarray(257, 262).equals(Buffer.from('ustar'))) continue;
    block.fill(0x20, 148, 156);
    block.write(
      `${block
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
      8,
      'latin1',
    );
  }
}
