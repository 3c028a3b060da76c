import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { Language, languages } from '../../../electron/contract/words.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';

const ownNames: Record<Language, string> = { en: 'English', ru: 'Русский' };

export function LanguageSwitch() {
  const { t } = useWords();
  const { language, choose } = useLanguage();
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={t('app.language')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[language]}
      onSelectionChange={(keys) => {
        const chosen = Language.safeParse([...keys][0]);
        if (chosen.success) choose(chosen.data);
      }}
    >
      {languages.map((name) => (
        <ToggleButton key={name} id={name} className="segment" data-testid={`language-${name}`}>
          <span lang={name}>{ownNames[name]}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
