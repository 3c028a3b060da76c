import type { Failure } from '../../../electron/contract/errors.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Draft } from '../../state/draft.ts';
import type { FieldName } from '../../state/failure-fields.ts';
import type { RouterView } from '../../state/routers.ts';
import { Card } from '../../ui/card.tsx';
import { Fold } from '../../ui/fold.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ReleaseSelect } from './release-select.tsx';

interface Props {
  readonly routers: readonly RouterView[];
  readonly draft: Draft;
  readonly failureOf: (field: FieldName) => Failure | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** Which router it is for, and for whom. */
export function RouterChoice({ routers, draft, failureOf, onChange }: Props) {
  const { t } = useWords();
  return (
    <Card title={t('mode.router-title')}>
      <div className="form-grid">
        <ReleaseSelect
          routers={routers}
          value={draft.router}
          onChange={(router) => onChange({ router })}
          testId="router"
          failure={failureOf('router')}
        />
        <TextField
          label={t('mode.customer')}
          hint={t('mode.customer-hint')}
          testId="customer"
          value={draft.customer}
          onChange={(customer) => onChange({ customer })}
          failure={failureOf('customer')}
          maxLength={100}
        />
      </div>
      <Fold title={t('mode.advanced')} open={failureOf('interfaceName') !== null || failureOf('metric') !== null} data-testid="advanced">
        <div className="form-grid">
          <TextField
            label={t('mode.interface-name')}
            hint={t('mode.interface-name-hint')}
            testId="interface-name"
            value={draft.interfaceName}
            onChange={(interfaceName) => onChange({ interfaceName })}
            failure={failureOf('interfaceName')}
            maxLength={100}
            mono
          />
          <NumberField
            label={t('mode.metric')}
            hint={t('mode.metric-hint')}
            value={draft.metric}
            min={0}
            max={65535}
            onChange={(metric) => onChange({ metric: metric ?? 20 })}
            testId="metric"
            failure={failureOf('metric')}
          />
        </div>
      </Fold>
    </Card>
  );
}
