import { uptime } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import { bootId, processStart } from '../../electron/host/this-computer.ts';

/** What /proc says here; a file that is not in it is not there. */
const proc = vi.hoisted(() => new Map<string, string>());

vi.mock('node:fs', async (original) => {
  const system = await original<typeof import('node:fs')>();
  const readFileSync = (path: string) => {
    const text = proc.get(path);
    if (text === undefined) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    return text;
  };
  return { ...system, readFileSync };
});

afterEach(() => {
  proc.clear();
  vi.useRealTimers();
});

/** /proc/PID/stat: pid, name and state, 18 further fields, the start (the 22nd of all), and more behind it. */
const stat = (name: string, state: string, start: string) => `42 (${name}) ${state} ${Array(18).fill(7).join(' ')} ${start} 8 9\n`;

it.each<[string, string, string | null]>([
  ['a name', stat('sleep', 'S', '123456'), '123456'],
  ['a name with blanks and parentheses', stat('a) R 1 (b', 'S', '5'), '5'],
  ['the longest number', stat('a', 'R', '1'.repeat(20)), '1'.repeat(20)],
  ['a longer one', stat('a', 'R', '1'.repeat(21)), null],
  ['what is no number', stat('a', 'R', 'x5'), null],
  ['what is no number behind one', stat('a', 'R', '5x'), null],
  ['one that ended and was not asked after', stat('a', 'Z', '5'), null],
  ['one that is just ending', stat('a', 'X', '5'), null],
  ['a line that breaks off', '42 (a) S 1 2 3', null],
  ['nothing', '', null],
])('the start of a process with %s', (_name, text, start) => {
  proc.set('/proc/42/stat', text);
  expect([processStart(42), processStart(43)]).toEqual([start, null]);
});

it('a run of this computer is named by the system, in a line that has an end', () => {
  proc.set('/proc/sys/kernel/random/boot_id', ' 2d1f-b1 \n');
  expect(bootId()).toBe('2d1f-b1');
  proc.set('/proc/sys/kernel/random/boot_id', 'x'.repeat(100));
  expect(bootId()).toBe('x'.repeat(80));
});

it.each([[null], [''], [' \n']])('where the system has no name for it (%j), it is named by the minute in which it began', (text) => {
  if (text !== null) proc.set('/proc/sys/kernel/random/boot_id', text);
  vi.useFakeTimers({ now: 1_700_000_000_000 + uptime() * 1000, toFake: ['Date'] });
  expect(bootId()).toBe(`minute-${Math.round(1_700_000_000_000 / 60_000)}`);
});
