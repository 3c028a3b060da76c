import type { ReactNode } from 'react';
import type { Failure } from '../../electron/contract/errors.ts';
import { useWords } from '../hooks/use-words.tsx';
import { Fold } from './fold.tsx';
import { Icon } from './icon.tsx';

interface Props {
  readonly failure: Failure;
  /** What can be done now, as buttons. */
  readonly children?: ReactNode;
  readonly testId?: string;
}

/** Code, cause and remedy of a failure, what the modem said, and what to do next. */
export function FailureBox({ failure, children, testId = 'failure' }: Props) {
  const { t, text } = useWords();
  const detail = Object.entries(failure.detail);
  return (
    <section className="failure" role="alert" data-testid={testId} data-code={failure.code}>
      <Icon name="warning" size={20} />
      <div className="failure-body">
        <p className="failure-cause">{text.cause(failure)}</p>
        <p>
          <span className="label">{t('failure.remedy')}</span> {text.remedy(failure)}
        </p>
        <p className="failure-code">
          {t('failure.code')} <code>{failure.code}</code>
        </p>
        {detail.length > 0 ? (
          <Fold title={t('failure.detail')}>
            <dl className="facts">
              {detail.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <code>{value}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </Fold>
        ) : null}
        {children ? <div className="actions">{children}</div> : null}
      </div>
    </section>
  );
}
