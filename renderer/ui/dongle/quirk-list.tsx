import { useId } from 'react';
import type { QuirkView } from '../../../electron/contract/quirks.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { Badge, type Tone } from '../badge.tsx';
import { Fold } from '../fold.tsx';

/** More than these are read by whoever wants to. */
const shown = 3;

const tones: Readonly<Record<QuirkView['proof'], Tone>> = { hardware: 'info', code: 'neutral', report: 'neutral' };

/** What is known of this modem that its papers do not say, in small print: what something is done about stands first. */
export function QuirkList({ quirks }: { quirks: readonly QuirkView[] }) {
  const { text } = useWords();
  const id = useId();
  if (quirks.length === 0) return null;
  const rest = quirks.slice(shown);
  return (
    <section className="quirks" aria-labelledby={id} data-testid="quirks">
      <h3 id={id}>{text.word('quirks.title')}</h3>
      <Quirks quirks={quirks.slice(0, shown)} />
      {rest.length > 0 ? (
        <Fold title={text.word('quirks.more', { number: rest.length })} data-testid="quirks-more">
          <Quirks quirks={rest} />
        </Fold>
      ) : null}
    </section>
  );
}

function Quirks({ quirks }: { quirks: readonly QuirkView[] }) {
  return (
    <ul className="quirk-list">
      {quirks.map((quirk) => (
        <OneQuirk key={quirk.id} quirk={quirk} />
      ))}
    </ul>
  );
}

function OneQuirk({ quirk: { id, kind, effect, remedy, proof, sources, use } }: { quirk: QuirkView }) {
  const { text } = useWords();
  return (
    <li data-testid={`quirk-${id}`}>
      <p>
        {text.said(effect)} {kind === 'router' ? <Badge>{text.word('quirks.kinds.router')}</Badge> : null}{' '}
        <Badge tone={tones[proof]}>{text.word(`quirks.proofs.${proof}`)}</Badge>
      </p>
      <p>{remedy === null ? text.word('quirks.no-remedy') : text.word('quirks.remedy', { remedy: text.said(remedy) })}</p>
      {use === null ? null : <p className="quirk-use">{text.word(`quirks.uses.${use}`)}</p>}
      {/* Names of programs and files, which are English. */}
      <p className="quirk-source" lang="en">
        {sources.join('; ')}
      </p>
    </li>
  );
}
