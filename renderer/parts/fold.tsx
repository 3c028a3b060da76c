import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { Icon } from './icon.tsx';

interface Props {
  readonly title: ReactNode;
  readonly open?: boolean;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** Something that is unfolded when it is wanted. */
export function Fold({ title, open = false, children, 'data-testid': testId }: Props) {
  return (
    <Disclosure className="fold" defaultExpanded={open}>
      <Button slot="trigger" className="fold-trigger" data-testid={testId}>
        <Icon name="chevron" size={14} />
        <span>{title}</span>
      </Button>
      <DisclosurePanel className="fold-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
