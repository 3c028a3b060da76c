export { exportSwitch, switchFileName } from './import/export-switch.ts';
export { type ImportOrigin, type ImportProblem, type ImportResult, importSwitch } from './import/import-switch.ts';
