import type { Bench } from '../../electron/bench/bench.ts';
import type { Intent } from '../../electron/contract/intents.ts';
import type { Answer, Query } from '../../electron/contract/queries.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';

export const emptySnapshot: Snapshot = {
  revision: 0,
  platform: 'linux',
  version: '0.0.0',
  seesDrivers: true,
  usb: { available: true, failure: null, others: 0 },
  journal: null,
  usbRuleCommand: null,
  looksAllowed: null,
  switches: null,
  restarts: 0,
  practice: [],
  routers: [],
  dongles: [],
};

/** A bench that changes when the test says so. */
export class FakeBench implements Bench {
  readonly handled: Intent[] = [];
  onIntent: (intent: Intent) => Promise<void> = async () => undefined;
  onQuery: (query: Query) => Answer = () => ({ type: 'countries', countries: ['de', 'ru'] });
  #snapshot = emptySnapshot;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#snapshot);
    return () => this.#listeners.delete(listener);
  }

  async handle(intent: Intent): Promise<void> {
    this.handled.push(intent);
    await this.onIntent(intent);
  }

  async answer(query: Query): Promise<Answer> {
    return this.onQuery(query);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  change(part: Partial<Snapshot> = {}): void {
    this.#snapshot = { ...this.#snapshot, ...part, revision: this.#snapshot.revision + 1 };
    for (const listener of this.#listeners) listener(this.#snapshot);
  }
}
