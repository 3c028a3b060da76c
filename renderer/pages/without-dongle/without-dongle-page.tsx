import { usePageFocus } from '../../hooks/use-page-focus.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { ActionBar } from '../../ui/action-bar.tsx';
import { WithoutDongle, type WithoutDongleProps } from './without-dongle.tsx';

/** The same beside dongles that are plugged in, as a page of its own. */
export function WithoutDonglePage({ onBack, ...props }: WithoutDongleProps & { readonly onBack: () => void }) {
  const { t } = useWords();
  const heading = usePageFocus();
  return (
    <div className="page" data-testid="page-without-dongle">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('without.title')}
        </h1>
      </header>
      <div className="stack">
        <WithoutDongle {...props} />
      </div>
      <ActionBar onBack={onBack} note="" />
    </div>
  );
}
