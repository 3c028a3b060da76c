import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { withProbes } from './probes.ts';
import { isCode, textOf } from './rooms.ts';
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
  /** The digests of the test file, and of all code that it entered. */
  digests: z.record(z.string(), z.string()),
  learned: testReachSchema,
});
type Kept = z.infer<typeof keptSchema>;

const digest = (root: string, file: string) => createHash('sha256').update(textOf(root, file)).digest('hex').slice(0, 16);

function kept(folder: string, name: string): Kept | null {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } catch {
    return null;
  }
}

const entered = ({ always, tests }: TestReach) =>
  new Set([always, ...tests.map(({ reach }) => reach)].flatMap((reach) => Object.keys(reach)));

export interface Learning {
  readonly root: string;
  /** Where it is kept. */
  readonly folder: string;
  readonly workers: number;
  readonly isWanted: (testFile: string) => boolean;
  readonly say: (line: string) => void;
}

/**
 * What every test of the fast suite enters. Learned by running it once, kept in a folder, and learned anew for the test files that changed
 * or whose code did.
 */
export async function learnReach({ root, folder, workers, isWanted, say }: Learning): Promise<TestReach[]> {
  const fresh = join(folder, 'fresh');
  mkdirSync(folder, { recursive: true });
  const suite = await openSuite({
    root,
    workers,
    setupFile: 'reach-setup.ts',
    known: { folder: fresh, root },
    replaced: (file, text) => (isCode(file) ? withProbes(file, text) : text),
  });
  try {
    const digests = new Map<string, string>();
    const digestOf = (file: string) => {
      const known = digests.get(file) ?? (existsSync(join(root, file)) ? digest(root, file) : '');
      digests.set(file, known);
      return known;
    };
    const reaches = new Map<string, TestReach>();
    const keepFresh = () => {
      for (const name of existsSync(fresh) ? readdirSync(fresh) : []) {
        const learned = testReachSchema.parse(JSON.parse(readFileSync(join(fresh, name), 'utf8')));
        const files = [learned.file, ...entered(learned)];
        const keep: Kept = { digests: Object.fromEntries(files.map((file) => [file, digestOf(file)])), learned };
        writeFileSync(join(folder, name), JSON.stringify(keep));
      }
      rmSync(fresh, { recursive: true, force: true });
    };
    const readKept = () => {
      for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
        const known = kept(folder, name);
        if (known && Object.entries(known.digests).every(([file, was]) => digestOf(file) === was))
          reaches.set(known.learned.file, known.learned);
        else rmSync(join(folder, name));
      }
    };
    // What a run that was broken off had learned is as good.
    keepFresh();
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
      keepFresh();
      readKept();
    }
    return asked.flatMap(({ file }) => reaches.get(file) ?? []).toSorted((a, b) => (a.file < b.file ? -1 : 1));
  } finally {
    await suite.close();
  }
}
