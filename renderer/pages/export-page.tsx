import { type FormEvent, useEffect, useState } from 'react';
import { useBench, useIntent } from '../hooks/use-bench.tsx';
import { useLanguage, useWords } from '../hooks/use-words.tsx';
import { ActionBar } from '../parts/action-bar.tsx';
import { Button } from '../parts/button.tsx';
import { Card } from '../parts/card.tsx';
import { ExportedFiles } from '../parts/exported-files.tsx';
import { FailureBox } from '../parts/failure-box.tsx';
import { ImportGuide } from '../parts/import-guide.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { StepName } from '../state/steps.ts';
import type { PageProps } from './page-props.ts';

export function ExportPage({ dongle, change, go }: PageProps) {
  const { t } = useWords();
  const { language } = useLanguage();
  const { client } = useBench();
  const { send, blocked, failure } = useIntent();
  const [folder, setFolder] = useFolder(dongle.bundle?.folder ?? null);
  const { bundle } = dongle;
  const shown = failure ?? dongle.failure;

  const write = (event: FormEvent) => {
    event.preventDefault();
    if (folder !== '' && !blocked) void send({ type: 'export', portPath: dongle.portPath, folder, language });
  };
  const choose = () => {
    void client.shell.chooseFolder().then((chosen) => {
      if (chosen !== null) setFolder(chosen);
    });
  };
  const startOver = (step: StepName) => {
    void send({ type: 'dismiss', portPath: dongle.portPath }).then((why) => {
      if (why === null) change({ step });
    });
  };

  return (
    <form className="page-form" onSubmit={write} noValidate>
      <div className="stack">
        <Card title={t('export.where')}>
          <p className="hint">{t('export.about')}</p>
          <div className="folder-row">
            <TextField
              label={t('export.folder')}
              {...(client.shell.kind === 'browser' ? { hint: t('export.folder-server') } : {})}
              testId="export-folder"
              value={folder}
              onChange={setFolder}
              maxLength={4000}
              mono
            />
            {client.shell.kind === 'window' ? (
              <Button icon="folder" data-testid="choose-folder" onPress={choose}>
                {t('export.choose')}
              </Button>
            ) : null}
            <Button look={bundle ? 'plain' : 'primary'} type="submit" data-testid="export" isDisabled={blocked || folder === ''}>
              {t(bundle ? 'export.again' : 'export.write')}
            </Button>
          </div>
          {shown ? (
            <FailureBox failure={shown}>
              {shown.code === 'SECRETS_LOST' ? (
                <Button data-testid="change-settings" isDisabled={blocked} onPress={() => startOver('sim')}>
                  {t('next.change')}
                </Button>
              ) : null}
            </FailureBox>
          ) : null}
        </Card>
        {bundle ? <ExportedFiles bundle={bundle} /> : null}
        {bundle ? <ImportGuide bundle={bundle} wishes={dongle.plan?.wishes ?? null} /> : null}
      </div>
      <ActionBar onBack={() => go('verify')} note={t(bundle ? 'export.done-note' : 'export.note')}>
        {bundle ? (
          <Button data-testid="start-over" isDisabled={blocked} onPress={() => startOver('dongle')}>
            {t('next.finish')}
          </Button>
        ) : null}
      </ActionBar>
    </form>
  );
}

/** The folder of the last export, else the one that the surrounding program proposes; typing wins over both. */
function useFolder(exported: string | null): [string, (folder: string) => void] {
  const { client } = useBench();
  const [typed, setTyped] = useState<string | null>(null);
  const [proposed, setProposed] = useState('');
  useEffect(() => {
    let here = true;
    client.shell.defaultFolder().then(
      (folder) => here && setProposed(folder),
      () => undefined, // Nothing proposed: the field stays empty and waits for the technician.
    );
    return () => {
      here = false;
    };
  }, [client]);
  return [typed ?? exported ?? proposed, setTyped];
}
