import type { ReactNode } from 'react';
import type { Failure } from '../../../electron/contract/errors.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Draft } from '../../state/draft.ts';
import type { FieldName } from '../../state/failure-fields.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';

const pdpTypes = ['ipv4', 'ipv6', 'ipv4v6'] as const;

export interface DraftFields {
  readonly draft: Draft;
  /** Beside the title: where the values are from. */
  readonly mark?: ReactNode;
  readonly failureOf: (field: FieldName) => Failure | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The access point name, and what addresses are asked for with it. */
export function ApnCard({ draft, mark, failureOf, onChange }: DraftFields) {
  const { t } = useWords();
  return (
    <Card title={t('sim.apn-title')} aside={mark}>
      <div className="form-grid">
        <TextField
          label={t('sim.apn')}
          hint={t('sim.apn-hint')}
          testId="apn"
          value={draft.apn}
          onChange={(apn) => onChange({ apn })}
          failure={failureOf('apn')}
          maxLength={1000}
          mono
        />
        <SelectField
          label={t('sim.pdp-type')}
          hint={t('sim.pdp-type-hint')}
          testId="pdp-type"
          value={draft.pdpType}
          options={pdpTypes}
          failure={failureOf('pdpType')}
          onChange={(pdpType) => onChange({ pdpType })}
        >
          {pdpTypes.map((type) => (
            <option key={type} value={type}>
              {t(`pdp-types.${type}`)}
            </option>
          ))}
        </SelectField>
      </div>
    </Card>
  );
}
