import { qmiFunctions } from '../../../electron/virtual/behind.ts';
import { practiceNetwork, type VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { bindingsOf, bulk, compose, interrupt, type Part } from '../../../electron/virtual/models/parts.ts';
import type { ModemModel } from '../../../electron/virtual/modem.ts';

/**
 * QMI alone, in a network with 5G: to prove the layouts of 5G, which no practice dongle tells over QMI yet. Its ids and its interface are an
 * EC25's, for the driver's sake; no dongle that anyone sells.
 */
export const qmi5gIdentity = (composition: string): VirtualIdentity => ({
  ...practiceNetwork,
  nr: {
    standalone: composition === 'sa',
    tac: 0x1a2b3c,
    nci: 0x1_2345_6789,
    pci: 500,
    band: 78,
    arfcn: 635_808,
    signal: { rsrp: -88, rsrq: -11, snr: 23.5 },
  },
  manufacturer: 'Quectel',
  model: 'QMI 5G',
  revision: '1',
  hardware: '1',
  imei: '861536030196092',
  imsi: '001010000000092',
  iccid: '8901010000000000092',
  mac: '024ba8c5d192',
  ip: { address: '10.64.69.65', mask: '255.255.255.252', gateway: '10.64.69.66', dns: ['10.64.69.66', '192.0.2.53'], mtu: 1500 },
});

const NET = { interrupt: 0x89, input: 0x88, output: 0x05 } as const;

const part = (composition: string): Part => ({
  interfaces: [
    {
      number: 4,
      class: 0xff,
      subclass: 0xff,
      protocol: 0xff,
      endpoints: [interrupt(NET.interrupt, 8, 9), bulk(NET.input), bulk(NET.output)],
    },
  ],
  functions: (body) => qmiFunctions({ control: 4, data: 4, ...NET, rawIpOnly: true, identity: qmi5gIdentity(composition) }, body),
  bindings: [{ interfaceNumber: 4, driver: 'qmi_wwan', node: 'cdc-wdm', net: 'wwan' }],
});

/** Compositions: `nsa` (5G beside LTE) and `sa` (5G alone). */
export const labQmi5g: ModemModel = {
  name: 'lab-qmi-5g',
  title: 'QMI in 5G',
  compositions: ['nsa', 'sa'],
  factory: () => ({}),
  powerUp: () => 'nsa',
  compose: (composition, body) =>
    compose({ vid: 0x2c7c, pid: 0x0125, bcdDevice: 0x0318, manufacturer: 'Quectel', product: 'QMI 5G' }, [part(composition)], body),
  bindings: (composition) => bindingsOf([part(composition)]),
};
