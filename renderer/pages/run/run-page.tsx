import { BenchError, type Failure } from '../../../electron/contract/errors.ts';
import type { Intent } from '../../../electron/contract/intents.ts';
import type { JobView } from '../../../electron/contract/snapshot.ts';
import { Mode } from '../../../electron/contract/words.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { isDue } from '../../hooks/use-written-files.ts';
import { lacksSecret, toWishes } from '../../state/draft.ts';
import { baseName } from '../../state/paths.ts';
import { ActionBar, NextButton } from '../../ui/action-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { StateBadge } from '../../ui/dongle/state-badge.tsx';
import { VerdictNotice } from '../../ui/dongle/verdict-notice.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageProps } from '../page-props.ts';
import { Findings } from './findings.tsx';
import { PhaseList } from './phase-list.tsx';
import { PinPrompt } from './pin-prompt.tsx';
import { ProgressRow } from './progress-row.tsx';

type WithJob = PageProps & { readonly job: JobView };

/** How it goes, and what it comes to: phases while it runs, then one sentence. */
export function RunPage(props: PageProps) {
  const { job } = props.dongle;
  return job ? <Run {...props} job={job} /> : null;
}

function Run(props: WithJob) {
  const { snapshot, dongle, job, page, change, go } = props;
  const { t } = useWords();
  const { send, blocked, failure: refused } = useIntent();
  const { phase, bundle } = dongle;
  const isOver = phase === 'failed' || phase === 'done';
  const isBeingWritten = dongle.exporting !== null || isDue(dongle, page);
  return (
    <>
      <div className="stack">
        {job.resumed ? (
          <Notice tone="info" icon="refresh" role="status" data-testid="resumed-notice">
            {t('switch.resumed')}
          </Notice>
        ) : null}
        {job.insteadOf === null ? null : (
          <Notice tone="info" role="status" data-testid="other-mode">
            {t('run.other-mode', { mode: t(`modes.${job.plan.wishes.mode}`), insteadOf: t(`modes.${job.insteadOf}`) })}
          </Notice>
        )}
        {dongle.state === 'locked' ? <PinPrompt dongle={dongle} onSent={(pin) => change({ draft: { ...page.draft, pin } })} /> : null}
        {phase === 'failed' ? <Failed {...props} {...{ send, blocked, refused }} /> : null}
        {phase !== 'failed' && refused ? <FailureBox failure={refused} /> : null}
        {phase === 'done' && job.failure ? <FailureBox failure={job.failure} /> : null}
        {phase === 'done' && job.verdict ? <VerdictNotice verdict={job.verdict} /> : null}
        {phase === 'done' ? (
          <p className="written" role="status" data-testid={bundle ? 'written' : 'not-written'}>
            {bundle ? t('run.written', { name: baseName(bundle.archive) }) : isBeingWritten ? '' : t('run.not-written')}
          </p>
        ) : null}
        {page.notWritten && !bundle ? <FailureBox failure={page.notWritten} /> : null}
        <Card title={t('switch.progress')} aside={<StateBadge state={dongle.state} />}>
          <PhaseList job={job} />
          <Fold title={t('run.details')} open={phase === 'failed'} data-testid="run-details">
            <ol className="progress" aria-label={t('run.details')}>
              {job.progress.map((progress) => (
                <ProgressRow key={progress.id} progress={progress} step={job.plan.steps.find((step) => step.id === progress.id)} />
              ))}
            </ol>
          </Fold>
        </Card>
        {isOver && (phase === 'done' || job.checks.length > 0) ? (
          <Findings dongle={dongle} checks={job.checks} seesDrivers={snapshot.seesDrivers} />
        ) : null}
      </div>
      <ActionBar note={t(`switch.note-${phase}`)}>
        {phase === 'running' ? (
          <Button
            look="danger"
            data-testid="cancel"
            isDisabled={blocked}
            onPress={() => void send({ type: 'cancel', portPath: dongle.portPath })}
          >
            {t('switch.cancel')}
          </Button>
        ) : null}
        {phase === 'done' ? <StartOver {...props} {...{ send, blocked }} /> : null}
        <NextButton onPress={() => go('router')} isDisabled={phase !== 'done'} />
      </ActionBar>
    </>
  );
}

interface Sending {
  readonly send: (...intents: Intent[]) => Promise<Failure | null>;
  readonly blocked: boolean;
}

function StartOver({ dongle, change, send, blocked }: WithJob & Sending) {
  const { t } = useWords();
  const startOver = () => {
    void send({ type: 'dismiss', portPath: dongle.portPath }).then((failure) => {
      if (failure === null) change({ step: 'confirm', changing: true, backup: null });
    });
  };
  return (
    <Button look="quiet" data-testid="start-over" isDisabled={blocked} onPress={startOver}>
      {t('next.start-over')}
    </Button>
  );
}

/** A plan is agreed to once: to try again is to forget the job, make the plan anew and read it again. */
function Failed({ dongle, job, page, change, send, blocked, refused }: WithJob & Sending & { refused: Failure | null }) {
  const { t } = useWords();
  const failure = refused ?? job.failure ?? new BenchError('INTERNAL', { message: dongle.state }).toFailure();
  const { portPath } = dongle;
  // A PIN that the SIM refused is not sent a second time by a press on "try again".
  const wrongPin = job.failure?.code === 'PIN_WRONG' || job.failure?.code === 'PIN_LAST_TRY';
  const draft = wrongPin ? { ...page.draft, pin: '' } : page.draft;
  const wishes = wrongPin || lacksSecret(dongle, page.draft) ? null : toWishes(draft);

  const leave = (step: 'plug' | 'confirm') => {
    void send({ type: 'dismiss', portPath }).then((why) => {
      if (why === null) change({ step, draft, changing: step === 'confirm' });
    });
  };
  const retry = () => {
    if (wishes === null) return leave('confirm');
    void send({ type: 'dismiss', portPath }).then((why) => {
      if (why === null) change({ step: 'confirm' });
    });
  };
  // It came back in a mode of its own choice, which may do as well.
  const seen = Mode.safeParse(job.failure?.code === 'MODE_NOT_REACHED' ? job.failure.detail.seen : null).data;
  const isOffered = seen !== undefined && dongle.offers.some(({ mode, possible }) => mode === seen && possible);
  const lacks = lacksSecret(dongle, page.draft);
  const goOn = (mode: Mode) => {
    void send({ type: 'dismiss', portPath }).then((why) => {
      if (why === null) change({ step: 'confirm', draft: { ...draft, mode }, changing: lacks });
    });
  };
  return (
    <FailureBox failure={failure}>
      {isOffered ? (
        <Button look="primary" data-testid="go-on" isDisabled={blocked || !dongle.present} onPress={() => goOn(seen)}>
          {t('next.go-on', { mode: t(`modes.${seen}`) })}
        </Button>
      ) : null}
      <Button
        look={isOffered ? 'plain' : 'primary'}
        icon="refresh"
        data-testid="retry"
        isDisabled={blocked || !dongle.present}
        onPress={retry}
      >
        {t('next.retry')}
      </Button>
      <Button data-testid="change-settings" isDisabled={blocked || !dongle.present} onPress={() => leave('confirm')}>
        {t('next.change')}
      </Button>
      <Button look="quiet" data-testid="dismiss" isDisabled={blocked} onPress={() => leave('plug')}>
        {t('next.dismiss')}
      </Button>
      {dongle.present ? null : <span className="hint">{t('next.absent')}</span>}
    </FailureBox>
  );
}
