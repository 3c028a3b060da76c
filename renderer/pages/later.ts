// What both files of the page share is run before either: this has to be the first of it, and is only where both ask for it.
import '../jitless.ts';

/** The pages that nobody sees first, in a file of their own: the first screen is there sooner without them. */
export { ConfirmPage } from './confirm/confirm-page.tsx';
export { DumpPage } from './posted/dump-page.tsx';
export { PostedExportPage } from './posted/posted-export-page.tsx';
export { RouterPage } from './router/router-page.tsx';
export { RunPage } from './run/run-page.tsx';
