import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../electron/feeds/feed-package.ts';
import { readPackagesIndex } from '../../electron/feeds/opkg-index.ts';
import { resolvePackages } from '../../electron/feeds/resolve.ts';
import { readManifest } from '../../electron/feeds/target-files.ts';

const sum = 'a'.repeat(64);
const entry = (more: Record<string, string> = {}) =>
  `${Object.entries({ Package: 'a', Version: '1', Filename: 'a_1_all.ipk', Size: '10', SHA256sum: sum, ...more })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n\n`;
const read = (text: string) => readPackagesIndex(text, 'https://x/');

describe('an opkg index', () => {
  it('is read with versions, alternatives and provides', () => {
    const [one] = read(
      entry({ Depends: 'libc, b (>= 1.2), c | d (=3), kernel (=6.6.1~ab-r1)', Provides: 'x, y (= 2)', Conflicts: 'z (<< 3)' }),
    );
    expect(one?.depends).toEqual([
      [{ name: 'libc', operator: 'any', version: '' }],
      [{ name: 'b', operator: '>=', version: '1.2' }],
      [
        { name: 'c', operator: 'any', version: '' },
        { name: 'd', operator: '=', version: '3' },
      ],
      [{ name: 'kernel', operator: '=', version: '6.6.1~ab-r1' }],
    ]);
    expect(one?.provides).toEqual([
      { name: 'x', version: null },
      { name: 'y', version: '2' },
    ]);
    expect(one?.conflicts).toEqual([{ name: 'z', operator: '<', version: '3' }]);
  });

  it('has empty lines in its descriptions, each with a blank before it', () => {
    const text = entry({ Description: ' one\n two\n \n  three\n\t' }) + entry({ Package: 'b', Filename: 'b_1_all.ipk' });
    expect(read(text).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(read(`${text.replaceAll('\n', '\r\n')}\n\n`)).toHaveLength(2);
    expect(() => read(` lost\n${text}`)).toThrow('continues nothing');
  });

  it('has dependencies with two versions', () => {
    expect(read(entry({ Depends: 'libc, nginx-ssl-util (>=1.5-1) (<2), b(>=1)' }))[0]?.depends).toEqual([
      [{ name: 'libc', operator: 'any', version: '' }],
      [{ name: 'nginx-ssl-util', operator: '>=', version: '1.5-1' }],
      [{ name: 'nginx-ssl-util', operator: '<=', version: '2' }],
      [{ name: 'b', operator: '>=', version: '1' }],
    ]);
  });

  it.each([
    '../../etc/passwd',
    '/etc/a.ipk',
    'a/b.ipk',
    '..\\a.ipk',
    '.ipk',
    '-rf.ipk',
    'a.ipk\u0000',
    'a b.ipk',
    "a';reboot;'.ipk",
    'a.sh',
    `${'a'.repeat(300)}.ipk`,
  ])('with the file name %j is refused', (name) => {
    expect(safeFileName(name)).toBeNull();
    expect(() => read(entry({ Filename: name }))).toThrow('file name');
  });

  it.each([
    ['no name', entry({ Package: '' })],
    ['a name that is an option', entry({ Package: '--force' })],
    ['a name that is a command', entry({ Package: '$(reboot)' })],
    ['a version that a terminal would obey', entry({ Version: '1\u001b[2J' })],
    ['no sum', entry({ SHA256sum: 'abc' })],
    ['a size that is no number', entry({ Size: '-1' })],
    ['a size that is too large', entry({ Size: '99999999999' })],
    ['a field twice', entry().replace('Size: 10', 'Size: 10\nSize: 11')],
    ['no fields', 'hello\n'],
    ['endless dependencies', entry({ Depends: 'a, '.repeat(5_000) })],
  ])('with %s is refused', (_what, text) => {
    expect(() => read(text)).toThrow();
  });

  it('is bounded', () => {
    const many = Array.from({ length: 100_001 }, () => entry()).join('');
    expect(() => read(many)).toThrow('more than 100000 packages');
    expect(() => read('\n'.repeat(4_000_001))).toThrow('more than 4000000 lines');
    expect(read(entry({ Depends: `a${' '.repeat(200_000)}x` }))).toHaveLength(1);
  });
});

describe('dependencies', () => {
  const stock = (text: string, installed: [string, string][] = []) => ({
    installed: new Map([['kernel', '6.6'], ...installed]),
    feeds: read(text),
    release: '24.10.8',
    target: 'ramips/mt7621',
  });
  const names = (wanted: string[], text: string, installed: [string, string][] = []) =>
    resolvePackages(wanted, stock(text, installed)).map(({ name, version }) => `${name} ${version}`);
  const pack = (name: string, more: Record<string, string> = {}) => entry({ Package: name, Filename: `${name}_1_all.ipk`, ...more });

  it('that go in a circle are entered once', () => {
    expect(names(['a'], pack('a', { Depends: 'b' }) + pack('b', { Depends: 'c' }) + pack('c', { Depends: 'a' }))).toEqual([
      'c 1',
      'b 1',
      'a 1',
    ]);
    expect(names(['a'], pack('a', { Depends: 'a' }))).toEqual(['a 1']);
  });

  it('that cannot be read are missing where they are needed, and nowhere else', () => {
    for (const odd of ['b (~ 1)', 'b (>= 1) (x', '--force', '$(reboot)', 'b c', '(>= 1)']) {
      const text = pack('a', { Depends: `c, ${odd}` }) + pack('c', { Provides: odd, Conflicts: odd }) + pack('b');
      expect(names(['c'], text)).toEqual(['c 1']);
      expect(() => names(['a'], text)).toThrow('FEED_PACKAGE_MISSING');
    }
    expect(names(['a'], pack('a', { Depends: 'b (~ 1) | c' }) + pack('c') + pack('b'))).toEqual(['c 1', 'a 1']);
  });

  it('that have no end are refused', () => {
    const chain = Array.from({ length: 5_000 }, (_, at) => pack(`p${at}`, { Depends: `p${at + 1}` })).join('');
    expect(() => names(['p0'], chain)).toThrow('FEED_INDEX_UNREADABLE');
  });

  it('take the first alternative that there is, unless another is installed', () => {
    const text = pack('a', { Depends: 'none | b | c' }) + pack('b') + pack('c');
    expect(names(['a'], text)).toEqual(['b 1', 'a 1']);
    expect(names(['a'], text, [['c', '1']])).toEqual(['a 1']);
  });

  it('are met by what the image or a chosen package provides', () => {
    const text = pack('a', { Depends: 'virtual' }) + pack('q', { Provides: 'virtual' }) + pack('p', { Provides: 'virtual' });
    expect(names(['a'], text)).toEqual(['p 1', 'a 1']);
    expect(names(['a'], text, [['q', '1']])).toEqual(['a 1']);
    expect(names(['q', 'a'], text)).toEqual(['q 1', 'a 1']);
  });

  it('prefer a provider that does not conflict with what is there', () => {
    const text =
      pack('a', { Depends: 'virtual' }) + pack('p', { Provides: 'virtual', Conflicts: 'r' }) + pack('q', { Provides: 'virtual' });
    expect(names(['a'], text, [['r', '1']])).toEqual(['q 1', 'a 1']);
  });

  it('replace an older version of the image where a newer one is asked for', () => {
    const text = pack('a', { Depends: 'b (>= 1.5)' }) + pack('b', { Version: '2.0' });
    expect(names(['a'], text, [['b', '1.0']])).toEqual(['b 2.0', 'a 1']);
    expect(names(['a'], text, [['b', '1.5']])).toEqual(['a 1']);
    expect(() => names(['a'], text.replace('2.0', '1.4'), [['b', '1.0']])).toThrow('FEED_PACKAGE_MISSING');
  });

  it('do not offend what the image has', () => {
    const text = pack('a') + pack('b', { Conflicts: 'a' });
    expect(() => names(['a'], text, [['b', '1']])).toThrow('FEED_PACKAGE_CONFLICT');
  });
});

describe('a manifest', () => {
  it('names the kernel, with its hash', () => {
    expect(readManifest('base-files - 1-r2\nkernel - 6.6.1~ab-r1\n').get('kernel')).toBe('6.6.1~ab-r1');
  });

  it.each(['', 'base-files - 1\n', '<html>\n', 'kernel\n', `${'kernel - 1\n'.repeat(20_001)}`])('that is none is refused: %#', (text) => {
    expect(() => readManifest(text)).toThrow();
  });
});
