import type { Check } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';

const looks: Record<Check['state'], { tone: Tone; icon: IconName }> = {
  passed: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'cross' },
  unknown: { tone: 'neutral', icon: 'question' },
};

export function CheckList({ checks }: { checks: readonly Check[] }) {
  const { text } = useWords();
  return (
    <ul className="checks">
      {checks.map((check) => (
        <li key={check.id} className={`check is-${check.state}`} data-testid={`check-${check.id}`} data-state={check.state}>
          <span className="progress-mark" aria-hidden="true">
            <Icon name={looks[check.state].icon} size={14} />
          </span>
          <span className="check-title">{text.phrase(check.title)}</span>
          <span className="check-seen">
            <code>{check.seen}</code>
            {check.code === null ? null : (
              <span className="check-remedy" data-code={check.code}>
                {text.remedy({ code: check.code, detail: {} })} <code>{check.code}</code>
              </span>
            )}
          </span>
          <Badge tone={looks[check.state].tone}>{text.word(`check-states.${check.state}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}
