import { huaweiNcmIdentity } from '../../../electron/virtual/models/huawei-ncm.ts';
import { huaweiQmiIdentity } from '../../../electron/virtual/models/huawei-qmi.ts';
import { quectelEc25Identity } from '../../../electron/virtual/models/quectel-ec25.ts';
import { quectelRm520nIdentity } from '../../../electron/virtual/models/quectel-rm520n.ts';
import { sierraEm7455Identity } from '../../../electron/virtual/models/sierra-em7455.ts';
import { sierraEm7455MbimOnlyIdentity, sierraEm7455QmiOnlyIdentity } from '../../../electron/virtual/models/sierra-em7455-alone.ts';
import { simcomSim7600Identity } from '../../../electron/virtual/models/simcom-sim7600.ts';
import type { LabCase } from '../case.ts';
import { labMbimIdentity } from '../models/mbim.ts';
import { qmi5gIdentity } from '../models/qmi-5g.ts';
import { cardTrialCase } from './card-trial.ts';
import { configurationCase } from './configuration.ts';
import { dialledCase } from './dialled.ts';
import { everyDriverCase } from './drivers.ts';
import { modemManagerHoldsCase, modeswitchHoldsCase, udevRuleCase } from './holders.ts';
import { mbimcliCase, mbimServicesCase } from './mbimcli.ts';
import { modemManagerCase } from './modem-manager.ts';
import { networkCase } from './network.ts';
import { givenIdsCase, newIdCase } from './new-id.ts';
import { oneFaceCase } from './one-face.ts';
import { prepareCase } from './prepare.ts';
import { qmicliCase } from './qmicli.ts';
import { seamsCase } from './seams.ts';
import { twoAlikeCase } from './two-alike.ts';
import { modeswitchCase } from './usb-modeswitch.ts';

const ec25Lease = { address: '192.168.225.20', gateway: '192.168.225.1', prefix: 24 };

/** For the full lab alone: what `npm test` shows as well on another dongle, or in another case. */
const full = (labCase: LabCase): LabCase => ({ ...labCase, full: true });

