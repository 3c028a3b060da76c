import { basename } from 'node:path';
import { stretchAt } from './probes.ts';
import type { TestReach } from './reach.ts';
import { roomOf } from './rooms.ts';
import type { Mutant } from './sites.ts';

/** Tests of one file that execute the broken line. */
export interface Run {
  readonly testFile: string;
  /** Of the tests; none: all of the file. */
  readonly testIds: string[];
  /** What they took on whole code. */
  readonly ms: number;
  readonly slowestMs: number;
}

const stem = (file: string) => basename(file).replace(/\.(test\.)?tsx?$/, '');
/** The folder of a test is called as the room is. */
export const roomOfTest = (file: string) => file.split('/')[1] ?? '';

/** How much sooner a test finds out: the file's own, then those of its room, then all others. */
function weight(testFile: string, file: string): number {
  if (roomOfTest(testFile) !== roomOf(file)) return 4;
  return stem(testFile).startsWith(stem(file)) ? 1 : 2;
}

/** Who may see a fault: nobody else executes it. Those who fail on whole code are left out. */
export function runsFor({ file, edit }: Mutant, text: string, reaches: readonly TestReach[]): Run[] {
  const stretch = stretchAt(file, text, edit);
  return reaches
    .flatMap(({ file: testFile, loadMs, always, tests }): Run[] => {
      const sound = tests.filter(({ passed }) => passed);
      const everywhere = always[file]?.includes(stretch) === true;
      const seeing = everywhere ? sound : sound.filter(({ reach }) => reach[file]?.includes(stretch));
      if (seeing.length === 0) return [];
      const times = seeing.map(({ ms }) => ms);
      return [
        {
          testFile,
          testIds: seeing.length === tests.length ? [] : seeing.map(({ id }) => id),
          ms: loadMs + times.reduce((sum, ms) => sum + ms, 0),
          slowestMs: Math.max(...times),
        },
      ];
    })
    .toSorted((a, b) => a.ms * weight(a.testFile, file) - b.ms * weight(b.testFile, file));
}
