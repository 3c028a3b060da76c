import { Button } from 'react-aria-components';
import { useWords } from '../../hooks/use-words.tsx';
import { Icon } from '../../ui/icon.tsx';

/** The way there, below the dongles that are plugged in. */
export function WithoutDongleButton({ isShown, onPress }: { isShown: boolean; onPress: () => void }) {
  const { t } = useWords();
  return (
    <Button className="side-link" data-testid="without-dongle" {...(isShown ? { 'aria-current': 'page' as const } : {})} onPress={onPress}>
      <Icon name="question" size={18} />
      <span>
        {t('without.open')} <span className="hint">{t('without.open-more')}</span>
      </span>
    </Button>
  );
}
