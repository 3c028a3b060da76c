import { useWords } from '../../hooks/use-words.tsx';
import type { Verdict } from '../../state/verdicts.ts';
import type { Tone } from '../badge.tsx';
import { Icon, type IconName } from '../icon.tsx';

const looks: Record<Verdict, { tone: Tone; icon: IconName }> = {
  same: { tone: 'good', icon: 'check' },
  none: { tone: 'neutral', icon: 'skip' },
  other: { tone: 'bad', icon: 'cross' },
  'router-only': { tone: 'info', icon: 'info' },
  'here-only': { tone: 'warn', icon: 'warning' },
  untold: { tone: 'neutral', icon: 'question' },
  unforetold: { tone: 'neutral', icon: 'question' },
};

/** Where the other side of the comparison is: this computer, or a text. */
export type SeenBy = 'here' | 'text';

/** Agreement or disagreement as a mark and in words. */
export function VerdictBadge({ verdict, seenBy }: { verdict: Verdict; seenBy: SeenBy }) {
  const { t } = useWords();
  // In a text from a router a driver that is missing is a fault to be found; here it is this computer's own affair.
  const { tone, icon } = looks[verdict === 'router-only' && seenBy === 'text' ? 'here-only' : verdict];
  return (
    <span className={`verdict tone-${tone}`}>
      <Icon name={icon} size={14} />
      <span>{t(`verdicts.${seenBy}.${verdict}`)}</span>
    </span>
  );
}
