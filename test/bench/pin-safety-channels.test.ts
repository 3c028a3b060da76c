import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { recordedBackend } from '../../electron/bench/journal/recording.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import type { MessageChannel } from '../../electron/seams/streams.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import type { VirtualModem } from '../../electron/virtual/modem.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/**
 * A SIM in a modem that no AT port leads to, or none that anybody lists, whose control channel loses, cuts or swaps answers. The card's own
 * counter is held against two rules: it is never brought down to zero by us, and one PIN that was given costs one try at most.
 */

const PORT = '1-1';
const PIN = '4711';
const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };

type Lie = 'truth' | 'silence' | 'cut' | 'noise' | 'again' | 'late';

/** A channel whose answers are told as `lieOf` says. */
function lyingChannel(channel: MessageChannel, clock: ManualClock, lieOf: () => Lie): MessageChannel {
  const listeners = new Set<(message: Uint8Array) => void>();
  const say = (message: Uint8Array) => {
    for (const listener of [...listeners]) listener(message);
  };
  let before: Uint8Array | null = null;
  channel.onMessage((message) => {
    const lie = lieOf();
    if (lie === 'truth') say(message);
    else if (lie === 'cut') say(message.subarray(0, Math.max(1, message.length - 5)));
    else if (lie === 'noise') say(Uint8Array.from(message, (byte, i) => (i > 12 ? byte ^ 0x55 : byte)));
    else if (lie === 'again') say(before ?? message);
    else if (lie === 'late') clock.setTimeout(() => say(message), 12_000);
    before = message;
  });
  return {
    name: channel.name,
    send: (message) => channel.send(message),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  };
}

class Room {
  readonly clock = new ManualClock();
  readonly problems: string[] = [];
  lies: Lie[] = [];
  tried = 0;
  readonly #folder = temporaryFolder();
  readonly #world = new VirtualWorld(this.clock);
  readonly #modem: VirtualModem;
  readonly #mode: Mode;
  #bench: Bench | null = null;
  /** PINs that were given, and not yet seen to cost a try. */
  #given = 0;
  #last: number;

  constructor(name: string, mode: Mode, tries: number) {
    const model = findModel(name);
    if (!model) throw new Error('no such model');
    this.#mode = mode;
    this.#modem = this.#world.plug(PORT, model, { faults: { pin: PIN, pinTries: tries } });
    this.#last = this.tries;
  }

  get tries(): number {
    return Number(this.#modem.flash['pinTries'] ?? 3);
  }

  /** Holds the counter against the rules. */
  judge(): void {
    const { tries } = this;
    const cost = this.#last - tries;
    if (cost > 0) {
      this.tried += cost;
      this.#given -= cost;
      if (this.#given < 0) this.problems.push('a PIN was sent twice');
      if (tries < 1) this.problems.push('the last try was spent');
    }
    this.#last = tries;
  }

  async start(): Promise<void> {
    const { host } = this.#world.backend;
    const lying: Backend['host'] = {
      ...recordedBackend(this.#world.backend, 'none', () => undefined).host,
      openControlNode: async (path) => lyingChannel(await host.openControlNode(path), this.clock, () => this.lies.shift() ?? 'truth'),
    };
    const backend: Backend = { ...this.#world.backend, host: lying };
    this.#bench = await createBench({
      backends: [backend],
      practice,
      clock: this.clock,
      dataFolder: this.#folder,
      version: '0.0.0',
      boot: 'one',
      look: true,
    });
    await this.clock.advance(10);
    await this.clock.until(() => !['reading', undefined].includes(this.view()?.look.state), 300_000, 100);
  }

  view() {
    return this.#bench?.snapshot().dongles.find(({ portPath }) => portPath === PORT);
  }

  async prepare(pin: string, pinLock: 'keep' | 'off'): Promise<void> {
    // What was given before is given no more.
    await this.dismiss();
    this.#given = pin === '' ? 0 : 1;
    const wishes = Wishes.parse({ mode: this.#mode, router: '24.10.8', apn: 'internet', pin, pinLock });
    await this.#try(async (bench) => {
      await bench.handle({ type: 'plan', portPath: PORT, wishes });
      await bench.handle({ type: 'prepare', portPath: PORT, planId: this.view()?.draft?.id ?? '' });
    });
    await this.#settle();
  }

  async enter(pin: string): Promise<void> {
    if (this.view()?.state !== 'locked') return;
    this.#given++;
    await this.#try((bench) => bench.handle({ type: 'pin', portPath: PORT, pin }));
    await this.#settle();
  }

  async crash(): Promise<void> {
    await this.#bench?.close();
    this.#given = 0;
    await this.start();
    await this.#settle();
  }

  dismiss(): Promise<void> {
    return this.#try((bench) => bench.handle({ type: 'dismiss', portPath: PORT }));
  }

  async replug(): Promise<void> {
    this.#modem.unplug();
    await this.clock.advance(500);
    this.#modem.plug();
    await this.clock.advance(500);
  }

  async close(): Promise<void> {
    await this.#bench?.close();
    await this.#world.bus.close();
  }

  async #settle(): Promise<void> {
    await this.clock.until(
      () => {
        this.judge();
        return !['working', 'verifying', 'ready'].includes(this.view()?.state ?? '');
      },
      900_000,
      200,
    );
  }

  async #try(work: (bench: Bench) => Promise<void>): Promise<void> {
    if (!this.#bench) return;
    await work(this.#bench).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'BenchError') throw error;
    });
  }
}

const pins = fc.constantFrom(PIN, '0000', '1111', '2222', '');
const told = fc.array(fc.constantFrom<Lie[]>('truth', 'truth', 'truth', 'truth', 'silence', 'cut', 'noise', 'again', 'late'), {
  maxLength: 40,
});
/** What is asked before the SIM takes some thirty answers. */
const lies = fc.tuple(fc.nat(30), told).map(([first, then]) => [...Array.from({ length: first }, (): Lie => 'truth'), ...then]);
const action = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('prepare' as const), pin: pins, off: fc.boolean(), lies }), weight: 4 },
  fc.record({ do: fc.constant('enter' as const), pin: pins, lies }),
  fc.record({ do: fc.constantFrom('dismiss' as const, 'crash' as const, 'replug' as const) }),
);

describe.each([
  ['sierra-em7455-qmi-only', 'qmi'],
  ['sierra-em7455-mbim-only', 'mbim'],
] as const)('the SIM of a %s', (name, mode) => {
  it('is safe whatever is said', { timeout: 120_000 }, async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(action, { minLength: 2, maxLength: 8 }), async (tries, actions) => {
        const room = new Room(name, mode, tries);
        await room.start();
        for (const step of actions) {
          if ('lies' in step) room.lies = [...step.lies];
          if (step.do === 'prepare') await room.prepare(step.pin, step.off ? 'off' : 'keep');
          else if (step.do === 'enter') await room.enter(step.pin);
          else await room[step.do]();
          room.judge();
        }
        await room.close();
        expect(room.problems).toEqual([]);
        tried += room.tried;
      }),
      { numRuns: 25, seed: 20_261_130 },
    );
    expect(tried).toBeGreaterThan(5);
  });
});
