import { Fragment, type ReactNode } from 'react';
import { cellParts, signalParts } from '../../../electron/contract/reading-text.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { type Fact, Facts } from '../facts.tsx';
import { Signal } from './signal.tsx';

/** What the modem told of itself. */
export function IdentityFacts({ dongle }: { dongle: DongleView }) {
  const { t } = useWords();
  const facts = useIdentity(dongle);
  return facts.length > 0 ? <Facts facts={facts} /> : <p className="faint">{t('identity.none')}</p>;
}

/** SIM, operator, registration, signal, cell; what is not known is said to be so. */
export function NetworkFacts({ dongle }: { dongle: DongleView }) {
  const { t } = useWords();
  const unknown = <span className="faint">{t('network.unknown')}</span>;
  return <Facts facts={useNetwork(dongle).map((fact) => ({ ...fact, value: fact.value ?? unknown }))} />;
}

/** All that a modem told, and nothing of what it did not. */
export function KnownFacts({ dongle }: { dongle: DongleView }) {
  const facts = [...useIdentity(dongle), ...useNetwork(dongle).filter(({ value }) => value !== null)];
  return facts.length > 0 ? <Facts facts={facts} /> : null;
}

function useIdentity({ identity }: DongleView): Fact[] {
  const { t } = useWords();
  const names = ['manufacturer', 'model', 'revision', 'imei', 'iccid', 'imsi'] as const;
  return names.flatMap((name): Fact[] => {
    const value = identity[name];
    return value === undefined || value === ''
      ? []
      : [{ name: t(`identity.${name}`), value, mono: name !== 'manufacturer' && name !== 'model' }];
  });
}

/** `null` as a value: the modem did not tell. What only some modems tell at all is left out then. */
function useNetwork({ network }: DongleView): Fact[] {
  const { t, text } = useWords();
  const { sim, pinTriesLeft, operator, registration, technology, signalPercent, signalDbm, signals, cell, radio } = network;
  const tries = pinTriesLeft === null ? [] : [text.word('pin-tries', { tries: pinTriesLeft })];
  const isWithoutSim = sim === 'unknown' && tries.length === 0;
  const measured = signals.map((reading) => ({
    name: reading.technology === null ? t('network.measured') : t('network.measured-of', { technology: reading.technology }),
    value: <Parts parts={signalParts(text, reading)} />,
    isEmpty: signalParts(text, reading).length === 0,
  }));
  const where = cell === null ? [] : cellParts(text, cell);
  return [
    { name: t('network.sim'), value: isWithoutSim ? null : [text.word(`sim-states.${sim}`), ...tries].join(' · ') },
    ...(radio === 'unknown' ? [] : [{ name: t('network.radio'), value: text.word(`radio-states.${radio}`) }]),
    { name: t('network.operator'), value: operator },
    { name: t('network.registration'), value: registration === 'unknown' ? null : text.word(`registrations.${registration}`) },
    { name: t('network.technology'), value: technology },
    {
      name: t('network.signal'),
      value: signalPercent === null && signalDbm === null ? null : <Signal percent={signalPercent} dbm={signalDbm} />,
    },
    ...measured.filter(({ isEmpty }) => !isEmpty),
    ...(where.length === 0 ? [] : [{ name: t('network.cell'), value: <Parts parts={where} /> }]),
  ];
}

/** Figures beside each other; a line breaks between them and not within one. */
function Parts({ parts }: { parts: readonly string[] }): ReactNode {
  return (
    <span className="figures">
      {parts.map((part, at) => (
        <Fragment key={part}>
          <span className="whole">{at === parts.length - 1 ? part : `${part} ·`}</span>{' '}
        </Fragment>
      ))}
    </span>
  );
}
