import { z } from 'zod';

/**
 * The page's policy forbids eval. zod tries it as soon as the first schema of an object is built, and the try is in the log as a
 * violation: whoever starts a page imports this before anything that has a schema.
 */
z.config({ jitless: true });
