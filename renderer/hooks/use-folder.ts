import { useEffect, useState } from 'react';
import { readStored, writeStored } from '../state/storage.ts';
import { useBench } from './use-bench.tsx';

const storageKey = 'modem-bench.folder';

/** The folder that was typed or chosen last; `null`: none was, or storage is off. */
export const rememberedFolder = (): string | null => readStored(storageKey) || null;

/** Keeps the folder for the next dongle. */
export const rememberFolder = (folder: string): void => writeStored(storageKey, folder);

/** The folder of the last export, else the one that was chosen last, else the one that the surrounding program proposes; typing wins over both. */
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
  return [typed ?? exported ?? rememberedFolder() ?? proposed, setTyped];
}
