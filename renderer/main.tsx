import './jitless.ts';
import { createRoot } from 'react-dom/client';
import type { BenchClient } from '../electron/contract/client.ts';
import { App } from './app.tsx';
import { loadWords, rememberedLanguage } from './i18n.ts';
import { createBrowserClient } from './transport/browser.ts';
import { createWindowClient } from './transport/window.ts';
import './styles/all.css';

/** In the app's window the preload leaves its end of the contract here; in a browser nothing does. */
function createClient(): BenchClient {
  return 'modemBench' in window ? createWindowClient() : createBrowserClient();
}

const root = document.getElementById('root');
if (root)
  loadWords(rememberedLanguage()).then(
    () => createRoot(root).render(<App client={createClient()} />),
    // There are no words yet in which to say it otherwise: who serves the page ended while it was loaded.
    () => {
      root.textContent = 'Modem Bench: the page could not be loaded. Is it still running? Then reload the page.';
    },
  );
