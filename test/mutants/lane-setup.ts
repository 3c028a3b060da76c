import { afterEach, beforeEach } from 'vitest';

/** Runs in front of each test file of a broken program: what comes after the first failed test tells nothing more. */

let failed = false;
beforeEach(({ skip }) => {
  if (failed) skip();
});
afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail';
});
