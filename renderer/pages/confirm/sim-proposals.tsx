import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { ApnProposal } from '../../../electron/contract/proposals.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { type SignIn, sameSignIn } from '../../state/proposals.ts';
import { Button } from '../../ui/button.tsx';
import { ProposalBody } from './proposal-body.tsx';

/** So many are taken in at a glance; the others are a press away. */
const AT_FIRST = 6;

interface Props {
  readonly proposals: readonly ApnProposal[];
  readonly signIn: SignIn;
  readonly onTake: (proposal: ApnProposal) => void;
}

/** What the SIM's own network suggests: one click fills the form in. Chosen is what the form holds. */
export function SimProposals({ proposals, signIn, onTake }: Props) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const [pressed, setPressed] = useState<number | null>(null);
  // Several providers may have the same settings: the one that was pressed is the one that is meant.
  const meant = pressed === null ? undefined : proposals[pressed];
  const chosen =
    pressed !== null && meant && sameSignIn(meant, signIn) ? pressed : proposals.findIndex((proposal) => sameSignIn(proposal, signIn));
  const shown = all || chosen >= AT_FIRST ? proposals : proposals.slice(0, AT_FIRST);
  const choose = (value: string) => {
    const proposal = proposals[Number(value)];
    if (!proposal) return;
    setPressed(Number(value));
    onTake(proposal);
  };
  return (
    <RadioGroup className="proposals-group" data-testid="sim-proposals" value={chosen < 0 ? '' : String(chosen)} onChange={choose}>
      <Label className="label">{t('provider.from-sim')}</Label>
      <div className="proposals">
        {shown.map((proposal, index) => (
          <Radio key={JSON.stringify(proposal)} value={String(index)} className="mode" data-testid={`sim-proposal-${index}`}>
            <span className="radio-mark" aria-hidden="true" />
            <ProposalBody proposal={proposal} />
          </Radio>
        ))}
      </div>
      {shown.length < proposals.length ? (
        <Button look="quiet" data-testid="all-proposals" onPress={() => setAll(true)}>
          {t('provider.all', { count: proposals.length })}
        </Button>
      ) : null}
    </RadioGroup>
  );
}
