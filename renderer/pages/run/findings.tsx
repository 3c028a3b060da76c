import type { Check, DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Card } from '../../ui/card.tsx';
import { InterfaceTable } from '../../ui/dongle/interface-table.tsx';
import { IdentityFacts, NetworkFacts } from '../../ui/dongle/network-facts.tsx';
import { CheckList } from './check-list.tsx';
import { ForecastCard } from './forecast-card.tsx';

interface Props {
  readonly dongle: DongleView;
  readonly checks: readonly Check[];
  /** Whether this computer tells what is bound. */
  readonly seesDrivers: boolean;
}

/** What was proved, what was not, and what this computer cannot tell. */
export function Findings({ dongle, checks, seesDrivers }: Props) {
  const { t } = useWords();
  return (
    <>
      <Card title={t('verify.checks')} data-testid="checks">
        {checks.length > 0 ? <CheckList checks={checks} /> : <p className="faint">{t('verify.none')}</p>}
      </Card>
      <div className="columns">
        <Card title={t('verify.identity')}>
          <IdentityFacts dongle={dongle} />
        </Card>
        <Card title={t('verify.network')}>
          <NetworkFacts dongle={dongle} />
        </Card>
      </div>
      {dongle.forecast ? (
        <ForecastCard dongle={dongle} forecast={dongle.forecast} seesDrivers={seesDrivers} />
      ) : (
        <Card title={t('interfaces.title')} aside={dongle.mode ? <span className="hint">{t(`modes.${dongle.mode}`)}</span> : null}>
          <InterfaceTable interfaces={dongle.interfaces} seesDrivers={seesDrivers} />
        </Card>
      )}
    </>
  );
}
