import { useRef, useState } from 'react';
import type { BenchClient } from '../electron/contract/client.ts';
import { BenchProvider, useBench } from './hooks/use-bench.tsx';
import { useDump } from './hooks/use-dump.ts';
import { usePages } from './hooks/use-pages.ts';
import { useWords, WordsProvider } from './hooks/use-words.tsx';
import { useWrittenFiles } from './hooks/use-written-files.ts';
import { DumpPage } from './pages/posted/dump-page.tsx';
import { type PostedChoice, PostedExportPage } from './pages/posted/posted-export-page.tsx';
import { WithoutDongleButton } from './pages/without-dongle/without-dongle-button.tsx';
import { WithoutDonglePage } from './pages/without-dongle/without-dongle-page.tsx';
import { Announcer } from './ui/frame/announcer.tsx';
import { Banners } from './ui/frame/banners.tsx';
import { DongleList } from './ui/frame/dongle-list.tsx';
import { Header } from './ui/frame/header.tsx';
import { SkipLink } from './ui/frame/skip-link.tsx';
import { Wizard } from './wizard.tsx';

/** At a dongle, or where none is needed. */
type Place = 'bench' | 'without-dongle' | 'dump';

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
  const [place, setPlace] = useState<Place>('bench');
  const [posted, setPosted] = useState<PostedChoice | null>(null);
  const select = (portPath: string) => {
    setPlace('bench');
    setPosted(null);
    pages.select(portPath);
  };
  const plug = (name: string) => {
    setPlace('bench');
    pages.awaitPractice(name);
  };
  const readDump = () => setPlace('dump');
  const main = useRef<HTMLElement>(null);
  const dongle = snapshot?.dongles.find((candidate) => candidate.portPath === pages.selected) ?? null;
  return (
    <div className="shell">
      <SkipLink to={main} />
      <Header version={snapshot?.version ?? null} />
      <aside className="side">
        <DongleList dongles={snapshot?.dongles ?? []} selected={place === 'bench' ? pages.selected : null} onSelect={select} />
        {dongle ? <WithoutDongleButton isShown={place !== 'bench'} onPress={() => setPlace('without-dongle')} /> : null}
      </aside>
      <main className="main" ref={main} tabIndex={-1}>
        <Banners />
        {snapshot && posted ? (
          <PostedExportPage choice={posted} onBack={() => setPosted(null)} />
        ) : snapshot && place === 'dump' ? (
          <DumpPage snapshot={snapshot} dump={dump} onBack={() => setPlace(dongle ? 'without-dongle' : 'bench')} onExport={setPosted} />
        ) : snapshot && dongle && place === 'without-dongle' ? (
          <WithoutDonglePage snapshot={snapshot} onPlug={plug} onReadDump={readDump} onBack={() => setPlace('bench')} />
        ) : snapshot ? (
          <Wizard snapshot={snapshot} dongle={dongle} pages={pages} onPlug={plug} onReadDump={readDump} />
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
