import { useEffect, useRef } from 'react';
import type { ReportedDevice, UnreadLines } from '../../../electron/contract/drivers.ts';
import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import type { DumpAnswer, DumpControl } from '../../hooks/use-dump.ts';
import { usePageFocus } from '../../hooks/use-page-focus.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { ActionBar } from '../../ui/action-bar.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DumpDevice } from './dump-device.tsx';
import { DumpForm } from './dump-form.tsx';
import type { PostedChoice } from './posted-export-page.tsx';

interface Props {
  readonly snapshot: Snapshot;
  readonly dump: DumpControl;
  readonly onBack: () => void;
  /** To the file for one of the devices. */
  readonly onExport: (choice: PostedChoice) => void;
}

/** Which driver will bind, for a dongle that is elsewhere: from a text that somebody posted. */
export function DumpPage({ snapshot, dump, onBack, onExport }: Props) {
  const { t } = useWords();
  const heading = usePageFocus();
  const { answer, failure, stale, answered } = dump;
  const result = useRef<HTMLDivElement>(null);
  const shown = useRef(answered);
  useEffect(() => {
    // An answer to another text is brought into sight; one for another release is where the last one was.
    if (shown.current === answered) return;
    shown.current = answered;
    result.current?.scrollIntoView({ block: 'start' });
  }, [answered]);
  return (
    <div className="page" data-testid="page-dump">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('dump.page')}
        </h1>
      </header>
      <div className="stack">
        <DumpForm dump={dump} routers={snapshot.routers} />
        <div role="status" className="said" ref={result}>
          {stale ? (
            <Notice tone="warn" icon="refresh" data-testid="dump-stale">
              {t('dump.stale')}
            </Notice>
          ) : answer && answer.devices.length > 0 ? (
            <p className="hint" data-testid="dump-found">
              {t('dump.found', { count: answer.devices.length, release: answer.router.release })}
            </p>
          ) : null}
        </div>
        {failure ? <FailureBox failure={failure} /> : null}
        {answer ? <Answered answer={answer} text={answered ?? ''} onExport={onExport} /> : null}
      </div>
      <ActionBar onBack={onBack} note={t('dump.note')} />
    </div>
  );
}

/** Whether it could be a dongle; keyboards and cameras come along in most texts. */
const mayBeModem = (device: ReportedDevice) =>
  device.listed || device.disc || device.bootState !== null || device.mode !== null || device.way !== null;

interface AnsweredProps {
  readonly answer: DumpAnswer;
  /** The text that it is about. */
  readonly text: string;
  readonly onExport: (choice: PostedChoice) => void;
}

function Answered({ answer, text, onExport }: AnsweredProps) {
  const { devices, router, unread, configuration, bundleModes } = answer;
  const { t } = useWords();
  if (devices.length === 0) {
    return (
      <div className="stack">
        <Notice tone="warn" icon="question" role="status" data-testid="dump-nothing">
          <strong>{t('dump.nothing')}</strong> {t('dump.nothing-more')}
        </Notice>
        <UnreadFold unread={unread} />
      </div>
    );
  }
  const named = devices.map((device, index) => {
    const modes = bundleModes[index] ?? [];
    const choice = { text, release: router.release, index, device, modes, hasConfiguration: configuration > 0 };
    return { device, testId: `dump-device-${index}`, onExport: modes.length > 0 ? () => onExport(choice) : null };
  });
  const modems = named.filter(({ device }) => mayBeModem(device));
  const others = named.filter(({ device }) => !mayBeModem(device));
  const show = (group: typeof named) => group.map((one) => <DumpDevice key={one.testId} {...one} router={router} />);
  return (
    <div className="stack" data-testid="dump-answer">
      {modems.length > 0 ? (
        show(modems)
      ) : (
        <Notice tone="info" data-testid="dump-no-modem">
          {t('dump.no-modem')}
        </Notice>
      )}
      {others.length > 0 ? (
        <Fold title={t('dump.others', { count: others.length })} open={modems.length === 0} data-testid="dump-others">
          <div className="stack">{show(others)}</div>
        </Fold>
      ) : null}
      {configuration > 0 ? (
        <Notice tone="info" data-testid="dump-configuration">
          {t('dump.configuration', { count: configuration })}
        </Notice>
      ) : null}
      <UnreadFold unread={unread} />
    </div>
  );
}

/** What of the text nobody understood: it is never dropped in silence. */
function UnreadFold({ unread: { count, lines } }: { unread: UnreadLines }) {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <Fold title={t('dump.unread', { count })} data-testid="dump-unread">
      <pre className="reply">{[...lines, ...(count > lines.length ? ['…'] : [])].join('\n')}</pre>
    </Fold>
  );
}
