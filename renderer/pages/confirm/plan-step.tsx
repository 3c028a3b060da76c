import type { Step } from '../../../electron/contract/plan.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Badge } from '../../ui/badge.tsx';
import { RiskBadge } from './risk-badge.tsx';
import { StepActionView } from './step-action.tsx';

export function PlanStep({ step, number }: { step: Step; number: number }) {
  const { t, text } = useWords();
  return (
    <li className={`plan-step risk-${step.risk}`} data-testid={`plan-step-${step.id}`}>
      <span className="plan-number" aria-hidden="true">
        {number}
      </span>
      <div className="plan-body">
        <div className="plan-head">
          <h3>{text.phrase(step.title)}</h3>
          <RiskBadge risk={step.risk} />
          {step.skipIf.length > 0 ? <Badge>{t('plan.if-needed')}</Badge> : null}
        </div>
        <StepActionView step={step} />
        <p>{text.phrase(step.why)}</p>
        <dl className="plan-facts">
          {step.wayBack ? (
            <div>
              <dt>{t('plan.way-back')}</dt>
              <dd>{text.phrase(step.wayBack)}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t('plan.source')}</dt>
            <dd lang="en">{step.source}</dd>
          </div>
          <div>
            <dt>{t('plan.limit')}</dt>
            <dd>{t('plan.seconds', { seconds: Math.ceil(step.timeoutMs / 1000) })}</dd>
          </div>
        </dl>
      </div>
    </li>
  );
}
