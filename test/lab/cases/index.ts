import type { LabCase } from '../case.ts';

/** All that the lab proves, in the order of its running. */
export const labCases: readonly LabCase[] = [];
