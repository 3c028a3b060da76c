import { z } from 'zod';

const KEY = 'modem-bench-session';
const Opened = z.object({ key: z.string().max(100) });

/**
 * The key of this tab's session: of the token behind the address's `#`, which is good once, or as it was kept at a reload. It is in
 * the tab's sessionStorage, which no other server of this computer sees, and never in a cookie. `null`: there is no session.
 */
export async function openSession(page: Window): Promise<string | null> {
  // An address pasted over this page changes nothing but the fragment, at which no browser loads anything.
  page.addEventListener('hashchange', () => page.location.reload());
  const token = page.location.hash.slice(1);
  if (token === '') return kept(page);
  // Neither the history nor a reload shall come with a token that was used.
  page.history.replaceState(null, '', page.location.pathname);
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token }),
  }).catch(() => null);
  const opened = answer?.ok ? Opened.safeParse(await answer.json().catch(() => null)) : null;
  if (!opened?.success) return kept(page);
  keep(page, opened.data.key);
  return opened.data.key;
}

function kept(page: Window): string | null {
  try {
    return page.sessionStorage.getItem(KEY);
  } catch {
    // A browser that is told to keep nothing.
    return null;
  }
}

function keep(page: Window, key: string): void {
  try {
    page.sessionStorage.setItem(KEY, key);
  } catch {
    // The session lasts until the reload then.
  }
}

/** The header that a request of the session carries. */
export const withKey = (key: string) => ({ Authorization: `Bearer ${key}` });
