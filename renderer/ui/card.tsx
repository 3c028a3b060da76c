import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** Small things at the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

export function Card({ title, aside, children, 'data-testid': testId }: Props) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id} data-testid={testId}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
