import { useEffect } from 'react';
import type { DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import { useBench } from './use-bench.tsx';
import { rememberedFolder } from './use-folder.ts';
import type { PagesControl } from './use-pages.ts';
import { useLanguage } from './use-words.tsx';

/** Whether the file of a dongle may be written as a matter of course: nothing is left that only the technician can say. */
export function isReadyToWrite({ phase, bundle, exporting, job }: DongleView): boolean {
  if (phase !== 'done' || bundle !== null || exporting !== null || !job?.verdict || job.failure) return false;
  return job.verdict.state !== 'unusable' && !job.pinUntried;
}

/** Writes each file when its job is through, once a job; the page of the router says where, or why not. */
export function useWrittenFiles(snapshot: Snapshot | null, pages: PagesControl): void {
  const { client, connected } = useBench();
  const { language } = useLanguage();
  useEffect(() => {
    if (!connected) return;
    for (const dongle of snapshot?.dongles ?? []) {
      const page = pages.pageOf(dongle.portPath);
      const planId = dongle.job?.plan.id ?? null;
      if (page === null || planId === null || page.written === planId || !isReadyToWrite(dongle)) continue;
      const { portPath } = dongle;
      pages.change(portPath, { written: planId });
      void write(portPath, page.owners);
    }

    async function write(portPath: string, owners: NonNullable<ReturnType<PagesControl['pageOf']>>['owners']): Promise<void> {
      const folder = rememberedFolder() ?? (await client.shell.defaultFolder().catch(() => ''));
      // Without a folder there is nothing to ask the bench: the page of the router has the field.
      if (folder === '') return;
      await client.send({ type: 'export', portPath, folder, language, accepts: [], owners }).catch(() => undefined);
    }
  }, [snapshot, pages, client, connected, language]);
}
