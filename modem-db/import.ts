export type { ImportProblem } from './import/draft.ts';
export { exportSwitch, switchFileName } from './import/export-switch.ts';
export { type ImportOrigin, type ImportResult, importSwitches, MAX_IMPORT } from './import/import-switches.ts';
