import { useEffect, useState } from 'react';

export type LaterPages = typeof import('../pages/later.ts');

let pages: LaterPages | null = null;

/** Loads the pages behind the first screen, once. Rejects where their file cannot be had: the server of the browser form is gone. */
export async function loadLaterPages(): Promise<LaterPages> {
  pages ??= await import('../pages/later.ts');
  return pages;
}

/** In ms, after which a page that is never idle loads them all the same. */
const PATIENCE_MS = 2000;

/** The pages behind the first screen; `null` until they are there. They are loaded as soon as they are wanted, else when the page has time. */
export function useLaterPages(wanted: boolean): LaterPages | null {
  const [loaded, setLoaded] = useState(pages);
  useEffect(() => {
    if (loaded !== null) return;
    // A page that cannot be loaded says so by its banner: the connection is lost.
    const load = () => void loadLaterPages().then(setLoaded, () => undefined);
    if (wanted) return load();
    return whenIdle(load);
  }, [loaded, wanted]);
  return loaded;
}

/** Calls it when the page has time, or does not once what it returns was called. Safari has no such callback. */
function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(work, PATIENCE_MS / 10);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: PATIENCE_MS });
  return () => cancelIdleCallback(handle);
}
