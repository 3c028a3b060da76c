import { useEffect, useRef } from 'react';
import { scrollToTop } from '../../hooks/scroll.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { usePlanning } from '../../hooks/use-planning.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { lacksSecret } from '../../state/draft.ts';
import { fieldOf } from '../../state/failure-fields.ts';
import { byTechnician } from '../../state/proposals.ts';
import { rememberRouter } from '../../state/remembered.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageProps } from '../page-props.ts';
import { PlanNotes } from './plan-notes.tsx';
import { PlanReview } from './plan-review.tsx';
import { Settings } from './settings.tsx';
import { Summary } from './summary.tsx';

/** What would be done with the dongle, to be read and agreed to; changed only by those who want it otherwise. */
export function ConfirmPage(props: PageProps) {
  const { dongle, page, change, go } = props;
  const { t } = useWords();
  const { send, blocked, failure } = useIntent();
  const isCurrent = usePlanning(props);
  const plan = dongle.draft;
  const refused = page.refused;
  const field = fieldOf(refused);
  const place = useRef<HTMLDivElement>(null);
  // Whoever is refused is shown where: among settings that are unfolded for it, or below them.
  const isShown = refused !== null;
  useEffect(() => {
    if (isShown) place.current?.querySelector('[aria-invalid="true"], [role="alert"]')?.scrollIntoView({ block: 'center' });
  }, [isShown]);
  const isChanging = page.changing;
  // What has to be settled there unfolds it, and it is folded by hand alone: a field must not go while it is typed in.
  const mustChange = field !== null || !dongle.offers.some(({ mode, possible }) => possible && mode === page.draft.mode);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there is something to settle
  useEffect(() => {
    if (mustChange) change({ changing: true });
  }, [mustChange]);
  const agree = () => {
    if (!plan) return;
    rememberRouter(page.draft);
    // What was agreed to, the technician has seen: an access point left empty is left so.
    change({ writing: 'watched', ...(page.signIn.by === 'nobody' ? { signIn: byTechnician } : {}) });
    void send({ type: 'prepare', portPath: dongle.portPath, planId: plan.id }).then((why) => {
      // More is known of the dongle than the plan was made with.
      if (why !== null) change({ writing: 'none', ...(why.code === 'PLAN_STALE' ? { planned: null } : {}) });
    });
  };
  return (
    <>
      <div className="stack" ref={place}>
        {/* Below what is being typed in and pressed: a plan that comes while a pointer is on its way must not push that aside. */}
        {isChanging ? <Settings {...props} /> : null}
        <Summary dongle={dongle} page={page} />
        {plan ? <PlanNotes notes={plan.notes} /> : null}
        {plan && lacksSecret(dongle, page.draft) ? (
          <Notice tone="info" data-testid="secret-kept">
            {t('confirm.secret-kept')}
          </Notice>
        ) : null}
        {failure ? <FailureBox failure={failure} /> : null}
        {refused && field === null ? <FailureBox failure={refused} /> : null}
        {plan ? (
          <Fold title={t('confirm.all', { count: plan.steps.length })} data-testid="plan-fold">
            <p className="hint">{t('plan.lead')}</p>
            <PlanReview dongle={dongle} plan={plan} />
          </Fold>
        ) : null}
      </div>
      <ActionBar onBack={() => go('plug')} note={t(isCurrent ? 'plan.agree-note' : refused ? 'confirm.refused' : 'confirm.planning')}>
        <Button
          data-testid="change"
          aria-expanded={isChanging}
          isDisabled={isChanging && mustChange}
          onPress={() => {
            change({ changing: !isChanging });
            // They unfold above what was read, and in a small window out of sight.
            if (!isChanging) scrollToTop(place.current);
          }}
        >
          {t(isChanging ? 'confirm.hide' : 'confirm.change')}
        </Button>
        <Button look="primary" data-testid="agree" isDisabled={blocked || !isCurrent} onPress={agree}>
          {t('confirm.prepare')}
        </Button>
      </ActionBar>
    </>
  );
}
