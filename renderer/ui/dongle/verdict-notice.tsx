import type { Verdict } from '../../../electron/contract/verdict.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Tone } from '../badge.tsx';
import type { IconName } from '../icon.tsx';
import { Notice } from '../notice.tsx';

const looks: Record<Verdict['state'], { tone: Tone; icon: IconName }> = {
  verified: { tone: 'good', icon: 'check' },
  usable: { tone: 'info', icon: 'info' },
  unusable: { tone: 'bad', icon: 'warning' },
};

/** What the dongle is good for, in the one sentence that command line, manifest and printed page have as well, and what to do about it. */
export function VerdictNotice({ verdict, testId = 'verdict' }: { verdict: Verdict; testId?: string }) {
  const { text } = useWords();
  const { sentence, advice } = text.verdict(verdict);
  return (
    <Notice {...looks[verdict.state]} role="status" data-testid={testId}>
      <strong>{sentence}</strong>
      {advice.length > 0 ? (
        <ul>
          {advice.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
