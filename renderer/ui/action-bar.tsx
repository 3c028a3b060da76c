import type { ReactNode } from 'react';
import { useWords } from '../hooks/use-words.tsx';
import { Button } from './button.tsx';

interface Props {
  /** One line about what comes next or why it does not. */
  readonly note?: ReactNode;
  readonly onBack?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** The way on, always in the same place. */
export function ActionBar({ note, onBack, children }: Props) {
  const { t } = useWords();
  return (
    <div className="action-bar">
      {onBack ? (
        <Button data-testid="back" onPress={onBack}>
          {t('nav.back')}
        </Button>
      ) : null}
      <p className="action-note">{note}</p>
      {children}
    </div>
  );
}

export function NextButton({ onPress, isDisabled = false }: { onPress: () => void; isDisabled?: boolean }) {
  const { t } = useWords();
  return (
    <Button look="primary" data-testid="next" isDisabled={isDisabled} onPress={onPress}>
      {t('nav.next')}
    </Button>
  );
}
