import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bench } from '../../electron/bench/bench.ts';
import { createBench } from '../../electron/bench/create.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import type { VirtualModem } from '../../electron/virtual/modem.ts';
import { type Lie, lyingSerial } from '../support/lying-serial.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/**
 * A SIM under a bench whose technician does anything, whose modem says anything, and which crashes at any moment. What the card itself
 * saw is held against three rules: it is never brought down to its last try by us; a PIN that cost a try is not sent again in that job;
 * and no PIN is sent that nobody gave since the bench was started.
 */

const PORT = '1-1';
const PIN = '4711';
const model = findModel('quectel-ec25');
if (!model) throw new Error('no such model');
const practice = { models: [], plugged: () => new Map(), plug: () => Promise.reject(new Error('none')), unplug: async () => undefined };

/** An attempt as the card saw it. */
interface Attempt {
  readonly pin: string;
  readonly triesBefore: number;
  readonly right: boolean;
  readonly job: number;
}

class Room {
  readonly clock = new ManualClock();
  readonly attempts: Attempt[] = [];
  readonly problems: string[] = [];
  readonly #folder = temporaryFolder();
  readonly #room = new VirtualWorld(this.clock);
  readonly #backend: Backend;
  readonly #modem: VirtualModem;
  #bench: Bench | null = null;
  #given = new Set<string>();
  #job = 0;
  /** What is told of the SIM's state and tries, and of attempts; the truth when they are used up. */
  lies: Lie[] = [];
  attemptLies: Lie[] = [];

  constructor(tries: number) {
    if (!model) throw new Error('no such model');
    this.#modem = this.#room.plug(PORT, model, { composition: 'qmi', faults: { pin: PIN, pinTries: tries } });
    this.#backend = { ...this.#room.backend, serial: lyingSerial(this.#room.backend.serial, (command) => this.#seen(command)) };
  }

  get tries(): number {
    return Number(this.#modem.flash['pinTries'] ?? 3);
  }

  #seen(command: string): Lie {
    const pin = /^AT\+(?:CPIN=|CLCK="SC",0,)"(\d*)"$/.exec(command)?.[1];
    if (pin === undefined) return /QPINC|CLCK="SC",2|CPIN\?/.test(command) ? (this.lies.shift() ?? 'truth') : 'truth';
    const attempt: Attempt = { pin, triesBefore: this.tries, right: pin === PIN, job: this.#job };
    if (attempt.triesBefore < 2) this.problems.push(`sent ${pin} with ${attempt.triesBefore} left`);
    if (!this.#given.has(pin)) this.problems.push(`sent ${pin}, which nobody gave`);
    if (this.attempts.some((a) => a.job === attempt.job && a.pin === pin && !a.right)) this.problems.push(`sent ${pin} twice in one job`);
    this.attempts.push(attempt);
    return this.attemptLies.shift() ?? 'truth';
  }

  async start(): Promise<void> {
    this.#given = new Set();
    this.#bench = await createBench({
      backends: [this.#backend],
      practice,
      clock: this.clock,
      dataFolder: this.#folder,
      version: '0.0.0',
      boot: 'one',
    });
    await this.clock.advance(10);
  }

  async crash(): Promise<void> {
    await this.#bench?.close();
    await this.start();
  }

  /** Until nothing more is done by itself. */
  async settle(): Promise<void> {
    await this.clock.until(() => !['working', 'ready'].includes(this.view()?.state ?? ''), 200_000, 200);
  }

  view() {
    return this.#bench?.snapshot().dongles.find((d) => d.portPath === PORT);
  }

  async prepare(pin: string, pinLock: 'keep' | 'off'): Promise<void> {
    const wishes = Wishes.parse({ mode: 'qmi', router: '24.10.8', apn: 'internet', pin, pinLock });
    await this.#try(async (bench) => {
      await bench.handle({ type: 'plan', portPath: PORT, wishes });
      const planId = this.view()?.draft?.id ?? '';
      this.#given.add(pin);
      this.#job++;
      await bench.handle({ type: 'prepare', portPath: PORT, planId });
    });
  }

  async enter(pin: string): Promise<void> {
    if (this.view()?.state !== 'locked') return;
    this.#given.add(pin);
    await this.#try((bench) => bench.handle({ type: 'pin', portPath: PORT, pin }));
  }

  cancel(): Promise<void> {
    return this.#try((bench) => bench.handle({ type: 'cancel', portPath: PORT }));
  }

  dismiss(): Promise<void> {
    return this.#try((bench) => bench.handle({ type: 'dismiss', portPath: PORT }));
  }

  async replug(): Promise<void> {
    this.#modem.unplug();
    await this.clock.advance(500);
    this.#modem.plug('qmi');
    await this.clock.advance(500);
  }

  async close(): Promise<void> {
    await this.#bench?.close();
    await this.#room.bus.close();
  }

  /** A refusal is as good as an answer here; what is not one of ours is not. */
  async #try(work: (bench: Bench) => Promise<void>): Promise<void> {
    if (!this.#bench) return;
    await work(this.#bench).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'BenchError') throw error;
    });
  }
}

