import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

/** Who is asked what has been plugged in. */
export interface Look {
  readonly by: 'ours' | 'ModemManager';
  /** Until it waits for a modem and has nothing else to do. */
  ready(): Promise<void>;
  /** Resolves when it has told model, IMEI, SIM and signal of what is being plugged in. */
  known(): Promise<void>;
  /** Until it is gone, so that nobody else holds the next one. */
  end(): Promise<void>;
}

/** Between two questions to ModemManager, in ms. */
const POLL_MS = 100;

const run = promisify(execFile);

const Listing = z.object({
  modem: z.object({
    generic: z.object({
      model: z.string(),
      'equipment-identifier': z.string(),
      sim: z.string(),
      state: z.string(),
      'signal-quality': z.object({ value: z.string() }),
    }),
  }),
});

/** The daemon runs already, as on any desktop. An enabled modem alone has a signal, so it is enabled as soon as that is possible. */
export class ModemManager implements Look {
  readonly by = 'ModemManager';
  #child: ChildProcess | null = null;

  async ready(): Promise<void> {
    this.#child = spawn('ModemManager', [], { stdio: 'ignore' });
    for (let look = 0; look < 600; look++) {
      const listening = await run('mmcli', ['-L']).then(
        () => true,
        () => false,
      );
      if (listening) return;
      await pause(POLL_MS);
    }
    throw new Error('ModemManager does not answer');
  }

  async known(): Promise<void> {
    let enabling: Promise<unknown> | null = null;
    for (;;) {
      const generic = await this.#ask();
      if (generic !== null && told(generic)) return;
      if (generic?.state === 'disabled' && enabling === null)
        enabling = run('mmcli', ['-m', 'any', '--enable'])
          .catch(() => undefined)
          .finally(() => {
            enabling = null;
          });
      await pause(POLL_MS);
    }
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await gone;
  }

  async #ask(): Promise<z.infer<typeof Listing>['modem']['generic'] | null> {
    const output = await run('mmcli', ['-m', 'any', '-J']).catch(() => null);
    return output === null ? null : Listing.parse(JSON.parse(output.stdout)).modem.generic;
  }
}

function told({
  model,
  'equipment-identifier': imei,
  sim,
  'signal-quality': quality,
}: z.infer<typeof Listing>['modem']['generic']): boolean {
  return ![model, imei, sim].includes('--') && Number(quality.value) > 0;
}

/** Ours runs already too, in a process of its own: the kernel waits for the dongle, which lives in the caller's. */
export class Ours implements Look {
  readonly by = 'ours';
  readonly #program: string;
  readonly #dataFolder: string;
  #child: ChildProcess | null = null;
  #said = '';

  /** `program`: `guest/look.ts`, built. */
  constructor(program: string, dataFolder: string) {
    this.#program = program;
    this.#dataFolder = dataFolder;
  }

  async ready(): Promise<void> {
    const child = spawn(process.execPath, [this.#program, this.#dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    this.#said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
    await this.#says('ready');
  }

  known(): Promise<void> {
    return this.#says('known');
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await gone;
  }

  /** Looked at far more often than the other program, whose answers cost a process each: the figure is the line's own moment. */
  async #says(word: string): Promise<void> {
    while (!this.#said.split('\n').includes(word)) await pause(2);
  }
}
