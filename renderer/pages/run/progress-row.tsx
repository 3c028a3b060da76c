import type { Step } from '../../../electron/contract/plan.ts';
import type { StepProgress } from '../../../electron/contract/snapshot.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';

export const icons: Record<StepProgress['state'], IconName | null> = {
  waiting: null,
  running: null,
  done: 'check',
  skipped: 'skip',
  failed: 'cross',
};

const seconds = (ms: number, language: string) =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000);

export function ProgressRow({ progress, step }: { progress: StepProgress; step: Step | undefined }) {
  const { t, text } = useWords();
  const { language } = useLanguage();
  const icon = icons[progress.state];
  const took = progress.startedAt !== null && progress.endedAt !== null ? progress.endedAt - progress.startedAt : null;
  return (
    <li className={`progress-row is-${progress.state}`} data-testid={`progress-${progress.id}`} data-state={progress.state}>
      <span className="progress-mark" aria-hidden="true">
        {icon ? <Icon name={icon} size={14} /> : null}
      </span>
      <div className="progress-body">
        <div className="progress-head">
          <span className="progress-title">{step ? text.phrase(step.title) : progress.id}</span>
          {step?.action.kind === 'at' ? <code className="faint">{step.action.command}</code> : null}
          <span className="progress-state">
            {text.word(`step-states.${progress.state}`)}
            {took !== null && progress.state === 'done' ? (
              <span className="figures"> {t('progress.took', { seconds: seconds(took, language) })}</span>
            ) : null}
          </span>
        </div>
        {progress.reply ? (
          <pre className="reply">
            <code>{progress.reply}</code>
          </pre>
        ) : null}
      </div>
    </li>
  );
}
