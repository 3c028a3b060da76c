import { findModel } from '../../../electron/virtual/models/index.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';
import { labNcm } from './ncm.ts';

/** Dongles of the lab alone, beside those of the practice bench. */
const labModels: readonly ModemModel[] = [labNcm];

/** What may be plugged into a guest. */
export function findLabModel(name: string): ModemModel | undefined {
  return findModel(name) ?? labModels.find((model) => model.name === name);
}
