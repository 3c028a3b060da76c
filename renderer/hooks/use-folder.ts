import { useEffect, useState } from 'react';
import { useBench } from './use-bench.tsx';

/** The folder of the last export, else the one that the surrounding program proposes; typing wins over both. */
export function useFolder(exported: string | null): [string, (folder: string) => void] {
  const { client } = useBench();
  const [typed, setTyped] = useState<string | null>(null);
  const [proposed, setProposed] = useState('');
  useEffect(() => {
    let here = true;
    client.shell.defaultFolder().then(
      (folder) => here && setProposed(folder),
      () => undefined, // Nothing proposed: the field stays empty and waits for the technician.
    );
    return () => {
      here = false;
    };
  }, [client]);
  return [typed ?? exported ?? proposed, setTyped];
}
