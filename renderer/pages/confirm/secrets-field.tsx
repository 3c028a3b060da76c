import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Failure } from '../../../electron/contract/errors.ts';
import { RouterOptions } from '../../../electron/contract/router-options.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { FieldFailure } from '../../ui/field-failure.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly value: RouterOptions['secrets'];
  readonly hasPin: boolean;
  readonly failure: Failure | null;
  readonly onChange: (value: RouterOptions['secrets']) => void;
}

/** Where PIN and password go. A SIM that asks for no PIN needs neither, so that is said first. */
export function SecretsField({ value, hasPin, failure, onChange }: Props) {
  const { t } = useWords();
  const choose = (chosen: string) => {
    const secrets = RouterOptions.shape.secrets.safeParse(chosen);
    if (secrets.success) onChange(secrets.data);
  };
  return (
    <RadioGroup className="field" value={value} onChange={choose} data-testid="secrets">
      <Label className="label">{t('on-router.secrets')}</Label>
      {hasPin ? (
        <Notice tone="info" icon="lock" data-testid="pin-lock">
          <strong>{t('on-router.pin-lock')}</strong> {t('on-router.pin-lock-more')}
        </Notice>
      ) : null}
      <div className="modes">
        {(['bundle', 'router'] as const).map((where) => (
          <Radio key={where} value={where} className="mode" data-testid={`secrets-${where}`}>
            <span className="radio-mark" aria-hidden="true" />
            <span className="mode-body">
              <span className="mode-name">{t(`on-router.secrets-${where}`)}</span>
              <span className="hint">{t(`on-router.secrets-${where}-hint`)}</span>
            </span>
          </Radio>
        ))}
      </div>
      {failure ? (
        <span role="alert">
          <FieldFailure failure={failure} />
        </span>
      ) : null}
    </RadioGroup>
  );
}
