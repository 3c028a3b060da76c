import type { Snapshot } from '../../electron/contract/snapshot.ts';
import { useIntent } from '../hooks/use-bench.tsx';
import { useWords } from '../hooks/use-words.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { FailureBox } from './failure-box.tsx';
import { Icon } from './icon.tsx';

interface Props {
  readonly practice: Snapshot['practice'];
  /** Nothing is plugged in: the practice dongles are then the way to go on. */
  readonly prominent: boolean;
  readonly onPlug: (name: string) => void;
}

export function PracticeCards({ practice, prominent, onPlug }: Props) {
  const { t } = useWords();
  const { send, blocked, failure } = useIntent();
  const plug = (name: string) => {
    onPlug(name);
    void send({ type: 'plug-practice', name });
  };
  return (
    <Card title={t('practice.title')} data-testid="practice">
      <p className="hint">{t('practice.about')}</p>
      {failure ? <FailureBox failure={failure} /> : null}
      <ul className={prominent ? 'practice practice-prominent' : 'practice'}>
        {practice.map(({ name, title, plugged }) => (
          <li key={name} className="practice-card" data-testid={`practice-${name}`}>
            {prominent ? (
              <span className="practice-picture">
                <Icon name="dongle" size={34} />
              </span>
            ) : null}
            <span className="practice-title">{title}</span>
            <code className="faint">{name}</code>
            {plugged === null ? (
              <Button
                look={prominent ? 'primary' : 'plain'}
                icon="plug"
                data-testid={`practice-plug-${name}`}
                aria-label={t('practice.plug-what', { title })}
                isDisabled={blocked}
                onPress={() => plug(name)}
              >
                {t('practice.plug')}
              </Button>
            ) : (
              <Button
                data-testid={`practice-unplug-${name}`}
                aria-label={t('practice.unplug-what', { title })}
                isDisabled={blocked}
                onPress={() => void send({ type: 'unplug-practice', portPath: plugged })}
              >
                {t('practice.unplug')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
