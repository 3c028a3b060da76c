import type { DongleView, Snapshot } from '../electron/contract/snapshot.ts';
import { useLaterPages } from './hooks/use-later-pages.ts';
import type { PageState, PagesControl } from './hooks/use-pages.ts';
import { useStepFocus } from './hooks/use-step-focus.ts';
import { useWords } from './hooks/use-words.tsx';
import type { PageProps } from './pages/page-props.ts';
import { PlugPage } from './pages/plug/plug-page.tsx';
import { type StepName, shownStep } from './state/steps.ts';
import { Stepper } from './ui/frame/stepper.tsx';

const pageOf = { confirm: 'ConfirmPage', run: 'RunPage', router: 'RouterPage' } as const;

interface Props {
  readonly snapshot: Snapshot;
  readonly dongle: DongleView | null;
  readonly pages: PagesControl;
  /** The page was left for one without a dongle: whoever comes back goes on at its heading. */
  readonly isBack: boolean;
  readonly onPlug: (name: string) => void;
  readonly onReadDump: () => void;
}

/** One dongle's way through the steps. */
export function Wizard({ snapshot, dongle, pages, isBack, onPlug, onReadDump }: Props) {
  const { t } = useWords();
  const page = dongle ? pages.page : null;
  const step = shownStep(page?.step ?? 'plug', dongle);
  const heading = useStepFocus(dongle?.portPath ?? null, titleOf(step, dongle), isBack);
  const go = (next: StepName) => {
    if (dongle) pages.change(dongle.portPath, { step: next });
  };
  return (
    <>
      <Stepper shown={step} dongle={dongle} onChoose={go} />
      <div className="page" data-testid={`page-${step}`} key={`${dongle?.portPath} ${step}`}>
        <header className="page-head">
          <h1 ref={heading} tabIndex={-1}>
            {t(titleOf(step, dongle))}
          </h1>
          {dongle && step !== 'plug' ? <p className="faint">{dongle.name}</p> : null}
        </header>
        <Page {...{ step, snapshot, dongle, page, pages, onPlug, onReadDump, go }} />
      </div>
    </>
  );
}

/** The third screen is first about how it goes, then about what came of it. */
function titleOf(step: StepName, dongle: DongleView | null): string {
  const isOver = step === 'run' && (dongle?.phase === 'done' || dongle?.phase === 'failed');
  return isOver ? `titles.run-${dongle.phase}` : `titles.${step}`;
}

interface StepProps extends Omit<Props, 'isBack'> {
  readonly step: StepName;
  readonly page: PageState | null;
  readonly go: (step: StepName) => void;
}

function Page({ step, snapshot, dongle, page, pages, onPlug, onReadDump, go }: StepProps) {
  const later = useLaterPages(step !== 'plug');
  if (step === 'plug' || dongle === null || page === null) {
    return <PlugPage snapshot={snapshot} dongle={dongle} go={go} onPlug={onPlug} onReadDump={onReadDump} />;
  }
  if (later === null) return null;
  const Shown: (props: PageProps) => React.ReactNode = later[pageOf[step]];
  return <Shown snapshot={snapshot} dongle={dongle} page={page} change={(change) => pages.change(dongle.portPath, change)} go={go} />;
}
