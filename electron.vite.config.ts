import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  main: {
    build: {
      // The command line and the browser form run on this Node, whatever Electron's own is.
      target: 'node20',
      minify: true,
      externalizeDeps: {
        include: ['usb', 'serialport', 'electron'],
        exclude: ['zod', 'i18next', 'xstate', 'modern-tar', 'commander', 'uqr', 'undici'],
      },
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          'bench-process': at('electron/bench-process.ts'),
          cli: at('electron/cli.ts'),
          serve: at('electron/serve.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      externalizeDeps: { include: ['electron'], exclude: ['zod'] },
      // A sandboxed preload has to be one CommonJS file.
      rollupOptions: { input: { preload: at('electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  // Any browser of the last years may show the browser form.
  renderer: {
    root: at('renderer'),
    build: { target: 'es2022', minify: true, rollupOptions: { input: at('renderer/index.html') } },
    plugins: [react()],
  },
});
