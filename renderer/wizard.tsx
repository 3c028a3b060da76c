import type { DongleView, Snapshot } from '../electron/contract/snapshot.ts';
import type { PageState, PagesControl } from './hooks/use-pages.ts';
import { useStepFocus } from './hooks/use-step-focus.ts';
import { useWords } from './hooks/use-words.tsx';
import { DonglePage } from './pages/dongle-page.tsx';
import { ExportPage } from './pages/export-page.tsx';
import { ModePage } from './pages/mode-page.tsx';
import type { PageProps } from './pages/page-props.ts';
import { SimPage } from './pages/sim-page.tsx';
import { SwitchPage } from './pages/switch-page.tsx';
import { VerifyPage } from './pages/verify-page.tsx';
import { Stepper } from './parts/stepper.tsx';
import { type StepName, shownStep } from './state/steps.ts';

const pageOf = { mode: ModePage, sim: SimPage, switch: SwitchPage, verify: VerifyPage, export: ExportPage };

interface Props {
  readonly snapshot: Snapshot;
  readonly dongle: DongleView | null;
  readonly pages: PagesControl;
  readonly onReadDump: () => void;
}

/** One dongle's way through the steps. */
export function Wizard({ snapshot, dongle, pages, onReadDump }: Props) {
  const { t } = useWords();
  const page = dongle ? pages.page : null;
  const step = shownStep(page?.step ?? 'dongle', dongle, page?.draft ?? null);
  const title = titleOf(step, dongle);
  const heading = useStepFocus(dongle?.portPath ?? null, title);
  const go = (next: StepName) => {
    if (dongle) pages.change(dongle.portPath, { step: next });
  };
  return (
    <>
      <Stepper shown={step} dongle={dongle} draft={page?.draft ?? null} onChoose={go} />
      <div className="page" data-testid={`page-${step}`} key={`${dongle?.portPath} ${step}`}>
        <header className="page-head">
          <h1 ref={heading} tabIndex={-1}>
            {t(title)}
          </h1>
          {dongle && step !== 'dongle' ? <p className="faint">{dongle.name}</p> : null}
        </header>
        <Page {...{ step, snapshot, dongle, page, pages, onReadDump, go }} />
      </div>
    </>
  );
}

function titleOf(step: StepName, dongle: DongleView | null): string {
  if (step === 'switch' && dongle?.phase === 'planned') return 'titles.plan';
  return `titles.${step}`;
}

interface StepProps extends Props {
  readonly step: StepName;
  readonly page: PageState | null;
  readonly go: (step: StepName) => void;
}

function Page({ step, snapshot, dongle, page, pages, onReadDump, go }: StepProps) {
  if (step === 'dongle' || dongle === null || page === null) {
    return <DonglePage snapshot={snapshot} dongle={dongle} go={go} onPlug={pages.awaitPractice} onReadDump={onReadDump} />;
  }
  const Shown: (props: PageProps) => React.ReactNode = pageOf[step];
  return <Shown snapshot={snapshot} dongle={dongle} page={page} change={(change) => pages.change(dongle.portPath, change)} go={go} />;
}
