import { models } from '../../../electron/virtual/models/index.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';
import { labEm060k } from './em060k.ts';
import { labMbim } from './mbim.ts';
import { labNcm } from './ncm.ts';
import { labQmi5g } from './qmi-5g.ts';

/** What may be plugged into a guest: the practice dongles, and those of the lab alone. */
export const labModels: readonly ModemModel[] = [...models, labNcm, labMbim, labQmi5g, labEm060k];

export function findLabModel(name: string): ModemModel | undefined {
  return labModels.find((model) => model.name === name);
}
