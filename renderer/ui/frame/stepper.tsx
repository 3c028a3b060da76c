import { Button } from 'react-aria-components';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { closedBecause, isSettled, type StepName, stepNames } from '../../state/steps.ts';
import { Icon } from '../icon.tsx';

interface Props {
  readonly shown: StepName;
  readonly dongle: DongleView | null;
  readonly onChoose: (step: StepName) => void;
}

/** The steps, in order. Those that cannot be entered yet say why. */
export function Stepper({ shown, dongle, onChoose }: Props) {
  const { t } = useWords();
  const failed = dongle?.phase === 'failed';
  return (
    <nav className="stepper" aria-label={t('steps.label')}>
      <ol>
        {stepNames.map((step, i) => {
          const closed = closedBecause(step, dongle);
          const settled = isSettled(step, dongle, shown);
          const mark = failed && step === 'run' ? 'failed' : settled ? 'settled' : 'open';
          const current = step === shown;
          return (
            <li key={step} className="stepper-item" title={closed ? t(`guard.${closed}`) : undefined}>
              <Button
                className="stepper-button"
                data-testid={`step-${step}`}
                data-mark={mark}
                isDisabled={closed !== null}
                {...(current ? { 'aria-current': 'step' as const } : {})}
                onPress={() => onChoose(step)}
              >
                <span className="stepper-mark" aria-hidden="true">
                  {mark === 'failed' ? <Icon name="cross" size={14} /> : settled && !current ? <Icon name="check" size={14} /> : i + 1}
                </span>
                <span className="stepper-name">{t(`steps.${step}`)}</span>
                {settled ? <span className="off-screen">{t('steps.settled')}</span> : null}
                {closed ? <span className="off-screen">{t(`guard.${closed}`)}</span> : null}
              </Button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