const pins = fc.constantFrom(PIN, '0000', '1111', '');
const lie = fc.constantFrom<Lie[]>('truth', 'truth', 'ok', 'error', 'silence', 'noise', 'nothing-told');
const prepare = fc.record({ do: fc.constant('prepare' as const), pin: pins, off: fc.boolean(), toItsEnd: fc.boolean() });
const action = fc.oneof(
  { arbitrary: prepare, weight: 4 },
  fc.record({ do: fc.constant('enter' as const), pin: pins }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'dismiss' as const, 'crash' as const, 'replug' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  fc.record({ do: fc.constant('settle' as const) }),
  fc.record({ do: fc.constant('lie' as const), lies: fc.array(lie, { maxLength: 3 }), attempts: fc.array(lie, { maxLength: 3 }) }),
);

async function play(tries: number, actions: readonly (typeof action extends fc.Arbitrary<infer T> ? T : never)[]): Promise<Room> {
  const room = new Room(tries);
  await room.start();
  for (const step of actions) {
    switch (step.do) {
      case 'prepare':
        await room.prepare(step.pin, step.off ? 'off' : 'keep');
        if (step.toItsEnd) await room.settle();
        break;
      case 'enter':
        await room.enter(step.pin);
        break;
      case 'wait':
        await room.clock.advance(step.ms);
        break;
      case 'settle':
        await room.settle();
        break;
      case 'lie':
        room.lies = [...step.lies];
        room.attemptLies = [...step.attempts];
        break;
      default:
        await room[step.do]();
    }
  }
  await room.close();
  return room;
}

describe('the SIM', () => {
  it('is safe whatever is done, said and cut off', { timeout: 120_000 }, async () => {
    let attempts = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(action, { minLength: 3, maxLength: 14 }), async (tries, actions) => {
        const room = await play(tries, actions);
        expect(room.problems).toEqual([]);
        attempts += room.attempts.length;
      }),
      { numRuns: 60, seed: 20_261_130 },
    );
    // The rules were put to the test, and not only kept by sending nothing.
    expect(attempts).toBeGreaterThan(30);
  });

  it.each<[string, Lie]>([
    ['takes the wrong PIN for the right one', 'ok'],
    ['says nothing of the kind of error', 'error'],
    ['says nothing at all', 'silence'],
  ])('loses one try, not two, to a modem that %s', async (_, told) => {
    const room = new Room(3);
    await room.start();
    room.attemptLies = [told];
    await room.prepare('1111', 'off');
    await room.settle();
    expect(room.attempts.map(({ pin }) => pin)).toEqual(['1111']);
    expect(room.view()?.job?.failure?.code).toBe('PIN_WRONG');
    expect(room.view()?.network.pinTriesLeft).toBe(2);
    await room.close();
  });
});
