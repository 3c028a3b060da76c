import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus to the page's heading when the step of the same dongle changes, so that keyboard and screen reader follow. */
export function useStepFocus(portPath: string | null, step: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef<{ portPath: string | null; step: string } | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = { portPath, step };
    if (before !== null && before.portPath === portPath && before.step !== step) heading.current?.focus();
  }, [portPath, step]);
  return heading;
}
