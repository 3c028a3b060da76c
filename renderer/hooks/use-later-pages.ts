import { useEffect, useState } from 'react';

export type LaterPages = typeof import('../pages/later.ts');

let pages: LaterPages | null = null;

/** Loads the pages behind the first screen, once. Rejects where their file cannot be had: the server of the browser form is gone. */
export async function loadLaterPages(): Promise<LaterPages> {
  pages ??= await import('../pages/later.ts');
  return pages;
}

/** The pages behind the first screen, which are loaded as soon as that one is shown; `null` until they are there. */
export function useLaterPages(): LaterPages | null {
  const [loaded, setLoaded] = useState(pages);
  useEffect(() => {
    // A page that cannot be loaded says so by its banner: the connection is lost.
    if (loaded === null) loadLaterPages().then(setLoaded, () => undefined);
  }, [loaded]);
  return loaded;
}
