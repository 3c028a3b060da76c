import { type ApnProposal, sourceName } from '../../../electron/contract/proposals.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Badge } from '../../ui/badge.tsx';

/** One proposal in two lines: whose it is, and what it fills in. `where`: its country, where that is not plain. */
export function ProposalBody({ proposal, where }: { proposal: ApnProposal; where?: string | undefined }) {
  const { t } = useWords();
  const { provider, plan, apn, username, auth, usage, prepaid } = proposal;
  return (
    <span className="proposal">
      <span className="proposal-name">
        <strong>{provider}</strong>
        {plan === null || plan === provider ? null : <span>{plan}</span>}
        {usage === 'mms' || usage === 'wap' ? <Badge tone="warn">{t(`usages.${usage}`)}</Badge> : null}
        {prepaid ? <Badge>{t('provider.prepaid')}</Badge> : null}
      </span>
      <span className="hint">
        {where ? `${where} · ` : ''}
        {t('sim.apn')} <span className="mono">{apn}</span>
        {username === '' ? null : (
          <>
            {' · '}
            {t('provider.user')} <span className="mono">{username}</span>
          </>
        )}
        {auth === 'none' ? '' : ` · ${t(`auths.${auth}`)}`}
        {` · ${t('provider.source', { source: sourceName(proposal) })}`}
      </span>
    </span>
  );
}
