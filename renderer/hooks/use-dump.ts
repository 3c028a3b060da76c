import { useEffect, useState } from 'react';
import type { JudgedBy, ReportedDevice, UnreadLines } from '../../electron/contract/drivers.ts';
import { type Failure, toFailure } from '../../electron/contract/errors.ts';
import { mostDumpText } from '../../electron/contract/queries.ts';
import type { Snapshot } from '../../electron/contract/snapshot.ts';
import type { Mode } from '../../electron/contract/words.ts';
import { newestFirst } from '../state/routers.ts';
import { useBench } from './use-bench.tsx';
import { useLanguage } from './use-words.tsx';

export interface DumpAnswer {
  readonly router: JudgedBy;
  readonly devices: readonly ReportedDevice[];
  readonly unread: UnreadLines;
  /** Lines of OpenWrt's configuration. */
  readonly configuration: number;
  /** For each device, the modes for which a file can be made. */
  readonly bundleModes: readonly (readonly Mode[])[];
}

export interface DumpControl {
  readonly text: string;
  readonly release: string;
  readonly edit: (text: string) => void;
  readonly choose: (release: string) => void;
  /** Asks the bench about a text, or about what stands there. */
  readonly read: (text?: string) => void;
  /** Of the text that was read last; `null` before the first. */
  readonly answer: DumpAnswer | null;
  readonly failure: Failure | null;
  /** The text that answer or failure are about. */
  readonly answered: string | null;
  readonly pending: boolean;
  /** What stands there is not what the answer is about. */
  readonly stale: boolean;
}

/** A posted text and what the bench makes of it. It outlives its page, so that one can look at a dongle in between. */
export function useDump(snapshot: Snapshot | null): DumpControl {
  const { client, connected } = useBench();
  const { language } = useLanguage();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ readonly text: string } | null>(null);
  const [answer, setAnswer] = useState<DumpAnswer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [answered, setAnswered] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const release = chosen ?? newestFirst(snapshot?.routers ?? [])[0]?.release ?? '';

  useEffect(() => {
    if (asked === null || release === '' || !connected) return;
    let latest = true;
    setPending(true);
    const settle = (found: DumpAnswer | null, refused: Failure | null) => {
      if (!latest) return;
      setAnswer(found);
      setFailure(refused);
      setAnswered(asked.text);
      setPending(false);
    };
    client.ask({ type: 'read-dump', text: asked.text, release, language }).then(
      (found) => settle(found.type === 'dump' ? found : null, null),
      (thrown: unknown) => settle(null, toFailure(thrown)),
    );
    return () => {
      latest = false;
      setPending(false);
    };
  }, [client, connected, asked, release, language]);

  const read = (from = text) => {
    setText(from);
    if (from.trim() !== '' && from.length <= mostDumpText) setAsked({ text: from });
  };
  const stale = answered !== null && answered !== text;
  return { text, release, edit: setText, choose: setChosen, read, answer, failure, answered, pending, stale };
}
