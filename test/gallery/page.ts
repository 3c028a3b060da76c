import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type InlineConfig, preview } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ServedPage {
  /** Ends in a slash; `?scene=NAME` chooses a state. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * The page on fixtures (`renderer/demo/`), built into a folder of its own and served on a free port. Built once: a server for development would hand out
 * the house file by file, for each state anew.
 */
export async function servePage(outDir: string): Promise<ServedPage> {
  const page: InlineConfig = { configFile: false, root: join(root, 'test', 'renderer', 'demo'), plugins: [react()], logLevel: 'error' };
  await build({ ...page, build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 } });
  const server = await preview({ ...page, build: { outDir }, preview: { port: 0 } });
  return { address: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
}
