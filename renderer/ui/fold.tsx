import { type ReactNode, useEffect, useState } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { Icon } from './icon.tsx';

interface Props {
  readonly title: ReactNode;
  /** Open from the beginning, or as soon as something in it has to be seen; it is closed by hand alone. */
  readonly open?: boolean;
  /** What it belongs to, for those who come to it without what stands around it. */
  readonly about?: string;
  readonly children: ReactNode;
  readonly 'data-testid'?: string;
}

/** Something that is unfolded when it is wanted. */
export function Fold({ title, open = false, about, children, 'data-testid': testId }: Props) {
  const [expanded, setExpanded] = useState(open);
  useEffect(() => {
    if (open) setExpanded(true);
  }, [open]);
  return (
    <Disclosure className="fold" isExpanded={expanded} onExpandedChange={setExpanded}>
      <Button slot="trigger" className="fold-trigger" data-testid={testId}>
        <Icon name="chevron" size={14} />
        <span>{title}</span>
        {about === undefined ? null : <span className="off-screen">{about}</span>}
      </Button>
      <DisclosurePanel className="fold-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
