import { useWords } from '../../hooks/use-words.tsx';
import { Icon } from '../icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';

export function Header({ version }: { version: string | null }) {
  const { t } = useWords();
  return (
    <header className="header">
      <span className="logo">
        <Icon name="dongle" size={22} />
      </span>
      <span className="app-name">{t('app.name')}</span>
      {version ? <span className="faint figures">{version}</span> : null}
      <span className="header-space" />
      <LanguageSwitch />
    </header>
  );
}
