import { type ClipboardEvent, type DragEvent, useId, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { mostDumpText } from '../../../electron/contract/queries.ts';
import type { DumpControl } from '../../hooks/use-dump.ts';
import { useLanguage, useWords } from '../../hooks/use-words.tsx';
import { type FileProblem, readDumpFile } from '../../state/dump-file.ts';
import type { RouterView } from '../../state/routers.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ReleaseSelect } from '../confirm/release-select.tsx';
import { DumpHelp } from './dump-help.tsx';

/** A text is pasted, dropped or opened here. What comes in one piece is read at once; what is typed, when that is asked for. */
export function DumpForm({ dump, routers }: { dump: DumpControl; routers: readonly RouterView[] }) {
  const { t } = useWords();
  const { language } = useLanguage();
  const [problem, setProblem] = useState<FileProblem | 'empty' | null>(null);
  const [dragged, setDragged] = useState(false);
  const id = useId();
  const { text } = dump;
  const tooLong = text.length > mostDumpText;
  const number = (value: number) => value.toLocaleString(language);

  const open = (file: File | undefined) => {
    if (!file) return;
    void readDumpFile(file).then((found) => {
      setProblem('problem' in found ? found.problem : null);
      if ('text' in found) dump.read(found.text);
    });
  };
  const onDrop = (event: DragEvent) => {
    setDragged(false);
    const [file] = event.dataTransfer.files;
    if (!file) return; // Dragged text goes in by itself.
    event.preventDefault();
    open(file);
  };
  const onPaste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData.files;
    if (file) {
      event.preventDefault();
      open(file);
      return;
    }
    const pasted = event.clipboardData.getData('text/plain');
    if (text.trim() !== '' || pasted.trim() === '') return; // Put into what is there: the browser knows where.
    event.preventDefault();
    setProblem(null);
    dump.read(pasted);
  };
  const read = () => {
    setProblem(text.trim() === '' ? 'empty' : null);
    dump.read();
  };

  return (
    <Card title={t('dump.title')} data-testid="dump-form">
      <p className="hint">{t('dump.about')}</p>
      <DumpHelp />
      <div className="form-grid">
        <ReleaseSelect routers={routers} value={dump.release} onChange={dump.choose} testId="dump-release" />
      </div>
      <div className="field">
        <label className="label" htmlFor={id}>
          {t('dump.text')}
        </label>
        <textarea
          id={id}
          className={dragged ? 'input mono dump-text is-dragged' : 'input mono dump-text'}
          data-testid="dump-text"
          rows={8}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          wrap="off"
          placeholder={t('dump.placeholder')}
          value={text}
          aria-invalid={tooLong}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setProblem(null);
            dump.edit(event.target.value);
          }}
          onPaste={onPaste}
          onDragOver={(event) => {
            event.preventDefault();
            setDragged(true);
          }}
          onDragLeave={() => setDragged(false)}
          onDrop={onDrop}
        />
        <span id={`${id}-hint`} className="hint">
          {t('dump.text-hint')}
        </span>
      </div>
      <div role="status" className="said">
        {tooLong ? (
          <Notice tone="bad" icon="warning" data-testid="dump-too-long">
            {t('dump.too-long', { length: number(text.length), most: number(mostDumpText) })}
          </Notice>
        ) : problem ? (
          <Notice tone="warn" icon="warning" data-testid="dump-problem">
            {t(`dump.problem-${problem}`, { most: number(mostDumpText) })}
          </Notice>
        ) : null}
      </div>
      <div className="actions">
        <Button look="primary" data-testid="dump-read" isDisabled={tooLong || dump.pending} onPress={read}>
          {t('dump.read')}
        </Button>
        <FileTrigger acceptedFileTypes={['text/*', '.txt', '.log']} onSelect={(files) => open(files?.[0])}>
          <Button icon="folder" data-testid="dump-file">
            {t('dump.file')}
          </Button>
        </FileTrigger>
        {text === '' ? null : (
          <Button look="quiet" icon="cross" data-testid="dump-clear" onPress={() => dump.edit('')}>
            {t('dump.clear')}
          </Button>
        )}
      </div>
    </Card>
  );
}
