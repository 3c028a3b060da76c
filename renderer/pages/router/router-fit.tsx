import type { RouterFinding, RouterFitView } from '../../../electron/contract/router-backup.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Tone } from '../../ui/badge.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { FileDiffs } from './file-diffs.tsx';

const looks: Record<RouterFinding['severity'], { readonly tone: Tone; readonly icon: IconName }> = {
  refusal: { tone: 'bad', icon: 'cross' },
  warning: { tone: 'warn', icon: 'warning' },
  note: { tone: 'neutral', icon: 'info' },
};

/** What was found in the router's backup, what the file is changed for it, and every line that it will change on that router. */
export function RouterFit({ fit }: { fit: RouterFitView }) {
  const { t, text } = useWords();
  const { findings, changes, diff } = fit;
  return (
    <div className="router-fit" data-testid="router-fit">
      {findings.length > 0 ? (
        <ul className="findings" aria-label={t('router-file.findings')}>
          {findings.map(({ severity, message, code }) => (
            <li
              key={`${message.key} ${JSON.stringify(message.values)}`}
              data-testid="finding"
              data-severity={severity}
              data-code={code ?? ''}
            >
              <Notice {...looks[severity]}>
                <span className="off-screen">{t(`router-file.severity-${severity}`)} </span>
                {text.phrase(message)}
                {code ? (
                  <>
                    {' '}
                    {text.remedy({ code, detail: message.values })} <code>{code}</code>
                  </>
                ) : null}
              </Notice>
            </li>
          ))}
        </ul>
      ) : null}
      {changes.length > 0 ? (
        <>
          <h3 className="label">{t('router-file.changes')}</h3>
          <ul className="changes" data-testid="fit-changes">
            {changes.map((change) => (
              <li key={change.key}>{text.phrase(change)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {diff.length > 0 ? <FileDiffs diff={diff} /> : null}
    </div>
  );
}
