import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The suite that every change is held against; `test/mutants/` runs it on broken code. */
export const fast = {
  name: 'fast',
  include: ['test/**/*.test.{ts,tsx}'],
  exclude: ['test/e2e/**', 'test/lab/**'],
  environment: 'node',
  // Left to itself, Vitest keeps one processor free, which of two is half of them.
  maxWorkers: availableParallelism(),
  testTimeout: 60_000,
};

/** `fast` runs anywhere and first; `e2e` drives real windows and browsers on the built app. `benchmark` prints a table and asserts no time. The lab has a runner of its own. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/temp-root.ts'],
    projects: [
      { test: fast },
      {
        test: {
          name: 'benchmark',
          include: ['test/benchmark/**/*.bench.ts'],
          globalSetup: ['test/benchmark/global-setup.ts'],
          environment: 'node',
          testTimeout: 900_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 400_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
