import { useEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from '../../electron/contract/errors.ts';
import type { RouterOwners } from '../../electron/contract/router-options.ts';
import { base64Of, type ReadBackup } from '../state/router-files.ts';
import { useBench } from './use-bench.tsx';

export interface BackupReader {
  /** Hands a file to the bench; a later one takes its place, also when it is answered first. */
  readonly read: (file: File, owners: RouterOwners) => void;
  readonly pending: boolean;
  /** Why the last file was not taken. */
  readonly failure: Failure | null;
  readonly clear: () => void;
}

/** Reads a router's backup for one dongle. `found` gets what the bench says, `null` while and where there is nothing. */
export function useRouterBackup(portPath: string, found: (backup: ReadBackup | null) => void): BackupReader {
  const { client } = useBench();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = useRef(0);
  useEffect(
    () => () => {
      latest.current++;
    },
    [],
  );

  const settle = (asked: number, backup: ReadBackup | null, refused: Failure | null) => {
    if (latest.current !== asked) return;
    setPending(false);
    setFailure(refused);
    found(backup);
  };
  const read = (file: File, owners: RouterOwners) => {
    const asked = ++latest.current;
    setPending(true);
    setFailure(null);
    found(null);
    base64Of(file)
      .then((data) => client.ask({ type: 'read-router-backup', portPath, data, owners }))
      .then(
        (answer) => {
          if (answer.type === 'router-backup') settle(asked, { name: file.name, id: answer.backupId, file, fit: answer.fit }, null);
        },
        (thrown: unknown) => settle(asked, null, toFailure(thrown)),
      );
  };
  const clear = () => {
    latest.current++;
    setPending(false);
    setFailure(null);
    found(null);
  };
  return { read, pending, failure, clear };
}
