import { bootStateLines, bootStateName } from '../../../electron/contract/boot-state-text.ts';
import type { BootKind } from '../../../electron/contract/words.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Notice } from '../notice.tsx';

/** Boot code in place of a modem: what it means, and what to do. */
export function BootStateNotice({ kind }: { kind: BootKind }) {
  const { text } = useWords();
  const name = bootStateName(kind, text);
  return (
    <Notice tone="warn" icon="warning" data-testid="boot-state">
      <p>
        <strong>{name.slice(0, 1).toUpperCase() + name.slice(1)}</strong>
      </p>
      {bootStateLines(kind, text).map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}
