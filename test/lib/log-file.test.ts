import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { LogFile } from '../../electron/lib/log-file.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const MIB = 1024 * 1024;
const path = () => join(temporaryFolder(), 'log', 'bench.log');
const files = (log: string) => readdirSync(dirname(log)).sort();

it('a log file takes a mebibyte to the last byte, and three older ones stay', () => {
  const log = path();
  const writer = new LogFile(log);
  writer.append('x'.repeat(MIB - 11));
  writer.append('y'.repeat(9));
  expect([files(log), statSync(log).size]).toEqual([['bench.log'], MIB]);
  writer.append('');
  expect([files(log), readFileSync(log, 'utf8')]).toEqual([['bench.1.log', 'bench.log'], '\n']);
  for (const line of ['2', '3', '4', '5']) writer.append(line.repeat(MIB));
  expect(files(log)).toEqual(['bench.1.log', 'bench.2.log', 'bench.3.log', 'bench.log']);
  expect(files(log).map((name) => readFileSync(join(dirname(log), name), 'utf8')[0])).toEqual(['4', '3', '2', '5']);
});

it('a line that is longer than a file has one for itself, and no empty one is kept beside it', () => {
  const log = path();
  const writer = new LogFile(log, { bytes: 4, older: 9 });
  for (const line of ['longer', 'ab', 'c']) writer.append(line);
  expect(files(log)).toEqual(['bench.1.log', 'bench.2.log', 'bench.log']);
  expect(['bench.2.log', 'bench.1.log', 'bench.log'].map((name) => readFileSync(join(dirname(log), name), 'utf8'))).toEqual([
    'longer\n',
    'ab\n',
    'c\n',
  ]);
});
