import { useBench } from '../../hooks/use-bench.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Props {
  readonly folder: string;
  readonly onFolder: (folder: string) => void;
  /** Something was written there already. */
  readonly again: boolean;
  readonly isDisabled: boolean;
}

/** Where the files go, and the button that writes them. */
export function FolderRow({ folder, onFolder, again, isDisabled }: Props) {
  const { t } = useWords();
  const { client } = useBench();
  const choose = () => {
    void client.shell.chooseFolder().then((chosen) => {
      if (chosen !== null) onFolder(chosen);
    });
  };
  return (
    <div className="folder-row">
      <TextField
        label={t('export.folder')}
        {...(client.shell.kind === 'browser' ? { hint: t('export.folder-server') } : {})}
        testId="export-folder"
        value={folder}
        onChange={onFolder}
        maxLength={4000}
        mono
      />
      {client.shell.kind === 'window' ? (
        <Button icon="folder" data-testid="choose-folder" onPress={choose}>
          {t('export.choose')}
        </Button>
      ) : null}
      <Button look={again ? 'plain' : 'primary'} type="submit" data-testid="export" isDisabled={isDisabled}>
        {t(again ? 'export.again' : 'export.write')}
      </Button>
    </div>
  );
}
