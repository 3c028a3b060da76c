import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { Icon, type IconName } from './icon.tsx';

interface Props {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly role?: 'alert' | 'status' | 'note';
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** A short message in the flow of the page. */
export function Notice({ tone, icon = 'info', role = 'note', children, 'data-testid': testId }: Props) {
  return (
    <div className={`notice tone-${tone}`} role={role} data-testid={testId}>
      <Icon name={icon} />
      <div className="notice-body">{children}</div>
    </div>
  );
}
