import type { Refusal } from '../../../electron/contract/plan.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { groupRefusals, type RefusalGroup } from '../../state/refusals.ts';
import { Card } from '../../ui/card.tsx';
import { Fold } from '../../ui/fold.tsx';
import { RiskBadge } from './risk-badge.tsx';

/** More reasons than these are read by whoever wants to. */
const shownReasons = 3;

/** What these modems could be told and never are, so that a technician sees that it was not forgotten. */
export function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  const { t } = useWords();
  if (refusals.length === 0) return null;
  const groups = groupRefusals(refusals);
  const count = groups.reduce((sum, group) => sum + group.reasons.length, 0);
  return (
    <Card title={t('plan.refused')} data-testid="refused">
      <p className="hint">{t('plan.refused-more')}</p>
      <Fold title={t('plan.refused-all', { count })} open={count <= shownReasons} data-testid="refused-all">
        <ul className="plan-steps">
          {groups.map((group) => (
            <RefusedGroup key={group.key} group={group} />
          ))}
        </ul>
      </Fold>
    </Card>
  );
}

function RefusedGroup({ group: { what, reasons, source } }: { group: RefusalGroup }) {
  const { t, text } = useWords();
  return (
    <li className="plan-step is-refused">
      <div className="plan-body">
        <div className="plan-head">
          <h3>{text.phrase(what)}</h3>
          <RiskBadge risk="lockout" />
        </div>
        {/* Reasons and sources are the database's, which is in English. */}
        <ul className="reasons" lang="en">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <dl className="plan-facts">
          <div>
            <dt>{t('plan.source')}</dt>
            <dd lang="en">{source}</dd>
          </div>
        </dl>
      </div>
    </li>
  );
}
