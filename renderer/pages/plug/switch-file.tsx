import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { mostSwitchText } from '../../../electron/contract/intents.ts';
import type { Snapshot } from '../../../electron/contract/snapshot.ts';
import { useIntent } from '../../hooks/use-bench.tsx';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { type FileProblem, readDumpFile } from '../../state/dump-file.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Notice } from '../../ui/notice.tsx';

/** A switch entry of the technician's own, for a disc that the database does not know, or knows otherwise. */
export function SwitchFile({ switches }: { switches: Snapshot['switches'] }) {
  const { t } = useWords();
  const { language } = useLanguage();
  const { send, blocked, failure } = useIntent();
  const [problem, setProblem] = useState<FileProblem | null>(null);
  const open = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    const read = await readDumpFile(file);
    if ('problem' in read) return setProblem(read.problem);
    if (read.text.length > mostSwitchText) return setProblem('too-large');
    await send({ type: 'give-switches', name: file.name.slice(0, 255), text: read.text });
  };
  return (
    <Card title={t('switch-file.title')} data-testid="switch-file">
      <p className="hint">{t('switch-file.about')}</p>
      {switches ? (
        <Notice tone="info" data-testid="switch-file-given">
          {t('switch-file.given', { file: switches.file, ids: switches.ids.join(', ') })}
        </Notice>
      ) : null}
      <div className="actions">
        <FileTrigger onSelect={(files) => void open(files?.[0] ?? undefined)}>
          <Button icon="folder" data-testid="choose-switch-file" isDisabled={blocked}>
            {t(switches ? 'switch-file.other' : 'switch-file.choose')}
          </Button>
        </FileTrigger>
        {switches ? (
          <Button
            look="quiet"
            icon="cross"
            data-testid="drop-switch-file"
            isDisabled={blocked}
            onPress={() => void send({ type: 'give-switches', name: '', text: '' })}
          >
            {t('switch-file.without')}
          </Button>
        ) : null}
      </div>
      <div role="status" className="said">
        {problem ? t(`dump.problem-${problem}`, { most: mostSwitchText.toLocaleString(language) }) : null}
      </div>
      {failure ? <FailureBox failure={failure} /> : null}
    </Card>
  );
}
