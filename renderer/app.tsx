import { useEffect, useRef, useState } from 'react';
import type { BenchClient } from '../electron/contract/client.ts';
import { BenchProvider, useBench } from './hooks/use-bench.tsx';
import { useDump } from './hooks/use-dump.ts';
import { useLaterPages } from './hooks/use-later-pages.ts';
import { usePages } from './hooks/use-pages.ts';
import { useWords, WordsProvider } from './hooks/use-words.tsx';
import { useWrittenFiles } from './hooks/use-written-files.ts';
import type { PostedChoice } from './pages/posted/posted-export-page.tsx';
import { WithoutDongleButton } from './pages/without-dongle/without-dongle-button.tsx';
import { WithoutDonglePage } from './pages/without-dongle/without-dongle-page.tsx';
import { Announcer } from './ui/frame/announcer.tsx';
import { Banners } from './ui/frame/banners.tsx';
import { DongleList } from './ui/frame/dongle-list.tsx';
import { Header } from './ui/frame/header.tsx';
import { SkipLink } from './ui/frame/skip-link.tsx';
import { Wizard } from './wizard.tsx';

/** At a dongle, or where none is needed. `isBack`: it was left for one of the others. */
type Place =
  | { readonly name: 'bench'; readonly isBack: boolean }
  | { readonly name: 'without-dongle' | 'dump' }
  | { readonly name: 'posted-export'; readonly choice: PostedChoice };

const atBench: Place = { name: 'bench', isBack: false };

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
  const { snapshot, ended } = useBench();
  const pages = usePages(snapshot);
  useWrittenFiles(snapshot, pages);
  const dump = useDump(snapshot);
  const [place, setPlace] = useState<Place>(atBench);
  const later = useLaterPages(place.name !== 'bench');
  const main = useRef<HTMLElement>(null);
  const dongle = snapshot?.dongles.find((candidate) => candidate.portPath === pages.selected) ?? null;
  // With nothing plugged in, the first screen has all of it.
  const isLeft = place.name === 'without-dongle' && snapshot !== null && dongle === null;
  useEffect(() => {
    if (isLeft) setPlace(atBench);
  }, [isLeft]);
  const select = (portPath: string) => {
    setPlace(atBench);
    pages.select(portPath);
  };
  const plug = (name: string) => {
    setPlace(atBench);
    pages.awaitPractice(name);
  };
  const goTo = (name: 'without-dongle' | 'dump') => () => setPlace({ name });
  const back = () => setPlace({ name: 'bench', isBack: true });
  return (
    <div className="shell">
      <SkipLink to={main} />
      <Header version={snapshot?.version ?? null} />
      <aside className="side">
        <DongleList dongles={snapshot?.dongles ?? []} selected={place.name === 'bench' ? pages.selected : null} onSelect={select} />
        {dongle ? <WithoutDongleButton isShown={place.name !== 'bench'} onPress={goTo('without-dongle')} /> : null}
      </aside>
      <main className="main" ref={main} tabIndex={-1}>
        <Banners />
        {snapshot === null ? (
          ended ? null : (
            <Waiting />
          )
        ) : later === null && (place.name === 'posted-export' || place.name === 'dump') ? (
          <Waiting />
        ) : place.name === 'posted-export' && later ? (
          <later.PostedExportPage choice={place.choice} onBack={goTo('dump')} />
        ) : place.name === 'dump' && later ? (
          <later.DumpPage
            snapshot={snapshot}
            dump={dump}
            onBack={dongle ? goTo('without-dongle') : back}
            onExport={(choice) => setPlace({ name: 'posted-export', choice })}
          />
        ) : place.name === 'without-dongle' && !isLeft ? (
          <WithoutDonglePage snapshot={snapshot} onPlug={plug} onReadDump={goTo('dump')} onBack={back} />
        ) : (
          <Wizard
            snapshot={snapshot}
            dongle={dongle}
            pages={pages}
            isBack={place.name === 'bench' && place.isBack}
            onPlug={plug}
            onReadDump={goTo('dump')}
          />
        )}
      </main>
      <Announcer dongle={dongle} />
    </div>
  );
}

function Waiting() {
  const { t } = useWords();
  return (
    <p className="waiting" role="status">
      {t('app.waiting')}
    </p>
  );
}
