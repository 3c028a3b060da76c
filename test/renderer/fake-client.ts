import type { BenchClient, Connection, Shell } from '../../electron/contract/client.ts';
import type { BenchError } from '../../electron/contract/errors.ts';
import type { Intent } from '../../electron/contract/intents.ts';
import type { Answer, Query } from '../../electron/contract/queries.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';

/** A bench that says what the test tells it to say, and remembers what it was asked. */
export class FakeClient implements BenchClient {
  readonly sent: Intent[] = [];
  readonly asked: Query[] = [];
  readonly revealed: string[] = [];
  chosenFolder: string | null = '/media/stick';
  readonly shell: Shell;
  #snapshot: Snapshot | null;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #connection = new Set<(state: Connection) => void>();
  /** What answers an intent: nothing by default, a thrown BenchError to refuse it. */
  onIntent: (intent: Intent) => void = () => undefined;

  /** What answers a query; nothing is known by default. */
  onQuery: (query: Query) => Answer = (query) =>
    query.type === 'list-countries' ? { type: 'countries', countries: [] } : { type: 'providers', proposals: [], total: 0 };

  constructor(snapshot: Snapshot | null = null, kind: Shell['kind'] = 'window') {
    this.#snapshot = snapshot;
    this.shell = {
      kind,
      chooseFolder: async () => this.chosenFolder,
      defaultFolder: async () => '/home/tech/Modem Bench',
      reveal: async (path) => {
        this.revealed.push(path);
      },
    };
  }

  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    if (this.#snapshot) listener(this.#snapshot);
    return () => this.#listeners.delete(listener);
  }

  onConnection(listener: (state: Connection) => void): () => void {
    this.#connection.add(listener);
    return () => this.#connection.delete(listener);
  }

  async send(intent: Intent): Promise<void> {
    this.sent.push(intent);
    this.onIntent(intent);
  }

  async ask(query: Query): Promise<Answer> {
    this.asked.push(query);
    return this.onQuery(query);
  }

  /** What the bench says next. */
  show(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener(snapshot);
  }

  connection(state: Connection): void {
    for (const listener of this.#connection) listener(state);
  }

  /** Refuses every intent of this type with this error, and takes the others. */
  refuse(type: Intent['type'], error: BenchError): void {
    this.onIntent = (intent) => {
      if (intent.type === type) throw error;
    };
  }
}
