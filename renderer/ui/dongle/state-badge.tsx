import type { LifeState } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Badge, type Tone } from '../badge.tsx';

const tones: Record<LifeState, Tone> = {
  disc: 'neutral',
  modem: 'neutral',
  'no-modem': 'warn',
  switching: 'info',
  away: 'info',
  working: 'info',
  locked: 'warn',
  ready: 'info',
  verified: 'good',
  usable: 'info',
  unusable: 'bad',
  exported: 'good',
  returnedAsOther: 'warn',
  gone: 'bad',
  failed: 'bad',
};

export function StateBadge({ state }: { state: LifeState }) {
  const { text } = useWords();
  return (
    <Badge tone={tones[state]}>
      <span data-state={state}>{text.word(`states.${state}`)}</span>
    </Badge>
  );
}
