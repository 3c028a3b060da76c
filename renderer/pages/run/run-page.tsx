import { BenchError, type Failure } from '../../electron/contract/errors.ts';
import type { Intent } from '../../electron/contract/intents.ts';
import type { Plan } from '../../electron/contract/plan.ts';
import type { JobView } from '../../electron/contract/snapshot.ts';
import { useIntent } from '../hooks/use-bench.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { ActionBar, NextButton } from '../parts/action-bar.tsx';
import { Bar } from '../parts/bar.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { FailureBox } from '../parts/failure-box.tsx';
import { Notice } from '../parts/notice.tsx';
import { PinPrompt } from '../parts/pin-prompt.tsx';
import { PlanReview } from '../parts/plan-review.tsx';
import { ProgressRow } from '../parts/progress-row.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { VerdictNotice } from '../parts/verdict-notice.tsx';
import { lacksSecret, toWishes } from '../state/draft.ts';
import { countOf } from '../state/steps.ts';
import type { PageProps } from './page-props.ts';

/** Before: the plan, to be read and agreed to. After: how it goes. */
export function SwitchPage(props: PageProps) {
  const { draft, job } = props.dongle;
  if (draft) return <Review {...props} plan={draft} />;
  return job ? <Run {...props} job={job} /> : null;
}

type WithJob = PageProps & { readonly job: JobView };

function Review({ dongle, plan, go }: PageProps & { readonly plan: Plan }) {
  const { t } = useWords();
  const { send, blocked, failure } = useIntent();
  return (
    <>
      <div className="stack">
        <p className="lead">{t('plan.lead')}</p>
        <PlanReview dongle={dongle} plan={plan} />
        {failure ? (
          <FailureBox failure={failure}>
            <Button data-testid="change-settings" onPress={() => go('sim')}>
              {t('next.change')}
            </Button>
          </FailureBox>
        ) : null}
      </div>
      <ActionBar onBack={() => go('sim')} note={dongle.present ? t('plan.agree-note') : t('guard.absent')}>
        <Button
          look="primary"
          data-testid="agree"
          isDisabled={blocked || !dongle.present}
          onPress={() => void send({ type: 'prepare', portPath: dongle.portPath, planId: plan.id })}
        >
          {t('plan.agree')}
        </Button>
      </ActionBar>
    </>
  );
}

function Run(props: WithJob) {
  const { dongle, job, page, change, go } = props;
  const { t } = useWords();
  const { send, blocked, failure: refused } = useIntent();
  const { phase } = dongle;
  const { done, all } = countOf(dongle);
  const tone = phase === 'failed' ? 'bad' : phase === 'done' ? 'good' : 'accent';
  return (
    <>
      <div className="stack">
        {job.resumed ? (
          <Notice tone="info" icon="refresh" role="status" data-testid="resumed-notice">
            {t('switch.resumed')}
          </Notice>
        ) : null}
        {dongle.state === 'locked' ? <PinPrompt dongle={dongle} onSent={(pin) => change({ draft: { ...page.draft, pin } })} /> : null}
        {phase === 'failed' ? <Failed {...props} {...{ send, blocked, refused }} /> : null}
        {phase !== 'failed' && refused ? <FailureBox failure={refused} /> : null}
        {phase === 'done' && job.verdict ? <VerdictNotice verdict={job.verdict} testId="switch-done" /> : null}
        <Card title={t('switch.progress')} aside={<StateBadge state={dongle.state} />}>
          <div className="progress-total">
            <Bar label={t('switch.progress')} value={done} max={all} tone={tone} />
            <span className="figures">{t('dongles.of', { done, all })}</span>
          </div>
          <ol className="progress" aria-label={t('switch.progress')}>
            {job.progress.map((progress) => (
              <ProgressRow key={progress.id} progress={progress} step={job.plan.steps.find((step) => step.id === progress.id)} />
            ))}
          </ol>
        </Card>
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
        <NextButton onPress={() => go('verify')} isDisabled={phase !== 'done'} />
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
      if (failure === null) change({ step: 'mode' });
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

  const leave = (step: 'dongle' | 'sim') => {
    void send({ type: 'dismiss', portPath }).then((why) => {
      if (why === null) change({ step, draft });
    });
  };
  const retry = () => {
    if (wishes === null) return leave('sim');
    void send({ type: 'dismiss', portPath }).then(async (why) => {
      if (why !== null) return;
      const notPlanned = await send({ type: 'plan', portPath, wishes });
      change(notPlanned ? { step: 'sim', refused: notPlanned } : { step: 'switch' });
    });
  };
  return (
    <FailureBox failure={failure}>
      <Button look="primary" icon="refresh" data-testid="retry" isDisabled={blocked || !dongle.present} onPress={retry}>
        {t('next.retry')}
      </Button>
      <Button data-testid="change-settings" isDisabled={blocked || !dongle.present} onPress={() => leave('sim')}>
        {t('next.change')}
      </Button>
      <Button look="quiet" data-testid="dismiss" isDisabled={blocked} onPress={() => leave('dongle')}>
        {t('next.dismiss')}
      </Button>
      {dongle.present ? null : <span className="hint">{t('next.absent')}</span>}
    </FailureBox>
  );
}
