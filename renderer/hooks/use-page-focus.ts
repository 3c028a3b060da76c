import { type RefObject, useEffect, useRef } from 'react';
import { scrollToTop } from './scroll.ts';

/** A page that opens is shown from its top, and keyboard and screen reader go on at its heading. */
export function usePageFocus(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollToTop(heading.current);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
