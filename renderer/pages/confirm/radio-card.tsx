import type { Failure } from '../../../electron/contract/errors.ts';
import type { SettingChoice } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { Draft } from '../../state/draft.ts';
import type { FieldName } from '../../state/failure-fields.ts';
import { choicesOf, networkMode, packetDomain, type Setting } from '../../state/settings.ts';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/select-field.tsx';

interface Props {
  readonly offered: readonly SettingChoice[];
  readonly draft: Draft;
  readonly failureOf: (field: FieldName) => Failure | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** Settings of the modem itself; only what this one has. */
export function RadioCard({ offered, draft, failureOf, onChange }: Props) {
  const { t, text } = useWords();
  const modes = choicesOf(networkMode, offered, draft.networkMode);
  const domains = choicesOf(packetDomain, offered, draft.packetDomain);
  if (modes.length === 0 && domains.length === 0) return null;
  return (
    <Card title={t('sim.radio-title')} data-testid="radio">
      <p className="hint">
        {t('sim.radio')} {t('sim.radio-kept', { risk: text.word('risks.persistent') })}
      </p>
      <div className="form-grid">
        <SettingField
          setting={networkMode}
          value={draft.networkMode}
          options={modes}
          failure={failureOf('networkMode')}
          onChange={(value) => onChange({ networkMode: value })}
        />
        <SettingField
          setting={packetDomain}
          value={draft.packetDomain}
          options={domains}
          failure={failureOf('packetDomain')}
          onChange={(value) => onChange({ packetDomain: value })}
        />
      </div>
    </Card>
  );
}

interface FieldProps<Value extends string> {
  readonly setting: Setting<Value>;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly failure: Failure | null;
  readonly onChange: (value: Value) => void;
}

function SettingField<Value extends string>({ setting: { id }, options, ...field }: FieldProps<Value>) {
  const { t, text } = useWords();
  if (options.length === 0) return null;
  return (
    <SelectField {...field} label={t(`sim.${id}`)} hint={t(`sim.${id}-hint`)} testId={id} options={options}>
      {options.map((value) => (
        <option key={value} value={value}>
          {value === 'keep' ? t('sim.keep') : text.word(`settings.${id}.${value}`)}
        </option>
      ))}
    </SelectField>
  );
}
