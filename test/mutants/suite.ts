import { join, relative } from 'node:path';
import type { Plugin } from 'vite';
import { createVitest, type Vitest } from 'vitest/node';
import { fast } from '../../vitest.config.ts';

export interface SuiteOptions {
  readonly root: string;
  readonly workers: number;
  readonly setupFile: string;
  /** What the setup file gets to know. */
  readonly known: Readonly<Record<string, string>>;
  /** What is run in place of a file's text. @param file below the root */
  readonly replaced: (file: string, text: string) => string;
}

declare module 'vitest' {
  interface ProvidedContext {
    mutants: Readonly<Record<string, string>>;
  }
}

/** The fast suite, on code that is changed on its way in: what is on the disk never is. */
export async function openSuite({ root, workers, setupFile, known, replaced }: SuiteOptions): Promise<Vitest> {
  const plugin: Plugin = {
    name: 'mutants',
    enforce: 'pre',
    transform(text, id) {
      if (id.includes('?') || !id.startsWith(`${root}/`)) return null;
      const file = relative(root, id);
      const code = replaced(file, text);
      return code === text ? null : { code, map: null };
    },
  };
  const suite = await createVitest(
    'test',
    {
      ...fast,
      config: false,
      root,
      watch: false,
      maxWorkers: workers,
      globalSetup: [join(root, 'test/support/temp-root.ts')],
      setupFiles: [join(root, 'test/mutants', setupFile)],
      provide: { mutants: known },
      reporters: [{}],
      update: false,
    },
    { plugins: [plugin] },
  );
  await suite.standalone();
  return suite;
}
