import { spawn } from 'node:child_process';
import { withoutSecrets } from '../seams/secret-environment.ts';

/** How a program of this computer ended. */
export interface ProgramEnd {
  /** Exit status; 128 and more: ended by a signal; `null`: there is no such program. */
  readonly status: number | null;
  readonly stdout: string;
  /** Its last words. */
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Written to its standard input, which is closed then. */
  readonly input?: string;
  /** In ms; it is ended after that. */
  readonly timeoutMs: number;
}

/** Runs a program without a shell, with words that mean the same in every locale. Never throws. */
export type RunProgram = (name: string, args: readonly string[], options: ProgramOptions) => Promise<ProgramEnd>;

/** More than any program says that is asked here. */
const MAX_OUTPUT = 1_000_000;

export const runProgram: RunProgram = (name, args, { input = '', timeoutMs }) =>
  new Promise((resolve) => {
    const child = spawn(name, [...args], { stdio: ['pipe', 'pipe', 'pipe'], env: plainEnvironment(), timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (stdout.length < MAX_OUTPUT) stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-2000);
    });
    child.on('error', () => resolve({ status: null, stdout, stderr }));
    child.on('close', (code) => resolve({ status: code ?? 128, stdout, stderr }));
    // A program that ends before it has read everything is answered by its status.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });

/** The environment with messages in English, since some are read, and without a technician's secrets. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { ...withoutSecrets(), LC_ALL: 'C' };
}
