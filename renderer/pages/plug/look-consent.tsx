import { useIntent } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Asked once, at the first modem that could be read: what would be, and that nothing is changed. */
export function LookConsent({ onAnswer }: { onAnswer: () => void }) {
  const { t } = useWords();
  const { send, blocked, failure } = useIntent();
  const answer = (allowed: boolean) => {
    void send({ type: 'allow-looks', allowed }).then((refused) => {
      if (refused === null) onAnswer();
    });
  };
  return (
    <Notice tone="info" icon="question" data-testid="look-consent">
      <p>
        <strong>{t('look.ask')}</strong>
      </p>
      <p>{t('look.ask-what')}</p>
      <p>{t('look.ask-nothing')}</p>
      <div className="button-row">
        <Button look="primary" data-testid="look-yes" isDisabled={blocked} onPress={() => answer(true)}>
          {t('look.yes')}
        </Button>
        <Button data-testid="look-no" isDisabled={blocked} onPress={() => answer(false)}>
          {t('look.no')}
        </Button>
      </div>
      {failure ? <FailureBox failure={failure} /> : null}
    </Notice>
  );
}
