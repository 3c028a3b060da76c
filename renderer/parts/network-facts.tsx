import type { DongleView } from '../../electron/contract/snapshot.ts';
import { useWords } from '../hooks/use-words.tsx';
import { type Fact, Facts } from './facts.tsx';
import { Signal } from './signal.tsx';

/** What the modem told of itself. */
export function IdentityFacts({ dongle }: { dongle: DongleView }) {
  const { t } = useWords();
  const names = ['manufacturer', 'model', 'revision', 'imei', 'iccid', 'imsi'] as const;
  const facts = names.flatMap((name): Fact[] => {
    const value = dongle.identity[name];
    return value === undefined || value === ''
      ? []
      : [{ name: t(`identity.${name}`), value, mono: name !== 'manufacturer' && name !== 'model' }];
  });
  return facts.length > 0 ? <Facts facts={facts} /> : <p className="faint">{t('identity.none')}</p>;
}

/** SIM, operator, registration, signal. */
export function NetworkFacts({ dongle }: { dongle: DongleView }) {
  const { t } = useWords();
  const { network } = dongle;
  const sim = t(`sim-states.${network.sim}`);
  const tries = network.pinTriesLeft;
  return (
    <Facts
      facts={[
        { name: t('network.sim'), value: tries === null ? sim : `${sim} · ${t('network.tries', { count: tries })}` },
        { name: t('network.operator'), value: network.operator ?? <span className="faint">{t('network.unknown')}</span> },
        { name: t('network.registration'), value: t(`registrations.${network.registration}`) },
        { name: t('network.technology'), value: network.technology ?? <span className="faint">{t('network.unknown')}</span> },
        { name: t('network.signal'), value: <Signal percent={network.signalPercent} dbm={network.signalDbm} /> },
      ]}
    />
  );
}
