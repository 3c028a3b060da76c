import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';

/** Imported by each test of the page: a clean document, English, nothing remembered. */
beforeEach(() => localStorage.setItem('modem-bench.language', 'en'));
afterEach(() => {
  cleanup();
  localStorage.clear();
});
