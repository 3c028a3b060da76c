import { ProgressBar } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly tone?: 'accent' | 'good' | 'bad' | 'calm';
}

/** A thin bar; its words are for those who do not see it, as the same stands beside it in figures. */
export function Bar({ label, value, max, tone = 'accent' }: Props) {
  return (
    <ProgressBar aria-label={label} value={Math.min(value, max)} maxValue={Math.max(max, 1)} className={`bar bar-${tone}`}>
      {({ percentage }) => <span className="bar-fill" style={{ width: `${percentage ?? 0}%` }} />}
    </ProgressBar>
  );
}
