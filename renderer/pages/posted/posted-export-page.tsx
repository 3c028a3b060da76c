import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ReportedDevice } from '../../../electron/contract/drivers.ts';
import { type Failure, toFailure } from '../../../electron/contract/errors.ts';
import type { BundleSummary } from '../../../electron/contract/manifest.ts';
import type { RouterFitView } from '../../../electron/contract/router-backup.ts';
import type { Mode } from '../../../electron/contract/words.ts';
import { useBench } from '../../hooks/use-bench.tsx';
import { useFolder } from '../../hooks/use-folder.ts';
import { usePageFocus } from '../../hooks/use-page-focus.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { type Draft, refusedShape, toWishes, usualDraft } from '../../state/draft.ts';
import { type FieldName, fieldOf } from '../../state/failure-fields.ts';
import { ActionBar } from '../../ui/action-bar.tsx';
import { Card } from '../../ui/card.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ApnCard } from '../confirm/apn-card.tsx';
import { CredentialsCard } from '../confirm/credentials-card.tsx';
import { OwnersField } from '../confirm/owners-field.tsx';
import { PinField } from '../confirm/pin-field.tsx';
import { ProviderCard } from '../confirm/provider-card.tsx';
import { RouterCard } from '../confirm/router-card.tsx';
import { ExportedFiles } from '../router/exported-files.tsx';
import { FolderRow } from '../router/folder-row.tsx';
import { ImportGuide } from '../router/import-guide.tsx';
import { RouterFit } from '../router/router-fit.tsx';

/** A device of a posted text, and where it stands. */
export interface PostedChoice {
  readonly text: string;
  readonly release: string;
  readonly index: number;
  readonly device: ReportedDevice;
  /** The modes for which a file can be made, at least one; the text's own is the first. */
  readonly modes: readonly Mode[];
  /** The text has some of the router's configuration. */
  readonly hasConfiguration: boolean;
}

interface Written {
  readonly bundle: BundleSummary;
  readonly fit: RouterFitView | null;
}

/** The file for the router, of a modem that somebody else has plugged in: all that is known of it is a text. */
export function PostedExportPage({ choice, onBack }: { choice: PostedChoice; onBack: () => void }) {
  const { t } = useWords();
  const { language } = useLanguage();
  const { client, connected } = useBench();
  const { text, release, index, device, modes, hasConfiguration } = choice;
  const [draft, setDraft] = useState<Draft>(() => usualDraft(modes[0] ?? null, release));
  const [folder, setFolder] = useFolder(null);
  const [fit, setFit] = useState(true);
  const [accepted, setAccepted] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [written, setWritten] = useState<Written | null>(null);
  const heading = usePageFocus();
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (written) result.current?.scrollIntoView({ block: 'nearest' });
  }, [written]);
  const place = fieldOf(failure);
  const failureOf = (field: FieldName) => (place === field ? failure : null);
  const edit = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    setFailure(null);
    setWritten(null);
  };
  const asksPin = draft.pin !== '' && draft.onRouter.secrets === 'bundle';

  const write = (event: FormEvent) => {
    event.preventDefault();
    const wishes = toWishes(draft);
    if (wishes === null || pending || folder === '' || !connected) return;
    const misshapen = refusedShape(wishes);
    setFailure(misshapen);
    if (misshapen !== null) return;
    setPending(true);
    const accepts = asksPin && accepted ? (['untried-pin'] as const) : [];
    client.ask({ type: 'export-posted', text, device: index, wishes, folder, language, fit, accepts: [...accepts] }).then(
      (answer) => {
        if (answer.type === 'posted-bundle') setWritten({ bundle: answer.bundle, fit: answer.fit });
        setPending(false);
      },
      (thrown: unknown) => {
        setFailure(toFailure(thrown));
        setPending(false);
      },
    );
  };

  return (
    <form className="page" data-testid="page-posted-export" onSubmit={write} noValidate>
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('posted.page')}
        </h1>
        <p className="faint">
          {device.name} · {device.vid}:{device.pid} · OpenWrt {release}
        </p>
      </header>
      <div className="stack">
        <Notice tone="info" data-testid="posted-about">
          {t('posted.about')}
        </Notice>
        <Card title={t('posted.mode-title')}>
          <SelectField
            label={t('posted.mode')}
            hint={t(draft.mode !== null && draft.mode === device.mode ? 'posted.mode-told' : 'posted.mode-other')}
            testId="posted-mode"
            value={draft.mode ?? modes[0] ?? 'qmi'}
            options={modes}
            failure={failureOf('mode')}
            onChange={(mode) => edit({ mode })}
          >
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`modes.${mode}`)}
              </option>
            ))}
          </SelectField>
        </Card>
        <ProviderCard proposals={[]} simRead={false} signIn={draft} suggested={null} onChange={edit} />
        <ApnCard draft={draft} failureOf={failureOf} onChange={edit} />
        <CredentialsCard draft={draft} failureOf={failureOf} onChange={edit} />
        <Card title={t('sim.pin-title')}>
          <div className="form-grid">
            <PinField draft={draft} failureOf={failureOf} onChange={edit} hint={t('posted.pin-hint')} />
          </div>
          {asksPin ? (
            <CheckField
              label={t('export.accept-pin')}
              hint={t('export.accept-pin-hint')}
              checked={accepted}
              onChange={setAccepted}
              testId="accept-pin"
            />
          ) : null}
        </Card>
        <RouterCard draft={draft} failureOf={(option) => failureOf(`onRouter.${option}`)} onChange={(onRouter) => edit({ onRouter })} />
        <Card title={t('export.where')}>
          <p className="hint">{t('export.about')}</p>
          {hasConfiguration ? (
            <>
              <CheckField label={t('posted.fit')} hint={t('posted.fit-hint')} checked={fit} onChange={setFit} testId="posted-fit" />
              <OwnersField owners={draft.onRouter.owners} onChange={(owners) => edit({ onRouter: { ...draft.onRouter, owners } })} />
            </>
          ) : null}
          <FolderRow folder={folder} onFolder={setFolder} again={written !== null} isDisabled={pending || folder === '' || !connected} />
          {failure && place === null ? <FailureBox failure={failure} /> : null}
          {failure && place !== null ? (
            <Notice tone="bad" icon="warning" data-testid="posted-refused">
              {t('posted.field-refused')}
            </Notice>
          ) : null}
        </Card>
        {written ? (
          <div ref={result} className="stack">
            {written.fit ? <RouterFit fit={written.fit} /> : null}
            <ExportedFiles bundle={written.bundle} />
            <ImportGuide bundle={written.bundle} />
          </div>
        ) : null}
      </div>
      <ActionBar onBack={onBack} note={t('posted.note')} />
    </form>
  );
}
