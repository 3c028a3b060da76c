import type { DriverForecast } from '../../../electron/contract/drivers.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { rowsOf } from '../../state/verdicts.ts';
import { Card } from '../../ui/card.tsx';
import { ForecastFacts } from '../../ui/dongle/forecast-facts.tsx';
import { VerdictList } from '../../ui/dongle/verdict-list.tsx';
import { VerdictSummary } from '../../ui/dongle/verdict-summary.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly dongle: DongleView;
  readonly forecast: DriverForecast;
  /** Whether this computer tells what is bound. */
  readonly seesDrivers: boolean;
}

/** Which drivers bind: here, on the router, and whether that is the same. The packages are those of the file, which is shown when it is written. */
export function ForecastCard({ dongle, forecast, seesDrivers }: Props) {
  const { t, text } = useWords();
  const rows = rowsOf(dongle.interfaces, forecast.interfaces, seesDrivers);
  return (
    <Card
      title={t('drivers.title', { release: forecast.release })}
      aside={dongle.mode ? <span className="hint">{t(`modes.${dongle.mode}`)}</span> : null}
      data-testid="forecast"
    >
      {forecast.notes.map((note) => (
        <Notice key={note.key} tone="info" data-testid="forecast-note">
          {text.phrase(note)}
        </Notice>
      ))}
      <VerdictSummary rows={rows} seenBy="here" />
      {rows.length > 0 ? <VerdictList rows={rows} seenBy="here" /> : null}
      <ForecastFacts
        judged={forecast}
        way={forecast.way}
        routerSwitch={forecast.routerSwitch}
        packages={[]}
        disc={dongle.state === 'disc'}
      />
    </Card>
  );
}
