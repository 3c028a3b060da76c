import type { RefObject } from 'react';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../button.tsx';

/** The first stop of the Tab key, seen only there: past the list of dongles to what the page is about. No link, since the address holds the session. */
export function SkipLink({ to }: { to: RefObject<HTMLElement | null> }) {
  const { t } = useWords();
  return (
    <div className="skip-link">
      <Button data-testid="skip" onPress={() => to.current?.focus()}>
        {t('app.skip')}
      </Button>
    </div>
  );
}
