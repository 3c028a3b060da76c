import { useWords } from '../../hooks/use-words.tsx';
import { contradicts, type VerdictRow } from '../../state/verdicts.ts';
import { Fold } from '../fold.tsx';
import { type SeenBy, VerdictBadge } from './verdict-badge.tsx';

interface Props {
  readonly rows: readonly VerdictRow[];
  readonly seenBy: SeenBy;
}

/** Interface by interface: what was seen, what the router's kernel will bind, and why. */
export function VerdictList({ rows, seenBy }: Props) {
  const { t } = useWords();
  return (
    <div className="verdicts">
      {/* Each cell names itself for screen readers and where the columns are stacked. */}
      <div className="verdict-head" aria-hidden="true">
        <span>{t('drivers.interface')}</span>
        <span>{t(`drivers.seen-${seenBy}`)}</span>
        <span>{t('drivers.router')}</span>
        <span>{t('drivers.verdict')}</span>
        <span>{t('drivers.why')}</span>
      </div>
      <ul aria-label={t('drivers.list')}>
        {rows.map((row) => (
          <VerdictItem key={row.number} row={row} seenBy={seenBy} />
        ))}
      </ul>
    </div>
  );
}

function VerdictItem({ row, seenBy }: { row: VerdictRow; seenBy: SeenBy }) {
  const { t } = useWords();
  const { number, triple, role, seen, foretold, verdict } = row;
  return (
    <li
      className={contradicts(verdict) ? 'verdict-row is-contradicted' : 'verdict-row'}
      data-testid={`verdict-${number}`}
      data-verdict={verdict}
    >
      <p className="verdict-interface">
        <strong>{t('drivers.number', { number })}</strong>
        {role ? <span>{t(`roles.${role}`)}</span> : null}
        {triple ? <code className="faint">{triple}</code> : null}
      </p>
      <div className="verdict-cell">
        <span className="cell-label">{t(`drivers.seen-${seenBy}`)}</span>
        {seen === null ? (
          <span className="faint">{t('drivers.not-told')}</span>
        ) : (
          <Bound driver={seen.driver} nodes={seen.nodes} none={t('drivers.none')} />
        )}
      </div>
      <div className="verdict-cell">
        <span className="cell-label">{t('drivers.router')}</span>
        {foretold === null ? (
          <span className="faint">{t('drivers.not-foretold')}</span>
        ) : (
          <Bound driver={foretold.driver} nodes={foretold.nodes} none={t('drivers.none')} kmod={foretold.kmod} newId={foretold.newId} />
        )}
      </div>
      <div className="verdict-cell verdict-mark">
        <span className="cell-label">{t('drivers.verdict')}</span>
        <VerdictBadge verdict={verdict} seenBy={seenBy} />
      </div>
      {foretold === null ? null : <Why foretold={foretold} />}
    </li>
  );
}

interface BoundProps {
  readonly driver: string | null;
  readonly nodes: readonly string[];
  readonly none: string;
  readonly kmod?: string | null;
  /** By an id that the file for the router gives the driver. */
  readonly newId?: boolean;
}

/** A driver, what appears under it, and the package that it is from. */
function Bound({ driver, nodes, none, kmod = null, newId = false }: BoundProps) {
  const { t } = useWords();
  return (
    <>
      {driver === null ? <span className="faint">{none}</span> : <code className="verdict-driver">{driver}</code>}
      {newId ? <span className="hint">{t('drivers.by-new-id')}</span> : null}
      {nodes.length > 0 ? (
        <span className="verdict-nodes">
          {nodes.map((node) => (
            <code key={node}>{node}</code>
          ))}
        </span>
      ) : null}
      {kmod === null ? null : <code className="verdict-kmod">{kmod}</code>}
    </>
  );
}

function Why({ foretold }: { foretold: NonNullable<VerdictRow['foretold']> }) {
  const { t, text } = useWords();
  const { number, why, row, runnerUp } = foretold;
  return (
    <div className="verdict-why">
      <span className="cell-label">{t('drivers.why')}</span>
      <p>{text.phrase(why)}</p>
      {row || runnerUp ? (
        <Fold
          title={t(row && runnerUp ? 'drivers.more' : row ? 'drivers.more-row' : 'drivers.more-runner-up')}
          about={t('drivers.number', { number })}
          data-testid={`verdict-more-${number}`}
        >
          {row ? <p className="hint">{text.phrase(row)}</p> : null}
          {runnerUp ? <p className="hint">{text.phrase(runnerUp)}</p> : null}
        </Fold>
      ) : null}
    </div>
  );
}
