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
  /**
   * Keeps its standard input open until this is aborted: for a program that takes the end of its input for its own, as one of another
   * user's has to, which may not be sent signals from here. SIGTERM is tried as well. How it ends is waited for.
   */
  readonly until?: AbortSignal;
  /** In ms; it is ended after that. */
  readonly timeoutMs: number;
}

/** Runs a program without a shell, with words that mean the same in every locale. Never throws. */
export type RunProgram = (name: string, args: readonly string[], options: ProgramOptions) => Promise<ProgramEnd>;

/** More than any program says that is asked here. */
const MAX_OUTPUT = 1_000_000;

export const runProgram: RunProgram = (name, args, { input = '', until, timeoutMs }) =>
  new Promise((resolve) => {
    const child = spawn(name, [...args], { stdio: ['pipe', 'pipe', 'pipe'], env: plainEnvironment(), timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    const onAbort = () => {
      child.stdin.end();
      // ChildProcess.kill would take a refusal (EPERM) for an error of the child.
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) tryToEnd(child.pid);
    };
    const end = (status: number | null) => {
      until?.removeEventListener('abort', onAbort);
      child.stdin.destroy();
      resolve({ status, stdout, stderr });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      if (stdout.length < MAX_OUTPUT) stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-2000);
    });
    // Either there is no such program, or its time is over and it may not be ended from here.
    child.on('error', () => end(child.pid === undefined ? null : 128));
    child.on('close', (code) => end(code ?? 128));
    // A program that ends before it has read everything is answered by its status.
    child.stdin.on('error', () => undefined);
    child.stdin.write(input);
    if (until === undefined) child.stdin.end();
    else if (until.aborted) onAbort();
    else until.addEventListener('abort', onAbort, { once: true });
  });

function tryToEnd(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // Another user's, or gone by now.
  }
}

/** The environment with messages in English, since some are read, and without a technician's secrets. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  return { ...withoutSecrets(), LC_ALL: 'C' };
}
