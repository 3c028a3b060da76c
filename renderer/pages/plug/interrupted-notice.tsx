import type { DongleView, Interrupted } from '../../../electron/contract/snapshot.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly dongle: DongleView;
  readonly interrupted: Interrupted;
  readonly onPlanAgain: () => void;
}

/** A job of an earlier run that was cut off: nothing of it is sent unless the technician says so. */
export function InterruptedNotice({ dongle, interrupted, onPlanAgain }: Props) {
  const { t, text } = useWords();
  const { language } = useLanguage();
  const { send, blocked } = useIntent();
  const { reason, at, step, wishes } = interrupted;
  const when = new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Notice tone="warn" icon="question" role="status" data-testid="interrupted">
      <strong>{t('interrupted.title', { when })}</strong>{' '}
      {t(step ? 'interrupted.at-step' : 'interrupted.between', {
        step: step ? text.phrase(step) : '',
        mode: t(`modes.${wishes.mode}`),
        reason: text.word(`interrupted.${reason}`),
      })}
      <span className="button-row">
        <Button data-testid="plan-again" isDisabled={blocked || !dongle.present} onPress={onPlanAgain}>
          {t('interrupted.plan-again')}
        </Button>
        <Button
          look="quiet"
          data-testid="forget-job"
          isDisabled={blocked}
          onPress={() => void send({ type: 'dismiss', portPath: dongle.portPath })}
        >
          {t('interrupted.forget')}
        </Button>
      </span>
    </Notice>
  );
}
