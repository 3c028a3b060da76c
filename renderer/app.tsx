import { useRef, useState } from 'react';
import type { BenchClient } from '../electron/contract/client.ts';
import { BenchProvider, useBench } from './hooks/use-bench.tsx';
import { useDump } from './hooks/use-dump.ts';
import { usePages } from './hooks/use-pages.ts';
import { useWords, WordsProvider } from './hooks/use-words.tsx';
import { useWrittenFiles } from './hooks/use-written-files.ts';
import { DumpPage } from './pages/dump-page.tsx';
import { type PostedChoice, PostedExportPage } from './pages/posted-export-page.tsx';
import { Announcer } from './parts/announcer.tsx';
import { Banners } from './parts/banners.tsx';
import { DongleList } from './parts/dongle-list.tsx';
import { Header } from './parts/header.tsx';
import { SkipLink } from './parts/skip-link.tsx';
import { Wizard } from './wizard.tsx';

export function App({ client }: { client: BenchClient }) {
  return (
    <WordsProvider>
      <BenchProvider client={client}>
        <Shell />
      </BenchProvider>
    </WordsProvider>
  );
}

function Shell() {
  const { t } = useWords();
  const { snapshot, ended } = useBench();
  const pages = usePages(snapshot);
  useWrittenFiles(snapshot, pages);
  const dump = useDump(snapshot);
  const [reading, setReading] = useState(false);
  const [posted, setPosted] = useState<PostedChoice | null>(null);
  const select = (portPath: string) => {
    setReading(false);
    setPosted(null);
    pages.select(portPath);
  };
  const main = useRef<HTMLElement>(null);
  const dongle = snapshot?.dongles.find((candidate) => candidate.portPath === pages.selected) ?? null;
  return (
    <div className="shell">
      <SkipLink to={main} />
      <Header version={snapshot?.version ?? null} />
      <aside className="side">
        <DongleList dongles={snapshot?.dongles ?? []} selected={reading ? null : pages.selected} onSelect={select} />
      </aside>
      <main className="main" ref={main} tabIndex={-1}>
        <Banners />
        {snapshot && posted ? (
          <PostedExportPage choice={posted} onBack={() => setPosted(null)} />
        ) : snapshot && reading ? (
          <DumpPage snapshot={snapshot} dump={dump} onBack={() => setReading(false)} onExport={setPosted} />
        ) : snapshot ? (
          <Wizard snapshot={snapshot} dongle={dongle} pages={pages} onReadDump={() => setReading(true)} />
        ) : ended ? null : (
          <p className="waiting" role="status">
            {t('app.waiting')}
          </p>
        )}
      </main>
      <Announcer dongle={dongle} />
    </div>
  );
}
