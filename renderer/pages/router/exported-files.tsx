import { useState } from 'react';
import { type Failure, toFailure } from '../../../electron/contract/errors.ts';
import type { BundleSummary } from '../../../electron/contract/manifest.ts';
import { useBench } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { baseName, bundlePath } from '../../state/paths.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What was written, where, and how to tell that it arrived whole. */
export function ExportedFiles({ bundle }: { bundle: BundleSummary }) {
  const { t, text } = useWords();
  const { client } = useBench();
  const [failure, setFailure] = useState<Failure | null>(null);
  const inBrowser = client.shell.kind === 'browser';
  const reveal = (file: string) => {
    setFailure(null);
    client.shell.reveal(bundlePath(bundle.folder, file)).catch((thrown: unknown) => setFailure(toFailure(thrown)));
  };
  return (
    <Card
      title={t('export.files')}
      aside={
        <Button look="primary" icon={inBrowser ? 'download' : 'folder'} data-testid="reveal" onPress={() => reveal(bundle.archive)}>
          {t(inBrowser ? 'export.download' : 'export.reveal')}
        </Button>
      }
    >
      <ul className="files" data-testid="exported-files">
        {bundle.files.map((file) => (
          <li key={file}>
            <Icon name={baseName(file) === baseName(bundle.archive) ? 'download' : 'info'} size={16} />
            <FilePath path={bundlePath(bundle.folder, file)} />
            {inBrowser ? (
              <Button
                look="quiet"
                data-testid={`download-${baseName(file)}`}
                aria-label={t('export.download-what', { name: baseName(file) })}
                onPress={() => reveal(file)}
              >
                {t('export.download-one')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {bundle.alreadyThere ? (
        <p className="hint" data-testid="already-there">
          {text.word('bundle.already-there')}
        </p>
      ) : null}
      <div className="command">
        <span className="label">SHA-256</span>
        <code data-testid="checksum">{bundle.sha256}</code>
        <CopyButton value={bundle.sha256} what="SHA-256" testId="copy-checksum" />
      </div>
      {bundle.warnings.length > 0 ? (
        <ul className="findings" aria-label={t('export.warnings')}>
          {bundle.warnings.map((warning) => (
            <li key={`${warning.key} ${JSON.stringify(warning.values)}`} data-testid="bundle-warning">
              <Notice tone="warn" icon="warning">
                {text.phrase(warning)}
              </Notice>
            </li>
          ))}
        </ul>
      ) : null}
      {failure ? <FailureBox failure={failure} /> : null}
    </Card>
  );
}

/** The name in one piece, below the folder where both do not fit: the names of an export begin alike, and differ at their ends. */
function FilePath({ path }: { path: string }) {
  const name = baseName(path);
  return (
    <code>
      <span className="folder">{path.slice(0, path.length - name.length)}</span>
      <span className="name">{name}</span>
    </code>
  );
}
