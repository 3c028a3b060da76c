import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';

interface Props extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

export function Button({ look = 'plain', icon, children, ...props }: Props) {
  return (
    <AriaButton {...props} className={`button button-${look}`}>
      {icon ? <Icon name={icon} size={16} /> : null}
      <span>{children}</span>
    </AriaButton>
  );
}
