import { useEffect, useState } from 'react';
import { useWords } from '../hooks/use-words.tsx';
import { Button } from './button.tsx';

/** The old way, for where the page has no clipboard permission; it needs none while a button is being pressed. */
function copyBySelection(value: string): void {
  const area = document.createElement('textarea');
  area.value = value;
  area.setAttribute('readonly', '');
  area.className = 'off-screen';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

async function copy(value: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(value);
  } catch {
    copyBySelection(value);
  }
}

export function CopyButton({ value, what, testId }: { value: string; what: string; testId: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const press = () => {
    void copy(value).then(() => setCopied(true));
  };
  return (
    <Button
      look="quiet"
      icon={copied ? 'check' : 'copy'}
      data-testid={testId}
      aria-label={copied ? t('copy.done') : t('copy.what', { what })}
      onPress={press}
    >
      <span aria-live="polite">{t(copied ? 'copy.done' : 'copy.do')}</span>
    </Button>
  );
}
