import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Acceptance } from '../../../electron/contract/acceptance.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { rememberFolder, useFolder } from '../../hooks/use-folder.ts';
import { useRouterBackup } from '../../hooks/use-router-backup.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { isRefused, type PackagesForm, packageRequestOf } from '../../state/router-files.ts';
import type { StepName } from '../../state/steps.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { VerdictNotice } from '../../ui/dongle/verdict-notice.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { PageProps } from '../page-props.ts';
import { BackupField } from './backup-field.tsx';
import { ExportedFiles } from './exported-files.tsx';
import { FetchStatus } from './fetch-status.tsx';
import { FolderRow } from './folder-row.tsx';
import { ImportGuide } from './import-guide.tsx';
import { isAboutPackagesField, PackagesField } from './packages-field.tsx';

export function RouterPage({ dongle, page, change, go }: PageProps) {
  const { t } = useWords();
  const { language } = useLanguage();
  const { send, blocked, failure } = useIntent();
  const { send: sendCancel } = useIntent();
  const [folder, setFolder] = useFolder(dongle.bundle?.folder ?? null);
  const [targetMissing, setTargetMissing] = useState(false);
  const [written, setWritten] = useState(0);
  const result = useRef<HTMLDivElement>(null);
  // What was written stands below the form, in a small window out of sight.
  useEffect(() => {
    if (written > 0) result.current?.scrollIntoView({ block: 'nearest' });
  }, [written]);
  const { bundle, portPath, exporting, job } = dongle;
  const verdict = job?.verdict ?? null;
  const pinUntried = job?.pinUntried ?? false;
  const [accepted, setAccepted] = useState<readonly Acceptance[]>([]);
  const accept = (what: Acceptance) => (on: boolean) => setAccepted(on ? [...accepted, what] : accepted.filter((one) => one !== what));
  const unaccepted = verdict?.state === 'unusable' && !accepted.includes('unusable');
  const { packages, backup, owners } = page;
  const changePackages = (part: Partial<PackagesForm>) => {
    setTargetMissing(false);
    change({ packages: { ...packages, ...part } });
  };
  const reader = useRouterBackup(portPath, (read) => change({ backup: read }));
  const refused = backup !== null && isRefused(backup);
  const closed = blocked || exporting !== null || folder === '' || reader.pending || refused || unaccepted;
  const shown = failure ?? job?.failure ?? page.notWritten;

  const write = (event: FormEvent) => {
    event.preventDefault();
    if (closed) return;
    const request = packageRequestOf(packages);
    if (request?.target === '') return setTargetMissing(true);
    change({ notWritten: null });
    const forRouter = { ...(request ? { packages: request } : {}), ...(backup ? { backupId: backup.id } : {}) };
    void send({ type: 'export', portPath, folder, language, accepts: [...accepted], owners, ...forRouter }).then((why) => {
      if (why?.code === 'BACKUP_FORGOTTEN') change({ backup: null });
      if (why !== null) return;
      rememberFolder(folder);
      setWritten((times) => times + 1);
    });
  };
  const startOver = (step: StepName) => {
    void send({ type: 'dismiss', portPath }).then((why) => {
      if (why === null) change({ step, backup: null, changing: step === 'confirm' });
    });
  };

  return (
    <form className="page-form" onSubmit={write} noValidate>
      <div className="stack">
        {verdict && verdict.state !== 'verified' ? <VerdictNotice verdict={verdict} /> : null}
        {bundle ? (
          <div ref={result} className="stack">
            <ExportedFiles bundle={bundle} />
            <ImportGuide bundle={bundle} />
          </div>
        ) : null}
        {verdict?.state === 'unusable' ? (
          <CheckField label={t('export.accept-unusable')} checked={!unaccepted} onChange={accept('unusable')} testId="accept-unusable" />
        ) : null}
        {pinUntried ? (
          <CheckField
            label={t('export.accept-pin')}
            hint={t('export.accept-pin-hint')}
            checked={accepted.includes('untried-pin')}
            onChange={accept('untried-pin')}
            testId="accept-pin"
          />
        ) : null}
        {/* What was written is what most came for; to write it otherwise is folded from then on. */}
        <Fold
          key={bundle ? 'again' : 'first'}
          title={t(bundle ? 'export.otherwise' : 'export.file')}
          open={bundle === null || shown !== null || targetMissing}
          data-testid="export-form"
        >
          <div className="stack">
            <Card
              title={t('router-file.title')}
              aside={<span className="hint">{t('router-file.optional')}</span>}
              data-testid="router-file"
            >
              <PackagesField packages={packages} onChange={changePackages} failure={failure} targetMissing={targetMissing} />
              <BackupField backup={backup} reader={reader} owners={owners} onOwners={(chosen) => change({ owners: chosen })} />
            </Card>
            <Card title={t('export.where')}>
              <p className="hint">{t('export.about')}</p>
              <FolderRow folder={folder} onFolder={setFolder} again={bundle !== null} isDisabled={closed} />
              {refused ? (
                <Notice tone="bad" icon="warning" data-testid="backup-refuses">
                  {t('router-file.refused')}
                </Notice>
              ) : null}
            </Card>
          </div>
        </Fold>
        {exporting ? <FetchStatus progress={exporting} onCancel={() => void sendCancel({ type: 'cancel', portPath })} /> : null}
        {shown?.code === 'CANCELLED' ? (
          <Notice tone="neutral" role="status" data-testid="fetching-ended">
            {t('router-file.cancelled')}
          </Notice>
        ) : shown && !isAboutPackagesField(shown) ? (
          <FailureBox failure={shown}>
            {shown.code === 'SECRETS_LOST' ? (
              <Button data-testid="change-settings" isDisabled={blocked} onPress={() => startOver('confirm')}>
                {t('next.change')}
              </Button>
            ) : null}
          </FailureBox>
        ) : null}
      </div>
      <ActionBar onBack={() => go('run')} note={t(bundle ? 'export.done-note' : unaccepted ? 'export.unusable-note' : 'export.note')}>
        {bundle ? (
          <Button data-testid="start-over" isDisabled={blocked || exporting !== null} onPress={() => startOver('plug')}>
            {t('next.finish')}
          </Button>
        ) : null}
      </ActionBar>
    </form>
  );
}
