import { useEffect } from 'react';
import { toFailure } from '../../electron/contract/errors.ts';
import type { DongleView, Snapshot } from '../../electron/contract/snapshot.ts';
import { useBench } from './use-bench.tsx';
import { rememberedFolder } from './use-folder.ts';
import type { PageState, PagesControl } from './use-pages.ts';
import { useLanguage } from './use-words.tsx';

/** Whether the file of a job that this page saw end may be written as a matter of course: nothing is left that only the technician can say. */
export function isDue({ phase, bundle, exporting, job }: DongleView, { writing, packages, backup }: PageState): boolean {
  if (writing !== 'due' || phase !== 'done' || bundle !== null || exporting !== null) return false;
  if (!job?.verdict || job.failure || job.verdict.state === 'unusable' || job.pinUntried) return false;
  // What is in the form for the file of one very router is said when it is written.
  return !packages.wanted && backup === null;
}

/** Writes each file when its job is through, once a job; the screens say where, or why not. */
export function useWrittenFiles(snapshot: Snapshot | null, pages: PagesControl): void {
  const { client, connected } = useBench();
  const { language } = useLanguage();
  useEffect(() => {
    if (!connected) return;
    for (const dongle of snapshot?.dongles ?? []) {
      const page = pages.pageOf(dongle.portPath);
      if (page === null || !isDue(dongle, page)) continue;
      pages.change(dongle.portPath, { writing: 'none', notWritten: null });
      void write(dongle.portPath, page.owners);
    }

    async function write(portPath: string, owners: PageState['owners']): Promise<void> {
      try {
        const folder = rememberedFolder() ?? (await client.shell.defaultFolder());
        // Without a folder there is nothing to ask the bench: the screen of the router has the field.
        if (folder !== '') await client.send({ type: 'export', portPath, folder, language, accepts: [], owners });
      } catch (thrown) {
        pages.change(portPath, { notWritten: toFailure(thrown) });
      }
    }
  }, [snapshot, pages, client, connected, language]);
}