/** All that the lab proves, in the order of its running. */
export const labCases: readonly LabCase[] = [
  everyDriverCase(),
  networkCase('quectel-ec25', 'rndis', ec25Lease),
  full(networkCase('quectel-ec25', 'ecm', ec25Lease)),
  full(networkCase('huawei-hilink', 'hilink', { address: '192.168.8.100', gateway: '192.168.8.1', prefix: 24 })),
  networkCase('lab-ncm', 'ncm', ec25Lease),
  cardTrialCase('huawei-hilink', 'hilink', [
    { words: 'dhcp - - on echo 192.168.8.1', address: '192.168.8.100/24', gateway: '192.168.8.1' },
  ]),
  full(
    cardTrialCase('quectel-ec25', 'ecm', [
      { words: '192.168.225.20 24 192.168.225.1 on echo 192.0.2.1', address: '192.168.225.20/24', gateway: '192.168.225.1' },
      { words: '192.168.225.20 - - off echo 192.0.2.1', address: '192.168.225.20/32', gateway: null },
    ]),
  ),
  dialledCase('fibocom-fm350', 'rndis', 'rndis'),
  dialledCase('fibocom-l850', 'ncm', 'ncm', true),
  dialledCase('fibocom-fm650', 'ecm', 'ecm', true),
  dialledCase('telit-le910c4', 'ecm', '1206', true),
  dialledCase('quectel-ec200a', 'ecm', 'ecm', true),
  dialledCase('quectel-rm500u', 'ncm', 'ncm', true),
  // One of the holders has it switch this one too, by its own rule.
  full(modeswitchCase('huawei-ncm', 'ncm')),
  full(modeswitchCase('huawei-qmi', 'qmi')),
  modeswitchCase('huawei-hilink', 'hilink'),
  full(qmicliCase('huawei-qmi', 'qmi', huaweiQmiIdentity)),
  qmicliCase('quectel-ec25', 'qmi', quectelEc25Identity),
  qmicliCase('lab-qmi-5g', 'nsa', qmi5gIdentity('nsa')),
  full(qmicliCase('lab-qmi-5g', 'sa', qmi5gIdentity('sa'))),
  mbimcliCase('quectel-ec25', 'mbim', quectelEc25Identity),
  mbimServicesCase('lab-mbim', 'mbim', labMbimIdentity, {
    services: ['ms-basic-connect-extensions', 'qmi', 'quectel'],
    extensions: true,
    quectel: 'on',
  }),
  full(
    mbimServicesCase('lab-mbim', 'locked', labMbimIdentity, {
      services: ['ms-basic-connect-extensions', 'qmi', 'quectel'],
      extensions: true,
      quectel: 'fcc-locked',
    }),
  ),
  full(mbimServicesCase('quectel-rm520n', 'mbim', quectelRm520nIdentity, { services: ['qmi', 'qdu', 'quectel'], quectel: 'on' })),
  full(mbimServicesCase('sierra-em7455', 'mask:100d', sierraEm7455Identity, { services: ['qmi'] })),
  modemManagerCase([
    { name: 'huawei-ncm', composition: 'ncm', identity: huaweiNcmIdentity, ports: ['at', 'net'] },
    { name: 'huawei-qmi', composition: 'qmi', identity: huaweiQmiIdentity, ports: ['qmi', 'at', 'net'] },
    { name: 'quectel-ec25', composition: 'qmi', identity: quectelEc25Identity, ports: ['qmi', 'at', 'net'] },
  ]),
  oneFaceCase('quectel-ec25', 'qmi', 'qmi', quectelEc25Identity),
  oneFaceCase('quectel-ec25', 'mbim', 'mbim', quectelEc25Identity, { full: true }),
  oneFaceCase('sierra-em7455-qmi-only', 'qmi', 'qmi', sierraEm7455QmiOnlyIdentity, { full: true }),
  oneFaceCase('sierra-em7455-mbim-only', 'mbim', 'mbim', sierraEm7455MbimOnlyIdentity, { full: true }),
  // ModemManager 1.20.4 waits for ever on one of SIMCom's that has no voice service in QMI, as the virtual one has none.
  oneFaceCase('simcom-sim7600', '9001', 'qmi', simcomSim7600Identity, { modemManager: false, atRevision: true, full: true }),
  prepareCase('huawei-ncm', 'ncm', { composition: 'ncm' }),
  prepareCase('huawei-qmi', 'qmi', { composition: 'qmi', full: true }),
  // Among the holders it is prepared to QMI beside ModemManager.
  prepareCase('quectel-ec25', 'qmi', { composition: 'qmi', full: true }),
  prepareCase('quectel-ec25', 'mbim', { composition: 'mbim', full: true }),
  prepareCase('sierra-em7455', 'mbim', { composition: 'mask:100d' }),
  prepareCase('sierra-mc7355', 'qmi', { composition: '14', configuration: 1, full: true }),
  prepareCase('simcom-sim7600', ['rndis', 'qmi'], { composition: '9001', full: true }),
  prepareCase('telit-fn980', 'mbim', { composition: '1051', full: true }),
  prepareCase('zte-mf823', 'ecm', { composition: 'ecm', full: true }),
  prepareCase('zte-mf831', 'rndis', { composition: 'rndis', full: true }),
  prepareCase('dell-dw5821e', 'qmi', { composition: 'modem', configuration: 1 }),
  configurationCase('dell-dw5821e', 'modem', 1),
  await twoAlikeCase('quectel-ec25', 'qmi'),
  full(newIdCase('lab-em060k')),
  full(newIdCase('quectel-ec25-unlisted')),
  full(givenIdsCase('quectel-ec25-unlisted')),
  modemManagerHoldsCase('quectel-ec25', 'qmi'),
  modeswitchHoldsCase('huawei-ncm', 'ncm'),
  udevRuleCase('quectel-ec25', 'qmi'),
  seamsCase(),
];
