import type { FetchProgress } from '../../../electron/contract/packages.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { Bar } from '../../ui/bar.tsx';
import { Button } from '../../ui/button.tsx';

/** How far the fetching of the packages is, with the way to end it. */
export function FetchStatus({ progress, onCancel }: { progress: FetchProgress; onCancel: () => void }) {
  const { t } = useWords();
  const { language } = useLanguage();
  const { stage, file, files, filesDone, bytes, bytesDone } = progress;
  const size = (value: number) => Math.ceil(value / 1024).toLocaleString(language);
  const counting = { number: Math.min(filesDone + 1, files), files };
  const said =
    stage === 'index'
      ? t('router-file.fetching-index', counting)
      : t('router-file.fetching', { ...counting, done: size(bytesDone), all: size(bytes) });
  return (
    <div className="fetching" data-testid="fetching">
      <div className="fetching-words">
        <span>{said}</span>
        <code>{file}</code>
      </div>
      <Button look="plain" icon="cross" data-testid="cancel-fetching" onPress={onCancel}>
        {t('router-file.cancel')}
      </Button>
      <Bar label={said} value={stage === 'index' ? filesDone : bytesDone} max={stage === 'index' ? files : bytes} />
    </div>
  );
}
