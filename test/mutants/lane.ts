import { join } from 'node:path';
import type { Vitest } from 'vitest/node';
import { z } from 'zod';
import { openSuite } from './suite.ts';
import { edited } from './syntax.ts';

/** What a lane is asked: whether some tests of one file see a fault. */
const questionSchema = z.object({
  file: z.string(),
  edit: z.object({ start: z.number(), end: z.number(), text: z.string() }).nullable(),
  testFile: z.string(),
  /** Of the tests in it; all where there is none. */
  testIds: z.array(z.string()),
  /** Milliseconds for one test that says nothing else. */
  testTimeout: z.number(),
});
export type Question = z.infer<typeof questionSchema>;

/** The test that failed, or what kept the tests from running; null: none sees the fault. */
export const answerSchema = z.object({ killedBy: z.string().nullable() });
export type Answer = z.infer<typeof answerSchema>;

async function ask(suite: Vitest, root: string, { testFile, testIds, testTimeout }: Question): Promise<Answer> {
  const project = suite.projects[0];
  if (project === undefined) throw new Error('The fast suite is not there.');
  project.config.testTimeout = testTimeout;
  const path = join(root, testFile);
  const specification = project.createSpecification(path, testIds.length > 0 ? { testIds } : undefined);
  const { testModules, unhandledErrors } = await suite.runTestSpecifications([specification]);
  const module = testModules.find(({ moduleId }) => moduleId === path);
  for (const test of module?.children.allTests('failed') ?? []) return { killedBy: `${testFile}: ${test.fullName}` };
  if (module === undefined || !module.ok()) return { killedBy: `${testFile}: does not run` };
  return { killedBy: unhandledErrors.length > 0 ? `${testFile}: an error that nobody caught` : null };
}

/** A process with a warm suite, which answers one question after the other until it is ended. */
export async function lane(root: string): Promise<void> {
  let fault: Pick<Question, 'file' | 'edit'> | null = null;
  const suite = await openSuite({
    root,
    workers: 1,
    setupFile: 'lane-setup.ts',
    known: {},
    replaced: (file, text) => (fault?.file === file && fault.edit ? edited(text, [fault.edit]) : text),
  });
  const answer = async (question: Question) => {
    for (const file of new Set([fault?.file, question.file])) if (file !== undefined) suite.invalidateFile(join(root, file));
    fault = question;
    process.send?.(await ask(suite, root, question));
  };
  process.on('message', (message) => void answer(questionSchema.parse(message)));
  // With its workers, which may be in a loop without an end; it leads a group of its own.
  process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
  process.send?.('ready');
  await new Promise(() => undefined);
}
