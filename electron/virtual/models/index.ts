import type { ModemModel } from '../modem.ts';
import { huaweiHilink } from './huawei-hilink.ts';
import { huaweiNcm } from './huawei-ncm.ts';
import { huaweiQmi } from './huawei-qmi.ts';
import { quectelEc25 } from './quectel-ec25.ts';

/** The practice dongles. */
export const models: readonly ModemModel[] = [huaweiNcm, huaweiHilink, huaweiQmi, quectelEc25];

export function findModel(name: string): ModemModel | undefined {
  return models.find((model) => model.name === name);
}
