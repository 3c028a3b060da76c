import type { BundleSummary } from '../../../electron/contract/manifest.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { baseName } from '../../state/paths.ts';
import { Card } from '../../ui/card.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { LuciPicture } from './luci-picture.tsx';

const menuPath = (menu: readonly string[]) => menu.join(' → ');

/** From the file to a router that is online. */
export function ImportGuide({ bundle }: { bundle: BundleSummary }) {
  const { t } = useWords();
  const { language } = useLanguage();
  const { luci } = bundle;
  return (
    <Card title={t('import.title')}>
      <ol className="guide">
        <li>
          <h3>{t(bundle.offline ? 'import.offline' : 'import.packages')}</h3>
          {bundle.offline ? (
            <p data-testid="offline-packages">
              {t('import.offline-more', {
                count: bundle.offline.files,
                size: Math.ceil(bundle.offline.bytes / 1024).toLocaleString(language),
              })}
            </p>
          ) : (
            <>
              <p>{t('import.packages-more')}</p>
              <CommandLine command={bundle.commands.packages} what={t('import.packages')} testId="packages-command" />
            </>
          )}
        </li>
        <li>
          <h3>{t('import.bundle')}</h3>
          <h4>{t('import.luci')}</h4>
          <ol className="sub-guide">
            <li>{t('import.luci-1', { menu: menuPath(luci.restore) })}</li>
            <li>{t('import.luci-2', { label: luci.restoreLabel, upload: luci.upload, name: baseName(bundle.archive) })}</li>
            <li>{t('import.luci-3', { confirm: luci.confirm })}</li>
          </ol>
          <LuciPicture luci={luci} />
          <h4>{t('import.ssh')}</h4>
          <p>{t('import.ssh-more')}</p>
          <CommandLine command={bundle.commands.importOverSsh} what={t('import.ssh')} testId="ssh-command" />
          <p className="hint">{t('import.additive')}</p>
        </li>
        <li>
          <h3>{t('import.plug')}</h3>
          <p>{t('import.plug-more', { name: bundle.interfaceName, menu: menuPath(luci.interfaces) })}</p>
        </li>
      </ol>
    </Card>
  );
}
