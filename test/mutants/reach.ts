import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { withProbes } from './probes.ts';
import { digestOf, isCode } from './rooms.ts';
import { openSuite } from './suite.ts';

/** Stretches of code by file, as `probes.ts` numbers them. */
const enteredSchema = z.record(z.string(), z.array(z.number()));

const testReachSchema = z.object({
  /** The test file. */
  file: z.string(),
  loadMs: z.number(),
  /** Entered while the file was read, and by what is done around its tests: as good as entered by each of them. */
  always: enteredSchema,
  tests: z.array(
    z.object({
      /** Vitest's own, which stays while the file does. */
      id: z.string(),
      name: z.string(),
      ms: z.number(),
      passed: z.boolean(),
      reach: enteredSchema,
    }),
  ),
});
/** What each test of one file enters, and how long it takes. Milliseconds. */
export type TestReach = z.infer<typeof testReachSchema>;

const keptSchema = z.object({
  /** Of the test file, and of all code that it entered, as they were then. */
  digests: z.record(z.string(), z.string()),
  learned: testReachSchema,
});
export type Kept = z.infer<typeof keptSchema>;

function kept(folder: string, name: string): Kept | null {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } catch {
    return null;
  }
}

export interface Learning {
  readonly root: string;
  /** Where it is kept. */
  readonly folder: string;
  readonly workers: number;
  readonly isWanted: (testFile: string) => boolean;
  /** The code that is asked about: what was learned stays good while other code changes. */
  readonly files: ReadonlySet<string>;
  readonly say: (line: string) => void;
}

/**
 * What every test of the fast suite enters. Learned by running it once, kept in a folder, and learned anew for the test files that changed
 * or that enter code which did, as far as it is asked about.
 */
export async function learnReach({ root, folder, workers, isWanted, files, say }: Learning): Promise<TestReach[]> {
  mkdirSync(folder, { recursive: true });
  const suite = await openSuite({
    root,
    workers,
    setupFile: 'reach-setup.ts',
    known: { folder, root },
    replaced: (file, text) => (isCode(file) ? withProbes(file, text) : text),
  });
  try {
    const digests = new Map<string, string>();
    const isAsItWas = (file: string, was: string) => {
      const now = digests.get(file) ?? (existsSync(join(root, file)) ? digestOf(root, file) : '');
      digests.set(file, now);
      return now === was;
    };
    const reaches = new Map<string, TestReach>();
    const readKept = () => {
      for (const name of readdirSync(folder)) {
        const known = kept(folder, name);
        if (known === null) continue;
        const { learned } = known;
        const asked = Object.entries(known.digests).filter(([file]) => file === learned.file || files.has(file));
        if (asked.every(([file, was]) => isAsItWas(file, was))) reaches.set(learned.file, learned);
      }
    };
    readKept();
    const specifications = (await suite.globTestSpecifications()).map((specification) => ({
      specification,
      file: specification.moduleId.slice(root.length + 1),
    }));
    const asked = specifications.filter(({ file }) => isWanted(file));
    const unknown = asked.filter(({ file }) => !reaches.has(file));
    if (unknown.length > 0) {
      say(`Learning what ${unknown.length} of ${asked.length} test files enter.`);
      await suite.runTestSpecifications(unknown.map(({ specification }) => specification));
      readKept();
    }
    return asked.flatMap(({ file }) => reaches.get(file) ?? []).toSorted((a, b) => (a.file < b.file ? -1 : 1));
  } finally {
    await suite.close();
  }
}
