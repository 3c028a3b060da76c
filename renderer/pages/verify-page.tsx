import { useWords } from '../hooks/use-words.tsx';
import { ActionBar, NextButton } from '../parts/action-bar.tsx';
import { Card } from '../parts/card.tsx';
import { CheckList } from '../parts/check-list.tsx';
import { FailureBox } from '../parts/failure-box.tsx';
import { ForecastCard } from '../parts/forecast-card.tsx';
import { InterfaceTable } from '../parts/interface-table.tsx';
import { IdentityFacts, NetworkFacts } from '../parts/network-facts.tsx';
import { VerdictNotice } from '../parts/verdict-notice.tsx';
import { closedBecause } from '../state/steps.ts';
import type { PageProps } from './page-props.ts';

/** What was proved, what was not, and what this computer cannot tell. */
export function VerifyPage({ snapshot, dongle, page, go }: PageProps) {
  const { t } = useWords();
  const { job } = dongle;
  const closed = closedBecause('export', dongle, page.draft);
  return (
    <>
      <div className="stack">
        {job?.failure ? <FailureBox failure={job.failure} /> : null}
        {job?.verdict ? <VerdictNotice verdict={job.verdict} /> : null}
        <Card title={t('verify.checks')}>
          {job?.checks.length ? <CheckList checks={job.checks} /> : <p className="faint">{t('verify.none')}</p>}
        </Card>
        {dongle.forecast ? (
          <ForecastCard dongle={dongle} forecast={dongle.forecast} seesDrivers={snapshot.seesDrivers} />
        ) : (
          <Card title={t('interfaces.title')} aside={dongle.mode ? <span className="hint">{t(`modes.${dongle.mode}`)}</span> : null}>
            <InterfaceTable interfaces={dongle.interfaces} seesDrivers={snapshot.seesDrivers} />
          </Card>
        )}
        <div className="columns">
          <Card title={t('verify.identity')}>
            <IdentityFacts dongle={dongle} />
          </Card>
          <Card title={t('verify.network')}>
            <NetworkFacts dongle={dongle} />
          </Card>
        </div>
      </div>
      <ActionBar onBack={() => go('switch')} note={closed ? t(`guard.${closed}`) : t('verify.next-note')}>
        <NextButton onPress={() => go('export')} isDisabled={closed !== null} />
      </ActionBar>
    </>
  );
}
