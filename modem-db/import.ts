export type { ImportProblem } from './import/draft.ts';
export { importSwitches, MAX_IMPORT } from './import/import-switches.ts';
