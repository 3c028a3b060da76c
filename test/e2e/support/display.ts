import { type ChildProcess, spawn } from 'node:child_process';
import { asUser } from './user.ts';

export interface Display {
  /** For the variable DISPLAY. */
  readonly name: string;
  stop(): Promise<void>;
}

/** A virtual screen of its own, under a number that the server finds free. */
export async function startDisplay(): Promise<Display> {
  const { command, args } = asUser('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp']);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim()));
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`Xvfb ended with status ${status}`)));
  });
  return { name: `:${number}`, stop: () => stopChild(child) };
}

/** Ends a child that a test started and waits until it is gone. */
export async function stopChild(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
