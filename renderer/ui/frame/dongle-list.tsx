import { Button } from 'react-aria-components';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { countOf } from '../../state/steps.ts';
import { Badge } from '../badge.tsx';
import { Bar } from '../bar.tsx';
import { StateBadge } from '../dongle/state-badge.tsx';

interface Props {
  readonly dongles: readonly DongleView[];
  readonly selected: string | null;
  readonly onSelect: (portPath: string) => void;
}

/** All dongles, whatever each is doing. */
export function DongleList({ dongles, selected, onSelect }: Props) {
  const { t } = useWords();
  return (
    <nav className="dongles" aria-label={t('dongles.label')}>
      <h2 className="side-title">
        {t('dongles.label')} <span className="faint">{dongles.length}</span>
      </h2>
      {dongles.length === 0 ? <p className="hint">{t('dongles.empty')}</p> : null}
      <ul>
        {dongles.map((dongle) => (
          <li key={dongle.portPath}>
            <DongleRow dongle={dongle} selected={dongle.portPath === selected} onSelect={onSelect} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Whose SIM is in it and how well it is heard, as far as anybody asked. */
function SimLine({ network: { sim, operator, technology, signalDbm } }: Pick<DongleView, 'network'>) {
  const { t, text } = useWords();
  if (sim === 'unknown') return null;
  const heard = [operator, technology, signalDbm === null ? null : t('confirm.dbm', { dbm: signalDbm })].filter((part) => part !== null);
  const line = sim === 'ready' && heard.length > 0 ? heard.join(' · ') : text.word(`sim-states.${sim}`);
  return (
    <span className="dongle-sim" data-testid="dongle-sim">
      {line}
    </span>
  );
}

function DongleRow({ dongle, selected, onSelect }: { dongle: DongleView; selected: boolean; onSelect: (portPath: string) => void }) {
  const { t } = useWords();
  const { phase } = dongle;
  const { done, all } = countOf(dongle);
  const moving = all > 0 && phase !== 'idle' && phase !== 'planned';
  const tone = phase === 'failed' ? 'bad' : phase === 'done' ? 'good' : 'accent';
  return (
    <Button
      className={`dongle-row${dongle.present ? '' : ' is-absent'}`}
      data-testid={`dongle-${dongle.portPath}`}
      data-state={dongle.state}
      {...(selected ? { 'aria-current': 'true' as const } : {})}
      onPress={() => onSelect(dongle.portPath)}
    >
      <span className="dongle-name">{dongle.name}</span>
      <span className="dongle-ids">
        <code>{`${dongle.vid}:${dongle.pid}`}</code> <code>{dongle.portPath}</code>
      </span>
      <SimLine network={dongle.network} />
      <span className="dongle-badges">
        <StateBadge state={dongle.state} />
        {dongle.origin === 'practice' ? <Badge>{t('dongles.practice')}</Badge> : null}
        {dongle.listed ? null : <Badge tone="warn">{t('dongles.unlisted')}</Badge>}
      </span>
      {moving ? (
        <span className="dongle-progress">
          <Bar label={t('dongles.progress', { name: dongle.name })} value={done} max={all} tone={tone} />
          <span className="figures">{t('dongles.of', { done, all })}</span>
        </span>
      ) : null}
    </Button>
  );
}
