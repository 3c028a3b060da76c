import { bootStateName } from '../../../electron/contract/boot-state-text.ts';
import type { JudgedBy, ReportedDevice } from '../../../electron/contract/drivers.ts';
import { portLines } from '../../../electron/contract/port-lines.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { packagesOf, reportedRows } from '../../state/verdicts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { BootStateNotice } from '../../ui/dongle/boot-state-notice.tsx';
import { ForecastFacts } from '../../ui/dongle/forecast-facts.tsx';
import { QuirkList } from '../../ui/dongle/quirk-list.tsx';
import { VerdictList } from '../../ui/dongle/verdict-list.tsx';
import { VerdictSummary } from '../../ui/dongle/verdict-summary.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ToldByText } from './told-by-text.tsx';

interface Props {
  readonly device: ReportedDevice;
  readonly router: JudgedBy;
  readonly testId: string;
  /** To the file for it; `null` where none can be made. */
  readonly onExport: (() => void) | null;
}

/** One device of a posted text: who it is, what becomes of it on the router, and what of that had to be assumed. */
export function DumpDevice({ device, router, testId, onExport }: Props) {
  const { t, text } = useWords();
  const rows = reportedRows(device);
  const ports = portLines(device, text);
  const reached = device.mode ?? device.ownWay;
  const id = device.vid && device.pid ? `${device.vid}:${device.pid}` : null;
  const aside = (
    <span className="dump-badges">
      {id && id !== device.name ? <code>{id}</code> : null}
      {device.disc ? <Badge tone="warn">{text.word('states.disc')}</Badge> : null}
      {device.bootState ? <Badge tone="warn">{bootStateName(device.bootState, text)}</Badge> : null}
      {reached ? <Badge tone="info">{t(`modes.${reached}`)}</Badge> : null}
      {device.listed ? null : <Badge>{t('dongles.unlisted')}</Badge>}
    </span>
  );
  return (
    <Card title={device.name} aside={aside} data-testid={testId}>
      <p className="hint">{sourceLine()}</p>
      {device.bootState ? <BootStateNotice kind={device.bootState} /> : null}
      {rows.length > 0 ? (
        <>
          {device.bootState ? null : <VerdictSummary rows={rows} seenBy="text" />}
          <VerdictList rows={rows} seenBy="text" />
        </>
      ) : device.bootState ? null : (
        <Notice tone="neutral" icon="question" data-testid="no-interfaces">
          {t('dump.no-interfaces')}
        </Notice>
      )}
      {ports.map((line) => (
        <p key={line} data-testid="serial-ports">
          {line}
        </p>
      ))}
      {device.assumed.length > 0 ? (
        <section className="stack-tight" aria-label={t('dump.assumed')} data-testid="assumed">
          <h3>{t('dump.assumed')}</h3>
          <ul className="bullets">
            {device.assumed.map((phrase) => (
              <li key={`${phrase.key} ${JSON.stringify(phrase.values)}`}>{text.phrase(phrase)}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {device.newIds.length > 0 ? (
        <Notice tone="info" data-testid="new-ids">
          {text.word('drivers.notes.new-id', { release: router.release, ids: device.newIds.join('; ') })}
        </Notice>
      ) : null}
      <ForecastFacts
        judged={router}
        way={device.way}
        routerSwitch={device.routerSwitch}
        packages={packagesOf(rows)}
        disc={device.disc || device.bootState !== null || rows.length === 0}
      />
      <ToldByText device={device} />
      <QuirkList quirks={device.quirks} />
      {device.notes.length > 0 ? (
        <Fold title={t('dump.notes', { count: device.notes.length })} data-testid="dump-notes">
          <pre className="reply">{device.notes.join('\n')}</pre>
        </Fold>
      ) : null}
      {onExport ? (
        <div className="actions">
          <Button look="primary" data-testid={`${testId}-export`} onPress={onExport}>
            {t('posted.open')}
          </Button>
          <span className="hint">{t('posted.open-hint')}</span>
        </div>
      ) : null}
    </Card>
  );

  function sourceLine(): string {
    const forms = device.forms.map((form) => t(`dump.forms.${form}`)).join(', ');
    const place = device.bus !== null && device.address !== null ? t('dump.place', { bus: device.bus, address: device.address }) : '';
    return [forms, place].filter(Boolean).join(' · ');
  }
}
