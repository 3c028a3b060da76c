import type { ModemModel } from '../modem.ts';
import { dellDw5821e } from './dell-dw5821e.ts';
import { fibocomFm160 } from './fibocom-fm160.ts';
import { fibocomFm350 } from './fibocom-fm350.ts';
import { fibocomL850 } from './fibocom-l850.ts';
import { fibocomNl678 } from './fibocom-nl678.ts';
import { fibocomFm650, fibocomL610 } from './fibocom-unisoc.ts';
import { fiveSilentPorts } from './five-silent-ports.ts';
import { foxconnT99w175 } from './foxconn-t99w175.ts';
import { gosuncnGm800, gosuncnMe3630 } from './gosuncn.ts';
import { huaweiE173 } from './huawei-e173.ts';
import { huaweiHilink } from './huawei-hilink.ts';
import { huaweiNcm } from './huawei-ncm.ts';
import { huaweiQmi } from './huawei-qmi.ts';
import { meigSlm770a, meigSrm825 } from './meig.ts';
import { quectelEc25 } from './quectel-ec25.ts';
import { quectelEc25Unlisted } from './quectel-ec25-unlisted.ts';
import { quectelEc200a } from './quectel-ec200a.ts';
import { quectelRm500u } from './quectel-rm500u.ts';
import { quectelRm520n } from './quectel-rm520n.ts';
import { sierraEm7455 } from './sierra-em7455.ts';
import { sierraEm7455MbimOnly, sierraEm7455QmiOnly } from './sierra-em7455-alone.ts';
import { sierraEm7565 } from './sierra-em7565.ts';
import { sierraEm9191 } from './sierra-em9191.ts';
import { sierraMc7304, sierraMc7355 } from './sierra-mc7355.ts';
import { simcomA7670 } from './simcom-a7670.ts';
import { simcomSim7600 } from './simcom-sim7600.ts';
import { simcomSim8200 } from './simcom-sim8200.ts';
import { telitFn980 } from './telit-fn980.ts';
import { telitLe910c4 } from './telit-le910c4.ts';
import { ubloxTobyL2 } from './ublox-toby-l2.ts';
import { zteMf823, zteMf831 } from './zte-mf8.ts';

/** The practice dongles. */
export const models: readonly ModemModel[] = [
  huaweiNcm,
  huaweiHilink,
  huaweiQmi,
  huaweiE173,
  quectelEc25,
  quectelRm520n,
  quectelEc200a,
  quectelRm500u,
  fibocomNl678,
  fibocomFm160,
  fibocomFm650,
  fibocomL610,
  fibocomFm350,
  fibocomL850,
  foxconnT99w175,
  dellDw5821e,
  ubloxTobyL2,
  sierraMc7304,
  sierraMc7355,
  sierraEm7455,
  sierraEm7565,
  simcomSim7600,
  simcomSim8200,
  simcomA7670,
  telitLe910c4,
  telitFn980,
  zteMf823,
  zteMf831,
  gosuncnMe3630,
  gosuncnGm800,
  meigSrm825,
  meigSlm770a,
  quectelEc25Unlisted,
  sierraEm7455QmiOnly,
  sierraEm7455MbimOnly,
  sierraEm9191,
  fiveSilentPorts,
];

export function findModel(name: string): ModemModel | undefined {
  return models.find((model) => model.name === name);
}
