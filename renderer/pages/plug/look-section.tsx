import { useEffect, useId, useRef, useState } from 'react';
import { troublesOf } from '../../../electron/contract/reading-text.ts';
import type { DongleView } from '../../../electron/contract/snapshot.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { mayBeLookedAt } from '../../state/looks.ts';
import { KnownFacts } from '../../ui/dongle/network-facts.tsx';
import { FailureBox } from '../../ui/failure-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { LookConsent } from './look-consent.tsx';
import { LookSetting } from './look-setting.tsx';
import { TroubleNotice } from './trouble-notice.tsx';

interface Props {
  readonly dongle: DongleView;
  /** `null`: the technician was not asked yet. */
  readonly allowed: boolean | null;
}

/** What the modem tells of itself before any plan; first of all, whether it may be asked. */
export function LookSection({ dongle, allowed }: Props) {
  const { t } = useWords();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [answered, setAnswered] = useState(false);
  const shown = allowed !== null;
  // The pressed button is gone with its question: whoever goes by keyboard goes on at what was answered.
  useEffect(() => {
    if (answered && shown) place.current?.focus();
  }, [answered, shown]);
  const isAsking = allowed === null && mayBeLookedAt(dongle);
  const isTold = dongle.look.state !== 'none' || Object.keys(dongle.identity).length > 0;
  const setting = shown ? <LookSetting allowed={allowed} /> : null;
  if (!isAsking && !isTold && !shown) return null;
  return (
    <div ref={place} tabIndex={-1} className="look-place" data-testid="look-place">
      {isAsking || isTold ? (
        <section className="look" aria-labelledby={id} data-testid="look" data-state={dongle.look.state}>
          <h3 id={id}>{t('look.title')}</h3>
          {isAsking ? <LookConsent onAnswer={() => setAnswered(true)} /> : null}
          <Outcome dongle={dongle} />
          {isTold ? <KnownFacts dongle={dongle} /> : null}
          {troublesOf(dongle.network).map((failure) => (
            <TroubleNotice key={failure.code} failure={failure} />
          ))}
          {setting}
        </section>
      ) : (
        setting
      )}
    </div>
  );
}

/** How the reading goes, or why there was none. */
function Outcome({ dongle: { look } }: { dongle: DongleView }) {
  const { t, text } = useWords();
  return (
    <>
      {/* Always there, so that a screen reader hears what comes into it. */}
      <div role="status" className="look-status">
        {look.state === 'reading' ? (
          <Notice tone="info" icon="refresh" data-testid="look-reading">
            {t('look.reading')}
          </Notice>
        ) : null}
      </div>
      {look.state === 'left-alone' ? (
        <Notice tone="info" data-testid="look-left-alone">
          <p>
            <strong>{text.word('look.left-alone.cause')}</strong>
          </p>
          <p>{text.word('look.left-alone.remedy')}</p>
        </Notice>
      ) : null}
      {look.failure ? <FailureBox failure={look.failure} testId="look-failure" /> : null}
    </>
  );
}
