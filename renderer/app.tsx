import type { BenchClient } from '../electron/contract/client.ts';
import { BenchProvider, useBench } from './hooks/use-bench.tsx';
import { usePages } from './hooks/use-pages.ts';
import { useWords, WordsProvider } from './hooks/use-words.tsx';
import { Announcer } from './parts/announcer.tsx';
import { Banners } from './parts/banners.tsx';
import { DongleList } from './parts/dongle-list.tsx';
import { Header } from './parts/header.tsx';
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
  const { snapshot } = useBench();
  const pages = usePages(snapshot);
  const dongle = snapshot?.dongles.find((candidate) => candidate.portPath === pages.selected) ?? null;
  return (
    <div className="shell">
      <Header version={snapshot?.version ?? null} />
      <aside className="side">
        <DongleList dongles={snapshot?.dongles ?? []} selected={pages.selected} onSelect={pages.select} />
      </aside>
      <main className="main">
        <Banners />
        {snapshot ? (
          <Wizard snapshot={snapshot} dongle={dongle} pages={pages} />
        ) : (
          <p className="waiting" role="status">
            {t('app.waiting')}
          </p>
        )}
      </main>
      <Announcer dongle={dongle} />
    </div>
  );
}
