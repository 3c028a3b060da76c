import { Meter } from 'react-aria-components';
import { useWords } from '../../hooks/use-words.tsx';

const steps = [1, 26, 51, 76];

/** Signal strength as the four bars of a telephone, with the figures. */
export function Signal({ percent, dbm }: { percent: number | null; dbm: number | null }) {
  const { t, text } = useWords();
  if (percent === null && dbm === null) return <span className="faint">{t('network.unknown')}</span>;
  return (
    <span className="signal">
      {percent !== null ? (
        <Meter aria-label={t('network.signal')} value={percent} className="signal-meter">
          <svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true" focusable="false">
            {steps.map((step, i) => (
              <rect
                key={step}
                className={percent >= step ? 'signal-on' : 'signal-off'}
                x={i * 7}
                y={12 - i * 4}
                width="5"
                height={6 + i * 4}
                rx="1"
              />
            ))}
          </svg>
        </Meter>
      ) : null}
      <span className="figures">
        {dbm !== null ? text.word('signal.dbm', { value: dbm }) : null}
        {dbm !== null && percent !== null ? ' · ' : null}
        {percent !== null ? t('network.percent', { value: Math.round(percent) }) : null}
      </span>
    </span>
  );
}
