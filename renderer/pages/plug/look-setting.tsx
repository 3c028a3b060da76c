import { useIntent } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { CheckField } from '../../ui/check-field.tsx';

/** The technician's word on looking at modems, to be changed at any time. */
export function LookSetting({ allowed }: { allowed: boolean }) {
  const { t } = useWords();
  const { send, failure } = useIntent();
  return (
    <CheckField
      label={t('look.setting')}
      hint={t('look.setting-hint')}
      testId="look-setting"
      checked={allowed}
      failure={failure}
      onChange={(allow) => void send({ type: 'allow-looks', allowed: allow })}
    />
  );
}
