import type { Risk } from '../../../electron/contract/words.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';

const tones: Record<Risk, Tone> = { none: 'neutral', reversible: 'info', persistent: 'warn', lockout: 'bad' };

export function RiskBadge({ risk }: { risk: Risk }) {
  const { text } = useWords();
  return <Badge tone={tones[risk]}>{text.word(`risks.${risk}`)}</Badge>;
}
