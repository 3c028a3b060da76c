import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** The way to a forecast without a dongle. */
export function DumpInvite({ onOpen }: { onOpen: () => void }) {
  const { t } = useWords();
  return (
    <section className="card invite" aria-label={t('dump.invite')}>
      <Icon name="question" size={22} />
      <div className="invite-body">
        <h2>{t('dump.invite')}</h2>
        <p className="hint">{t('dump.invite-more')}</p>
      </div>
      <Button data-testid="open-dump" onPress={onOpen}>
        {t('dump.open')}
      </Button>
    </section>
  );
}
