import type { ModemModel } from '../modem.ts';
import { huaweiHilink } from './huawei-hilink.ts';
import { huaweiNcm } from './huawei-ncm.ts';
import { huaweiQmi } from './huawei-qmi.ts';
import { quectelEc25 } from './quectel-ec25.ts';
import { sierraEm7455 } from './sierra-em7455.ts';
import { sierraEm7565 } from './sierra-em7565.ts';
import { sierraMc7355 } from './sierra-mc7355.ts';
import { simcomA7670 } from './simcom-a7670.ts';
import { simcomSim7600 } from './simcom-sim7600.ts';
import { simcomSim8200 } from './simcom-sim8200.ts';
import { telitFn980 } from './telit-fn980.ts';
import { telitLe910c4 } from './telit-le910c4.ts';

/** The practice dongles. */
export const models: readonly ModemModel[] = [
  huaweiNcm,
  huaweiHilink,
  huaweiQmi,
  quectelEc25,
  sierraMc7355,
  sierraEm7455,
  sierraEm7565,
  simcomSim7600,
  simcomSim8200,
  simcomA7670,
  telitLe910c4,
  telitFn980,
];

export function findModel(name: string): ModemModel | undefined {
  return models.find((model) => model.name === name);
}
