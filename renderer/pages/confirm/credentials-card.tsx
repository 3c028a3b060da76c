import { useWords } from '../../hooks/use-words.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftFields } from './apn-card.tsx';

const auths = ['none', 'pap', 'chap', 'both'] as const;

/** PAP or CHAP: most access points want none. */
export function CredentialsCard({ draft, mark, failureOf, onChange }: DraftFields) {
  const { t } = useWords();
  return (
    <Card title={t('sim.credentials')} aside={mark}>
      <p className="hint">{t('sim.credentials-hint')}</p>
      <div className="form-grid form-grid-3">
        <SelectField
          label={t('sim.auth')}
          testId="auth"
          value={draft.auth}
          options={auths}
          failure={failureOf('auth')}
          onChange={(auth) => onChange({ auth })}
        >
          {auths.map((auth) => (
            <option key={auth} value={auth}>
              {t(`auths.${auth}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('sim.username')}
          testId="username"
          value={draft.username}
          onChange={(username) => onChange({ username })}
          failure={failureOf('username')}
          maxLength={1000}
          mono
        />
        <TextField
          label={t('sim.password')}
          testId="password"
          value={draft.password}
          onChange={(password) => onChange({ password })}
          failure={failureOf('password')}
          maxLength={1000}
          secret
          mono
        />
      </div>
      {draft.auth === 'none' && (draft.username !== '' || draft.password !== '') ? (
        <Notice tone="warn" icon="warning">
          {t('sim.auth-unused')}
        </Notice>
      ) : null}
    </Card>
  );
}
