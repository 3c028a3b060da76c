import { useWords } from '../../hooks/use-words.tsx';
import { type Summary, summariesOf, type VerdictRow } from '../../state/verdicts.ts';
import type { Tone } from '../badge.tsx';
import type { IconName } from '../icon.tsx';
import { Notice } from '../notice.tsx';
import type { SeenBy } from './verdict-badge.tsx';

const looks: Record<Summary, { tone: Tone; icon: IconName }> = {
  same: { tone: 'good', icon: 'check' },
  differs: { tone: 'warn', icon: 'warning' },
  'router-only': { tone: 'info', icon: 'info' },
  untold: { tone: 'neutral', icon: 'question' },
  empty: { tone: 'neutral', icon: 'question' },
};

/** Agreement or not in a line or two, before the rows are read. */
export function VerdictSummary({ rows, seenBy }: { rows: readonly VerdictRow[]; seenBy: SeenBy }) {
  const { t } = useWords();
  return (
    <div className="stack-tight" data-testid="verdict-summary">
      {summariesOf(rows).map(({ summary, count }) => {
        const tone = summary === 'router-only' && seenBy === 'text' ? 'warn' : looks[summary].tone;
        return (
          <Notice key={summary} tone={tone} icon={tone === 'warn' ? 'warning' : looks[summary].icon}>
            {t(`verdict-summary.${seenBy}.${summary}`, { count })}
          </Notice>
        );
      })}
    </div>
  );
}
