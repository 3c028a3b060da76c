import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { BenchClient, Connection } from '../../electron/contract/client.ts';
import { type Failure, toFailure } from '../../electron/contract/errors.ts';
import type { Intent } from '../../electron/contract/intents.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';

export interface BenchState {
  readonly client: BenchClient;
  /** The latest; `null` before the first. */
  readonly snapshot: Snapshot | null;
  readonly connected: boolean;
  /** The browser's session is over. */
  readonly ended: boolean;
}

const BenchContext = createContext<BenchState | null>(null);

export function BenchProvider({ client, children }: { client: BenchClient; children: ReactNode }) {
  const [snapshot, setSnapshot] = useState<Snapshot | null>(null);
  // A transport tells when the connection is lost; before the first word the page just waits for a snapshot.
  const [connection, setConnection] = useState<Connection>('connected');
  useEffect(() => client.onSnapshot(setSnapshot), [client]);
  useEffect(() => client.onConnection(setConnection), [client]);
  const state = useMemo(
    () => ({ client, snapshot, connected: connection === 'connected', ended: connection === 'ended' }),
    [client, snapshot, connection],
  );
  return <BenchContext value={state}>{children}</BenchContext>;
}

export function useBench(): BenchState {
  const state = useContext(BenchContext);
  if (state === null) throw new Error('useBench outside of BenchProvider');
  return state;
}

export interface IntentSender {
  /** Sends in order, stops at the first that is refused, and resolves with why (`null`: all taken). */
  readonly send: (...intents: Intent[]) => Promise<Failure | null>;
  /** An intent is on its way, or nobody is there to take one. */
  readonly blocked: boolean;
  /** Why the last one was refused, until the next is sent. */
  readonly failure: Failure | null;
  readonly clear: () => void;
}

export function useIntent(): IntentSender {
  const { client, connected } = useBench();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = useCallback(
    async (...intents: Intent[]) => {
      setPending(true);
      setFailure(null);
      try {
        for (const intent of intents) await client.send(intent);
        return null;
      } catch (thrown) {
        const refused = toFailure(thrown);
        setFailure(refused);
        return refused;
      } finally {
        setPending(false);
      }
    },
    [client],
  );
  const clear = useCallback(() => setFailure(null), []);
  return { send, blocked: pending || !connected, failure, clear };
}
