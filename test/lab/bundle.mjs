// @ts-check
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const cache = join(checkout, '.cache', 'lab');
/** Inside the checkout, so that the bundles find its node_modules. */
export const built = join(cache, 'build');

/**
 * TypeScript to what plain Node runs, on this computer and in the guest, where a compiler would take ten times as long. Addons
 * stay outside.
 */
export async function bundle() {
  const input = {
    lab: join(checkout, 'test/lab/lab.ts'),
    modem: join(checkout, 'test/lab/guest/modem.ts'),
    seams: join(checkout, 'test/lab/guest/seams.ts'),
  };
  await build({
    configFile: false,
    root: checkout,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: built,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { input, output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
    ssr: { noExternal: true, external: ['usb', 'serialport'] },
  });
  return built;
}
