import type { Failure } from '../../../electron/contract/errors.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { bySeries, type RouterView } from '../../state/routers.ts';
import { SelectField } from '../../ui/select-field.tsx';

interface Props {
  readonly routers: readonly RouterView[];
  readonly value: string;
  readonly onChange: (release: string) => void;
  readonly testId: string;
  readonly failure?: Failure | null;
}

/** The point release of the router, by series, newest first. */
export function ReleaseSelect({ routers, value, onChange, testId, failure = null }: Props) {
  const { t } = useWords();
  return (
    <SelectField
      label={t('mode.router')}
      hint={t('mode.router-hint')}
      testId={testId}
      value={value}
      options={routers.map((router) => router.release)}
      failure={failure}
      onChange={onChange}
    >
      {bySeries(routers).map(({ series, routers: members }) => (
        <optgroup key={series} label={t('mode.series', { series })}>
          {members.map(({ release, kernel, packageManager }) => (
            <option key={release} value={release}>
              {t('mode.release', { release, kernel, manager: packageManager })}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
