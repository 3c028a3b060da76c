import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { Intent } from '../../../electron/contract/intents.ts';
import { type DongleView, Snapshot } from '../../../electron/contract/snapshot.ts';

const STARTS_MS = 30_000;
/** How long a bench may take to see that its server is gone; a busy computer takes more than seconds. */
const GOING_MS = 30_000;

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until something holds; false where it does not within the limit. */
export async function until(holds: () => boolean, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() >= end) return false;
    await sleep(50);
  }
  return true;
}

/** Processes whose parent this is. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
}

function parentOf(name: string): number | null {
  try {
    // The name of a program may hold blanks and brackets; the parent is the second field behind it.
    return Number(readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return null;
  }
}

export function runs(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

const Event = z.object({ type: z.literal('snapshot'), snapshot: Snapshot });
const Opened = z.object({ key: z.string() });
const Reply = z.object({ failure: z.object({ code: z.string() }).nullable() });

/** The browser form as a process, and what a page would see and say. */
export class Served {
  readonly process: ChildProcess;
  readonly #origin: string;
  readonly #key: string;
  #events: IncomingMessage | null = null;
  latest: Snapshot | null = null;

  private constructor(child: ChildProcess, origin: string, key: string) {
    this.process = child;
    this.#origin = origin;
    this.#key = key;
  }

  static async start(root: string, home: string): Promise<Served> {
    const child = spawn(process.execPath, [join(root, 'out/main/serve.js'), '--out', join(home, 'exports')], {
      env: { ...process.env, HOME: home, TMPDIR: home, MODEM_BENCH_DATA: join(home, 'data') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      const timer = setTimeout(() => reject(new Error(`serve said nothing: ${said}`)), STARTS_MS);
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        const found = /http:\/\/\S+/.exec(said);
        if (!found) return;
        clearTimeout(timer);
        resolve(found[0]);
      });
      child.once('exit', (status) => reject(new Error(`serve ended with ${status}: ${said}`)));
    });
    const { origin, hash } = new URL(address);
    const opened = await post(`${origin}/session`, { Origin: origin }, { token: hash.slice(1) });
    const served = new Served(child, origin, Opened.parse(jsonOf(opened.text)).key);
    served.#listen();
    return served;
  }

  #listen(): void {
    get(`${this.#origin}/events`, { headers: { Authorization: `Bearer ${this.#key}` } }, (response) => {
      this.#events = response;
      let rest = '';
      response.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString('utf8')).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (!line.startsWith('data: {')) continue;
          const event = Event.safeParse(JSON.parse(line.slice(6)));
          if (event.success) this.latest = event.data.snapshot;
        }
      });
      response.on('error', () => undefined);
    }).on('error', () => undefined);
  }

  /** Why it was refused; `null`: it was taken. */
  async send(intent: Intent): Promise<string | null> {
    const { status, text } = await post(`${this.#origin}/intent`, { Authorization: `Bearer ${this.#key}`, Origin: this.#origin }, intent);
    const reply = Reply.safeParse(jsonOf(text));
    return reply.success ? (reply.data.failure?.code ?? null) : status === null ? 'cut off' : `status ${status}`;
  }

  dongle(): DongleView | undefined {
    return this.latest?.dongles.find(({ origin }) => origin === 'practice');
  }

  /** The process that the bench runs in. */
  get bench(): number | undefined {
    return this.process.pid === undefined ? undefined : childrenOf(this.process.pid)[0];
  }

  /** Ends it by a signal; resolves to how it ended and whether its bench ended with it. */
  async end(signal: NodeJS.Signals): Promise<{ status: number | string; orphan: boolean }> {
    const { bench } = this;
    const ended = new Promise<number | string>((resolve) => {
      if (this.process.exitCode !== null || this.process.signalCode !== null)
        resolve(this.process.exitCode ?? this.process.signalCode ?? '-');
      else this.process.once('exit', (status, name) => resolve(status ?? name ?? '-'));
    });
    this.#events?.destroy();
    this.process.kill(signal);
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    const status = await ended;
    clearTimeout(timer);
    const orphan = bench !== undefined && !(await until(() => !runs(bench), GOING_MS));
    if (orphan && bench !== undefined) process.kill(bench, 'SIGKILL');
    return { status, orphan };
  }
}

/** `status`: null where the connection was cut off. */
function post(url: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<{ status: number | null; text: string }> {
  return new Promise((resolve) => {
    const cutOff = () => resolve({ status: null, text: '' });
    const asked = request(url, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () => resolve({ status: response.statusCode ?? null, text }));
      response.on('error', cutOff);
    });
    asked.on('error', cutOff);
    asked.end(JSON.stringify(body));
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
