import type { Intent } from './intents.ts';
import type { Answer, Query } from './queries.ts';
import type { Snapshot } from './snapshot.ts';

/** `lost`: for a moment, it comes back by itself. `ended`: a browser's session is over, and nothing brings it back but a new address. */
export type Connection = 'connected' | 'lost' | 'ended';

/** The bench as a page reaches it; a window and a browser each have a transport that makes one. */
export interface BenchClient {
  /** Called at once with the latest snapshot if there is one, then with each new one. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /** Whether the bench is there. It is not for a moment after a crash; the transport connects again by itself. */
  onConnection(listener: (state: Connection) => void): () => void;
  /** Resolves when the bench took the intent; rejects with a BenchError. What comes of it shows in the snapshots. */
  send(intent: Intent): Promise<void>;
  /** Resolves with what the bench knows; rejects with a BenchError. Changes nothing, and shows in no snapshot. */
  ask(query: Query): Promise<Answer>;
  readonly shell: Shell;
}

/** What only the surrounding program can do. */
export interface Shell {
  readonly kind: 'window' | 'browser';
  /** Asks for a folder to write to; `null`: dismissed. In a browser there is no asking: the server's own folder. */
  chooseFolder(): Promise<string | null>;
  /** Where exports go unless the technician says otherwise. */
  defaultFolder(): Promise<string>;
  /** Shows a written file in the file manager; a browser downloads it. Only paths that the bench wrote. */
  reveal(path: string): Promise<void>;
}
