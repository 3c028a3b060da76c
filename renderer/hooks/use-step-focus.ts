import { type RefObject, useEffect, useRef } from 'react';
import { scrollToTop } from './scroll.ts';

/**
 * Shows a new page from its top, and moves the focus to its heading when the step of the same dongle changes, so that
 * keyboard and screen reader follow. Choosing another dongle leaves the focus in the list. `isBack`: so it does at first, too.
 */
export function useStepFocus(portPath: string | null, step: string, isBack: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef<{ portPath: string | null; step: string } | null>(isBack ? { portPath, step: '' } : null);
  useEffect(() => {
    const before = last.current;
    last.current = { portPath, step };
    if (before === null || (before.portPath === portPath && before.step === step)) return;
    scrollToTop(heading.current);
    if (before.portPath === portPath) heading.current?.focus({ preventScroll: true });
  }, [portPath, step]);
  return heading;
}
