import { RouterOwners } from '../../../electron/contract/router-options.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { SelectField } from '../../ui/select-field.tsx';

/** What becomes of others on the router that have the dongle. */
export function OwnersField({ owners, onChange }: { owners: RouterOwners; onChange: (owners: RouterOwners) => void }) {
  const { t } = useWords();
  return (
    <SelectField
      label={t('on-router.owners')}
      hint={t('on-router.owners-hint')}
      testId="owners"
      value={owners}
      options={RouterOwners.options}
      onChange={onChange}
    >
      {RouterOwners.options.map((each) => (
        <option key={each} value={each}>
          {t(`on-router.owners-${each}`)}
        </option>
      ))}
    </SelectField>
  );
}
