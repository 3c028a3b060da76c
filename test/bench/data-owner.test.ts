import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataOwner } from '../../electron/bench/journal/data-owner.ts';
import { bootId, processStart } from '../../electron/host/this-computer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const inUse = expect.objectContaining({ code: 'DATA_FOLDER_IN_USE' });
const ownerOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));
const stale = (folder: string, change: object) =>
  writeFileSync(
    join(folder, 'owner.json'),
    JSON.stringify({ boot: bootId(), pid: process.pid, start: processStart(process.pid), ...change }),
  );

describe.runIf(process.platform === 'linux')('the owner of a data folder', () => {
  it('is one at a time, and lets go of it', () => {
    const folder = temporaryFolder();
    const owner = DataOwner.take(folder);
    expect(() => DataOwner.take(folder)).toThrow(inUse);
    owner.release();
    owner.release();
    expect(readdirSync(folder)).toEqual([]);
    DataOwner.take(folder).release();
  });

  it.each([
    ['of an earlier run of the computer', { boot: 'another' }],
    ['whose number another process has now', { start: '1' }],
    ['that has ended', { pid: 4_194_305 }],
    ['of which the file says nothing', { pid: 'x' }],
  ])('a process %s keeps nothing', (_, change) => {
    const folder = temporaryFolder();
    stale(folder, change);
    DataOwner.take(folder);
    expect(ownerOf(folder)).toMatchObject({ boot: bootId(), pid: process.pid });
  });

  it('a process that runs keeps it, whoever asks', async () => {
    const folder = temporaryFolder();
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)'], { stdio: 'ignore' });
    try {
      stale(folder, { pid: other.pid, start: processStart(other.pid ?? 0) });
      expect(() => DataOwner.take(folder)).toThrow(inUse);
    } finally {
      other.kill('SIGKILL');
      await new Promise((resolve) => other.once('exit', resolve));
    }
    DataOwner.take(folder).release();
    expect(existsSync(join(folder, 'owner.json'))).toBe(false);
  });

  it('a process that has ended keeps nothing, though its parent has not asked how', async () => {
    const folder = temporaryFolder();
    // The shell becomes a program that knows nothing of its child.
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', (data: Buffer) => resolve(data.toString()))));
      stale(folder, { pid, start: processStart(pid) });
      const hasEnded = () => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
      while (!hasEnded()) await new Promise((resolve) => setTimeout(resolve, 10));
      DataOwner.take(folder).release();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('does not take away what somebody else took meanwhile', () => {
    const folder = temporaryFolder();
    const owner = DataOwner.take(folder);
    stale(folder, { boot: 'another' });
    const next = DataOwner.take(folder);
    owner.release();
    expect(() => DataOwner.take(folder)).toThrow(inUse);
    next.release();
  });

  it('says so where nothing can be written', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => DataOwner.take(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'JOURNAL_UNWRITABLE' }));
  });
});
