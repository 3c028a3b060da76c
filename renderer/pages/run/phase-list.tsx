import type { JobView } from '../../../electron/contract/snapshot.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { type PhaseView, phasesOf } from '../../state/phases.ts';
import { Icon } from '../../ui/icon.tsx';
import { icons } from './progress-row.tsx';

/** The work in a few words, with how long each part took. */
export function PhaseList({ job }: { job: JobView }) {
  const { t } = useWords();
  return (
    <ol className="progress" aria-label={t('switch.progress')}>
      {phasesOf(job).map((phase) => (
        <PhaseRow key={phase.name} phase={phase} />
      ))}
    </ol>
  );
}

function PhaseRow({ phase }: { phase: PhaseView }) {
  const { t, text } = useWords();
  const { name, state } = phase;
  const icon = icons[state];
  return (
    <li className={`progress-row is-${state}`} data-testid={`phase-${name}`} data-state={state}>
      <span className="progress-mark" aria-hidden="true">
        {icon ? <Icon name={icon} size={14} /> : null}
      </span>
      <div className="progress-body">
        <div className="progress-head">
          <span className="progress-title">{t(`phases.${name}`)}</span>
          <span className="progress-state">
            {text.word(`step-states.${state}`)}
            <Elapsed phase={phase} />
          </span>
        </div>
      </div>
    </li>
  );
}

/** How long it has been at it; of what was needless, nothing. */
function Elapsed({ phase: { state, startedAt, endedAt } }: { phase: PhaseView }) {
  const { t } = useWords();
  const { language } = useLanguage();
  const now = useNow(state === 'running');
  if (startedAt === null || state === 'skipped' || state === 'waiting') return null;
  const seconds = Math.max(0, (endedAt ?? now) - startedAt) / 1000;
  return (
    <span className="figures" data-testid="elapsed">
      {' · '}
      {t('run.seconds', { seconds: seconds.toLocaleString(language, { maximumFractionDigits: endedAt !== null && seconds < 10 ? 1 : 0 }) })}
    </span>
  );
}
