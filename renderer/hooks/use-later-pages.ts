import { useEffect, useState } from 'react';
import { useBench } from './use-bench.tsx';

export type LaterPages = typeof import('../pages/later.ts');

let pages: LaterPages | null = null;

/** Loads the pages behind the first screen, once. Rejects where their file cannot be had: the server of the browser form is gone. */
export async function loadLaterPages(): Promise<LaterPages> {
  pages ??= await import('../pages/later.ts');
  return pages;
}

/** In ms, after which a page that is never idle loads them all the same; and after which one does that cannot tell when it is. */
const MAX_WAIT_MS = 2000;
const WAIT_MS = 200;

/** The pages behind the first screen; `null` until they are there. They are loaded as soon as they are wanted, else when the page has time. */
export function useLaterPages(wanted: boolean): LaterPages | null {
  const { connected } = useBench();
  const [loaded, setLoaded] = useState(pages);
  useEffect(() => {
    if (loaded !== null || !connected) return;
    // Where their file cannot be had the connection is lost, and the page's banner says so; when it is back, it is tried again.
    const load = () => void loadLaterPages().then(setLoaded, () => undefined);
    if (wanted) return load();
    return whenIdle(load);
  }, [loaded, wanted, connected]);
  return loaded;
}

/** Does the work as soon as the page has time; what it returns calls that off. Safari does not tell when. */
function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, WAIT_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: MAX_WAIT_MS });
  return () => cancelIdleCallback(handle);
}
