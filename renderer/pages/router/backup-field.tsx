import { type DragEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { RouterOwners } from '../../../electron/contract/router-options.ts';
import type { BackupReader } from '../../hooks/use-router-backup.ts';
import { useWords } from '../../hooks/use-words.tsx';
import type { ReadBackup } from '../../state/router-files.ts';
import { Button } from '../../ui/button.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { OwnersField } from '../confirm/owners-field.tsx';
import { RouterFit } from './router-fit.tsx';

interface Props {
  readonly backup: ReadBackup | null;
  readonly reader: BackupReader;
  readonly owners: RouterOwners;
  readonly onOwners: (owners: RouterOwners) => void;
}

/** The router's own backup, chosen or dropped, and what it asks of the file. */
export function BackupField({ backup, reader, owners, onOwners }: Props) {
  const { t } = useWords();
  const [dragged, setDragged] = useState(false);
  const open = (file: File | undefined) => {
    if (file) reader.read(file, owners);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDragged(false);
    open(event.dataTransfer.files[0]);
  };
  return (
    <section
      className={dragged ? 'backup-field is-dragged' : 'backup-field'}
      aria-label={t('router-file.backup')}
      data-testid="backup-field"
      onDragOver={(event) => {
        event.preventDefault();
        setDragged(true);
      }}
      onDragLeave={() => setDragged(false)}
      onDrop={onDrop}
    >
      <h3 className="label">{t('router-file.backup')}</h3>
      <p className="hint">{t('router-file.backup-hint')}</p>
      <div className="actions">
        {/* Any file: those of /etc/config have no ending, and the bytes tell what it is. */}
        <FileTrigger onSelect={(chosen) => open(chosen?.[0])}>
          <Button icon="folder" data-testid="choose-backup" isDisabled={reader.pending}>
            {t(backup ? 'router-file.choose-other' : 'router-file.choose')}
          </Button>
        </FileTrigger>
        {backup || reader.failure ? (
          <Button look="quiet" icon="cross" data-testid="drop-backup" onPress={reader.clear}>
            {t('router-file.without')}
          </Button>
        ) : null}
      </div>
      <div role="status" className="said">
        {reader.pending ? t('router-file.reading') : backup ? t('router-file.read', { name: backup.name }) : null}
      </div>
      {reader.failure ? <FailureBox failure={reader.failure} testId="backup-failure" /> : null}
      {backup ? <RouterFit fit={backup.fit} /> : null}
      <OwnersField
        owners={owners}
        onChange={(chosen) => {
          onOwners(chosen);
          if (backup) reader.read(backup.file, chosen);
        }}
      />
    </section>
  );
}
