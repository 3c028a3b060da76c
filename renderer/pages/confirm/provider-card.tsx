import { useState } from 'react';
import { type ApnProposal, isOfSim, proposalTitle } from '../../../electron/contract/proposals.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { emptySignIn, isEmpty, type SignIn, sameSignIn, signInOf, type Taken, take } from '../../state/proposals.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProviderSearch } from './provider-search.tsx';
import { SimProposals } from './sim-proposals.tsx';

interface Props {
  /** Of the SIM. */
  readonly proposals: readonly ApnProposal[];
  /** Whether the SIM has told its IMSI: nothing proposed then means that nobody knows its network. */
  readonly simRead: boolean;
  readonly signIn: SignIn;
  /** Of the proposals, the one that the form was filled in with by itself and still holds; `null`: none. */
  readonly suggested: ApnProposal | null;
  readonly onChange: (signIn: SignIn) => void;
}

/** Fills APN and sign-in from the table of providers. What stood there is named and can be had back. */
export function ProviderCard({ proposals, simRead, signIn, suggested, onChange }: Props) {
  const { t } = useWords();
  const [last, setLast] = useState<Taken | null>(null);
  const own = proposals.filter(isOfSim);
  const taken = last !== null && sameSignIn(last.proposal, signIn) ? last : null;
  const onTake = (proposal: ApnProposal) => {
    setLast(take(proposal, signIn, last));
    onChange(signInOf(proposal));
  };
  const undo = () => {
    if (taken) onChange(taken.before);
    setLast(null);
  };
  const search = <ProviderSearch simCountry={proposals[0]?.country ?? null} onTake={onTake} />;
  return (
    <Card title={t('provider.title')} data-testid="provider-card">
      {own.length > 0 ? (
        <>
          <SimProposals proposals={own} signIn={signIn} onTake={onTake} />
          <Fold title={t('provider.other')} data-testid="other-provider">
            {search}
          </Fold>
        </>
      ) : (
        <>
          <p className="hint">{t(simRead ? 'provider.unknown' : 'provider.about')}</p>
          {search}
        </>
      )}
      {/* Always there, so that a screen reader hears what comes into it. */}
      <div role="status" className="taken">
        {taken ? (
          <Notice tone="info" icon="check" data-testid="taken">
            {t('provider.taken', { title: proposalTitle(taken.proposal), apn: taken.proposal.apn })}{' '}
            {isEmpty(taken.before) || sameSignIn(taken.before, taken.proposal)
              ? null
              : t('provider.replaced', { apn: taken.before.apn || '—' })}
            <Button look="quiet" icon="back" data-testid="undo-taken" onPress={undo}>
              {t('provider.undo')}
            </Button>
          </Notice>
        ) : suggested ? (
          <Notice tone="info" icon="check" data-testid="suggested">
            {t('provider.suggested', { title: proposalTitle(suggested), apn: suggested.apn })}
            <Button look="quiet" icon="back" data-testid="undo-suggested" onPress={() => onChange(emptySignIn)}>
              {t('provider.empty')}
            </Button>
          </Notice>
        ) : null}
      </div>
    </Card>
  );
}
