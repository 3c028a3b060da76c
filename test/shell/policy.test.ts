import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeIsNewEnough, root } from '../../electron/setup.mjs';
import { readBenchArguments, writeBenchArguments } from '../../electron/shell/bench-arguments.ts';
import { defaultDataFolder } from '../../electron/shell/data-folder.ts';
import { readPageFiles } from '../../electron/shell/page-files.ts';
import { contentSecurityPolicy, isOwnUrl, mayConnect, mayLoad } from '../../electron/shell/page-policy.ts';
import { readWindowSize, writeWindowSize } from '../../electron/shell/window-size.ts';

const folder = mkdtempSync(join(tmpdir(), 'modem-bench-shell-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what the page may do', () => {
  it('knows its own URLs', () => {
    for (const own of ['app://modem-bench/', 'app://modem-bench/index.html', 'app://modem-bench/assets/a.js?x#y'])
      expect(isOwnUrl(own), own).toBe(true);
    const others = [
      'app://other/',
      'app://modem-bench.evil/',
      'app://x@evil/modem-bench/',
      'https://modem-bench/',
      'file:///index.html',
      'about:blank',
      '',
      'app:',
    ];
    for (const other of others) expect(isOwnUrl(other), other).toBe(false);
  });

  it('hands the bench to the topmost frame of its own page only', () => {
    const url = 'app://modem-bench/index.html';
    expect(mayConnect({ url, parent: null })).toBe(true);
    expect(mayConnect({ url, parent: {} })).toBe(false);
    expect(mayConnect({ url: 'about:blank', parent: null })).toBe(false);
    expect(mayConnect(null)).toBe(false);
  });

  it('loads nothing remote', () => {
    expect(mayLoad('data:image/svg+xml,x', false)).toBe(true);
    expect(mayLoad('devtools://devtools/bundled/x', true)).toBe(true);
    for (const url of [
      'https://example.org/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'devtools://devtools/x',
      'data:text/html,x',
      'ws://x/',
    ])
      expect(mayLoad(url, false), url).toBe(false);
  });

  it('has a policy without holes', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|blob:|script-src[^;]*data:/);
    for (const directive of ['base-uri', 'form-action', 'frame-ancestors']) expect(contentSecurityPolicy).toContain(`${directive} 'none'`);
  });
});

describe('the page files', () => {
  it('are those of the folder, under their URL paths', () => {
    mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
    writeFileSync(join(folder, 'page', 'index.html'), '<html>');
    writeFileSync(join(folder, 'page', 'assets', 'a.js'), 'a');
    writeFileSync(join(folder, 'page', 'assets', 'a.js.map'), 'map');
    const files = readPageFiles(join(folder, 'page'));
    expect([...files.keys()].sort()).toEqual(['/', '/assets/a.js', '/index.html']);
    expect(files.get('/')?.type).toBe('text/html; charset=utf-8');
  });
});

describe("the bench process's arguments", () => {
  it('come back as they were written', () => {
    const given = { data: '/home/a b/=c', version: '0.1.0', restarts: 3 };
    expect(readBenchArguments(writeBenchArguments(given))).toEqual(given);
  });

  it('are refused where something is missing or wrong', () => {
    for (const wrong of [[], ['--data=relative', '--version=1', '--restarts=0'], ['--data=/a', '--version=1', '--restarts=-1'], ['--x']])
      expect(() => readBenchArguments(wrong)).toThrow();
  });
});

describe('the window size', () => {
  const screen = { width: 1920, height: 1080 };
  const file = join(folder, 'window.json');

  it('is remembered, and fits the screen', () => {
    writeWindowSize(file, { width: 1500, height: 900, maximized: true });
    expect(readWindowSize(file, screen)).toEqual({ width: 1500, height: 900, maximized: true });
    expect(readWindowSize(file, { width: 1024, height: 700 })).toEqual({ width: 1024, height: 700, maximized: true });
  });

  it.each([
    [880, 600, true],
    [879, 600, false],
    [880, 599, false],
    [10_000, 10_000, true],
    [10_001, 10_000, false],
    [10_000, 10_001, false],
    [900.5, 700, false],
  ])('of %d by %d is one that a technician may have left: %s', (width, height, taken) => {
    const large = { width: 20_000, height: 20_000 };
    writeWindowSize(file, { width, height, maximized: false });
    expect(readWindowSize(file, large)).toEqual(taken ? { width, height, maximized: false } : readWindowSize(join(folder, 'none'), large));
    expect(readWindowSize(join(folder, 'none'), { width: 800, height: 20_000 })).toEqual({ width: 800, height: 860, maximized: false });
    expect(readWindowSize(join(folder, 'none'), { width: 20_000, height: 700 })).toEqual({ width: 1240, height: 700, maximized: false });
  });

  it('is the usual one where nothing sensible is remembered', () => {
    const usual = readWindowSize(join(folder, 'none'), screen);
    for (const text of ['', '{', '{"width":1,"height":1,"maximized":false}', '{"width":"1500"}', '[]']) {
      writeFileSync(file, text);
      expect(readWindowSize(file, screen), text).toEqual(usual);
    }
  });
});

describe('the data folder', () => {
  it("is the system's place for a program's data", () => {
    expect(defaultDataFolder({ MODEM_BENCH_DATA: '/d', HOME: '/h' }, 'linux')).toBe('/d');
    expect(defaultDataFolder({ HOME: '/h' }, 'linux')).toBe('/h/.local/share/modem-bench');
    expect(defaultDataFolder({ HOME: '/h', XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/modem-bench');
    expect(defaultDataFolder({ HOME: '/h' }, 'darwin')).toBe('/h/Library/Application Support/Modem Bench');
    expect(() => defaultDataFolder({}, 'linux')).toThrow();
  });
});

describe('set-up', () => {
  it('knows which Node is too old', () => {
    for (const good of ['20.19.0', '20.20.2', '22.0.0', '24.1.0']) expect(nodeIsNewEnough(good), good).toBe(true);
    for (const old of ['20.18.9', '18.20.0', '8.0.0', '']) expect(nodeIsNewEnough(old), old).toBe(false);
  });
});

describe('what is installed beside the app', () => {
  it('has the same desktop entry in the packages as beside the sources', () => {
    const entry = readFileSync(join(root, 'assets/modem-bench.desktop'), 'utf8');
    const packaged = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    for (const key of ['Name', 'GenericName', 'Comment', 'Comment[ru]', 'Keywords']) {
      const line = entry.split('\n').find((found) => found.startsWith(`${key}=`)) ?? '';
      expect(packaged, key).toContain(`      ${key}: ${line.slice(key.length + 1)}\n`);
    }
  });
});
