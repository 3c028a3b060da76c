import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog, readLogLevel } from '../../electron/lib/log.ts';
import { LogFile } from '../../electron/lib/log-file.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('a log', () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const options = {
    source: 'bench[7]',
    now: () => Date.UTC(2026, 11, 1),
    redact: (text: string) => text.replaceAll('secret', '***'),
    write,
  };

  it('writes what its level takes, a line an event', () => {
    lines.splice(0);
    const log = createLog({ ...options, level: 'warn' });
    log.error('bench.lost', { status: 139, inMs: 200 });
    log.warn('dongle.failed', { port: '1-1', code: 'AT_SILENT', gone: undefined, at: null, again: true });
    log.info('intent');
    log.debug('step');
    expect(lines).toEqual([
      '2026-12-01T00:00:00.000Z error bench[7] bench.lost status=139 inMs=200',
      '2026-12-01T00:00:00.000Z warn  bench[7] dongle.failed port="1-1" code="AT_SILENT" at=null again=true',
    ]);
    expect((['error', 'warn', 'info', 'debug'] as const).map((level) => readLogLevel(` ${level.toUpperCase()} `))).toEqual([
      'error',
      'warn',
      'info',
      'debug',
    ]);
    expect([readLogLevel(undefined), readLogLevel('loud')]).toEqual(['info', 'info']);
  });

  it('keeps a text to its line, without what a terminal obeys, made safe before it is cut', () => {
    lines.splice(0);
    const log = createLog({ ...options, level: 'info' });
    log.info('x', { a: 'one\ntwo "\u001b[2J\u202e\u2028', b: `${'.'.repeat(1_997)}secret and more` });
    expect(lines.join('\n')).toBe(`2026-12-01T00:00:00.000Z info  bench[7] x a="one\\ntwo \\"\\u001b[2J??" b="${'.'.repeat(1_997)}***"`);
  });
});

describe('its file', () => {
  const file = () => join(temporaryFolder(), 'log', 'modem-bench.log');

  it('is for its owner alone, folder and all', () => {
    const path = file();
    new LogFile(path).append('one');
    expect([modeOf(path), modeOf(dirname(path)), readFileSync(path, 'utf8')]).toEqual(['600', '700', 'one\n']);
  });

  it('starts anew when it is full, and keeps a few older ones', () => {
    const path = file();
    const [log, other] = [new LogFile(path, { bytes: 20, older: 2 }), new LogFile(path, { bytes: 20, older: 2 })];
    // Two processes take turns.
    for (let i = 1; i <= 9; i++) (i % 2 ? log : other).append(`line ${i} ..`);
    const read = (name: string) => readFileSync(join(dirname(path), name), 'utf8');
    expect(readdirSync(dirname(path)).sort()).toEqual(['modem-bench.1.log', 'modem-bench.2.log', 'modem-bench.log']);
    expect([read('modem-bench.log'), read('modem-bench.1.log'), read('modem-bench.2.log')]).toEqual([
      'line 9 ..\n',
      'line 7 ..\nline 8 ..\n',
      'line 5 ..\nline 6 ..\n',
    ]);
    expect(modeOf(join(dirname(path), 'modem-bench.1.log'))).toBe('600');
    log.append('x'.repeat(100));
    expect(read('modem-bench.log')).toBe(`${'x'.repeat(100)}\n`);
  });

  it('that cannot be written costs its lines, and nothing else', () => {
    const path = file();
    mkdirSync(path, { recursive: true });
    expect(() => new LogFile(path).append('one')).not.toThrow();
    const below = join(temporaryFolder(), 'a-file');
    writeFileSync(below, '');
    chmodSync(below, 0o400);
    expect(() => new LogFile(join(below, 'log', 'x.log')).append('one')).not.toThrow();
    expect(existsSync(join(below, 'log'))).toBe(false);
  });
});
