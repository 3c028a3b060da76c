import type { GivenSwitches } from '../../modem-db/db.ts';
import type { Failure } from '../contract/errors.ts';
import type { Intent } from '../contract/intents.ts';
import type { Answer, Query } from '../contract/queries.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Backend } from '../seams/backend.ts';
import type { Clock } from '../seams/clock.ts';

/** What the app offers when nothing is plugged in. */
export interface PracticeControls {
  readonly models: readonly { readonly name: string; readonly title: string }[];
  /** Port path of each practice dongle that is plugged in, by name. */
  plugged(): ReadonlyMap<string, string>;
  plug(name: string): Promise<string>;
  unplug(portPath: string): Promise<void>;
}

export interface BenchOptions {
  readonly backends: readonly Backend[];
  readonly practice: PracticeControls;
  readonly clock: Clock;
  /** Folder for the journals. */
  readonly dataFolder: string;
  readonly version: string;
  /** Why real USB is not among the backends, if it is not. */
  readonly usbFailure?: Failure;
  /** False: leave what earlier runs did alone, and have the data folder only for the length of a job (a command). */
  readonly resume?: boolean;
  /** Whether modems are looked at when they are plugged in; by default what the technician said, which is kept in `dataFolder`. */
  readonly look?: boolean;
  /** Folder where packages that were fetched are kept; by default one of `dataFolder`. */
  readonly feedCache?: string | undefined;
  /** Switch entries of a technician's file, which go before the database's and are the only ones that a dongle is switched by. */
  readonly switches?: GivenSwitches | undefined;
  /** How often this bench was restarted after a crash. */
  readonly restarts?: number;
  /** What tells this run of the computer from others; by default the system's own word. */
  readonly boot?: string;
}

/** Why the bench ends: somebody closed the app, or the app itself is lost, which is as a crash of the bench. */
export type Closing = 'wished' | 'lost';

/** The bench: takes intents, shows snapshots. Everything else is behind it. */
export interface Bench {
  snapshot(): Snapshot;
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /** Throws BenchError. The intent is already parsed. */
  handle(intent: Intent): Promise<void>;
  /** Throws BenchError. The query is already parsed. */
  answer(query: Query): Promise<Answer>;
  /** Gives everything back. Work under way stays in its journal. */
  close(how?: Closing): Promise<void>;
}
