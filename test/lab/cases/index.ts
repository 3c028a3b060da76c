import { huaweiNcmIdentity } from '../../../electron/virtual/models/huawei-ncm.ts';
import { huaweiQmiIdentity } from '../../../electron/virtual/models/huawei-qmi.ts';
import { quectelEc25Identity } from '../../../electron/virtual/models/quectel-ec25.ts';
import type { LabCase } from '../case.ts';
import { driversCase } from './drivers.ts';
import { modemManagerCase } from './modem-manager.ts';
import { prepareCase } from './prepare.ts';
import { qmicliCase } from './qmicli.ts';
import { seamLabCases } from './seams.ts';
import { modeswitchCase } from './usb-modeswitch.ts';

/** All that the lab proves, in the order of its running. */
export const labCases: readonly LabCase[] = [
  driversCase('huawei-ncm', 'disc'),
  driversCase('huawei-ncm', 'ncm'),
  driversCase('huawei-qmi', 'disc'),
  driversCase('huawei-qmi', 'qmi'),
  driversCase('quectel-ec25', 'ecm'),
  driversCase('quectel-ec25', 'qmi'),
  modeswitchCase('huawei-ncm', 'ncm'),
  modeswitchCase('huawei-qmi', 'qmi'),
  qmicliCase('huawei-qmi', 'qmi', huaweiQmiIdentity),
  qmicliCase('quectel-ec25', 'qmi', quectelEc25Identity),
  modemManagerCase([
    { name: 'huawei-ncm', composition: 'ncm', identity: huaweiNcmIdentity, ports: ['at', 'net'] },
    { name: 'huawei-qmi', composition: 'qmi', identity: huaweiQmiIdentity, ports: ['qmi', 'at', 'net'] },
    { name: 'quectel-ec25', composition: 'qmi', identity: quectelEc25Identity, ports: ['qmi', 'at', 'net'] },
  ]),
  prepareCase('huawei-ncm', 'ncm', 'ncm'),
  prepareCase('huawei-qmi', 'qmi', 'qmi'),
  prepareCase('quectel-ec25', 'qmi', 'qmi'),
  ...seamLabCases(),
];
