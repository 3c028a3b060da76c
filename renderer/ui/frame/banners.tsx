import { useState } from 'react';
import { useBench } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../button.tsx';
import { FailureBox } from '../failure-box.tsx';
import { Notice } from '../notice.tsx';

/** What concerns the whole bench: the connection to it, and that it had to be started again. */
export function Banners() {
  const { t } = useWords();
  const { snapshot, connected, ended } = useBench();
  const [seen, setSeen] = useState(0);
  const restarts = snapshot?.restarts ?? 0;
  const resumed = snapshot?.dongles.filter((dongle) => dongle.job?.resumed).map((dongle) => dongle.name) ?? [];
  return (
    <div className="banners">
      {ended ? (
        <Notice tone="bad" icon="warning" role="alert" data-testid="session-ended">
          <strong>{t('banner.ended')}</strong> {t('banner.ended-more')}
        </Notice>
      ) : connected ? null : (
        <Notice tone="bad" icon="warning" role="alert" data-testid="connection-lost">
          <strong>{t('banner.lost')}</strong> {t('banner.lost-more')}
        </Notice>
      )}
      {snapshot?.journal ? <FailureBox failure={snapshot.journal} testId="journal-failure" /> : null}
      {restarts > seen ? (
        <Notice tone="warn" icon="refresh" role="status" data-testid="restart-notice">
          <strong>{t('banner.restarted', { count: restarts })}</strong>{' '}
          {resumed.length > 0 ? t('banner.resumed', { names: resumed.join(', ') }) : t('banner.nothing-lost')}
          <Button look="quiet" data-testid="restart-notice-close" onPress={() => setSeen(restarts)}>
            {t('banner.close')}
          </Button>
        </Notice>
      ) : null}
    </div>
  );
}
