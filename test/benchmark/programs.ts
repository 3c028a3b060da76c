import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../../electron/setup.mjs';

/**
 * TypeScript to what plain Node runs, for what has to be measured in a process of its own. Resolves when `NAME.mjs` is written for
 * each of `programs` (name to file, from the top of the checkout); what else is in the folder stays.
 */
export async function buildPrograms(outDir: string, programs: Readonly<Record<string, string>>): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(root, file)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'bench-[name]-[hash].mjs' },
      },
    },
    ssr: { noExternal: true, external: ['usb', 'serialport'] },
  });
}
