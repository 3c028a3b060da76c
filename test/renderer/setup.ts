import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { languages } from '../../electron/contract/words.ts';
import { loadLaterPages } from '../../renderer/hooks/use-later-pages.ts';
import { loadWords } from '../../renderer/i18n.ts';

// React Aria asks for it when a popover opens, and jsdom has none. Enough for names; every browser has the whole of it.
if (typeof CSS === 'undefined') Object.assign(globalThis, { CSS: { escape: (text: string) => text.replaceAll(/[^\w-]/g, '\\$&') } });
// jsdom lays nothing out, so there is nowhere to scroll to.
Element.prototype.scrollIntoView ??= () => undefined;

await Promise.all([...languages.map(loadWords), loadLaterPages()]);

/** Imported by each test of the page: a clean document, English, nothing remembered. */
beforeEach(() => localStorage.setItem('modem-bench.language', 'en'));
afterEach(() => {
  cleanup();
  localStorage.clear();
});
