import { commonTable } from '../at-engine/common.ts';
import { huaweiQualcommTable, huaweiTable } from '../at-engine/huawei.ts';
import { qmiFunctions } from '../behind.ts';
import { cdc } from '../descriptors.ts';
import { practiceNetwork, type VirtualIdentity } from '../identity.ts';
import type { ModemModel } from '../modem.ts';
import { discComposition, discParts } from './huawei-disc.ts';
import { bindingsOf, bulk, compose, interrupt, type Part, serialPart } from './parts.ts';

/** A Huawei stick on a Qualcomm chip: E398. */
export const huaweiQmiIdentity: VirtualIdentity = {
  ...practiceNetwork,
  manufacturer: 'huawei',
  model: 'E398',
  revision: '11.335.05.00.00',
  hardware: 'CH1E398UM',
  imei: '861955031234571',
  imsi: '001010000000025',
  iccid: '8901010000000000025',
  mac: '0c5b8f279a64',
  ip: { address: '10.64.65.65', mask: '255.255.255.252', gateway: '10.64.65.66', dns: ['10.64.65.66', '192.0.2.53'], mtu: 1500 },
};

const tables = [commonTable, huaweiTable, huaweiQualcommTable];

/**
 * `Linux mode` of these sticks: control and data in interfaces of their own, tied by a union (B. Moerk on linux-kernel, March
 * 2013; Linux 6.1 qmi_wwan.c). Interface 0 is AT (ff/01/02), 1 QMI control (ff/01/09), 2 its data (ff/01/08).
 */
function qmiParts(): Part[] {
  const control = 1;
  const data = 2;
  const endpoints = { interrupt: 0x82, input: 0x83, output: 0x02 };
  return [
    serialPart({
      number: 0,
      triple: [0xff, 1, 2],
      endpoints: { input: 0x81, output: 0x01 },
      speaks: { identity: huaweiQmiIdentity, tables },
    }),
    {
      interfaces: [
        {
          number: control,
          class: 0xff,
          subclass: 1,
          protocol: 9,
          endpoints: [interrupt(endpoints.interrupt, 64, 5)],
          extra: [cdc.header(), cdc.union(control, data), cdc.ethernet(4)],
        },
        { number: data, class: 0xff, subclass: 1, protocol: 8, endpoints: [bulk(endpoints.input), bulk(endpoints.output)] },
      ],
      functions: (body) => qmiFunctions({ control, data, ...endpoints, rawIpOnly: false, identity: huaweiQmiIdentity }, body),
      bindings: [
        { interfaceNumber: control, driver: 'qmi_wwan', node: 'cdc-wdm', net: 'wwan' },
        { interfaceNumber: data, driver: 'qmi_wwan' },
      ],
    },
  ];
}

const partsOf = (composition: string): Part[] => (composition === 'disc' ? discParts('qmi') : qmiParts());

/** Compositions: `disc` (12d1:1505) and `qmi` (12d1:1506). */
export const huaweiQmi: ModemModel = {
  name: 'huawei-qmi',
  title: 'Huawei E398 stick (QMI)',
  compositions: ['disc', 'qmi'],
  factory: () => ({ u2diag: 276 }),
  powerUp: () => 'disc',
  compose: (composition, body) => {
    if (composition === 'disc') return discComposition(0x1505, body, 'qmi');
    const spec = {
      vid: 0x12d1,
      pid: 0x1506,
      bcdDevice: 0x0000,
      manufacturer: 'Huawei Technologies',
      product: 'HUAWEI Mobile',
      moreStrings: [huaweiQmiIdentity.mac.toUpperCase()],
      attributes: 0xe0,
      maxPower: 500,
    };
    return compose(spec, partsOf(composition), body);
  },
  bindings: (composition) => bindingsOf(partsOf(composition)),
};
