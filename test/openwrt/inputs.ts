import { Wishes } from '../../electron/contract/wishes.ts';
import type { Mode } from '../../electron/contract/words.ts';
import type { BundleDongle, BundleInput } from '../../electron/openwrt/index.ts';
import { allDials, type Dial } from '../../modem-db/dials/index.ts';

export const huaweiNcm: BundleDongle = {
  name: 'Huawei E3372',
  vid: '12d1',
  pid: '1506',
  mode: 'ncm',
  manufacturer: 'huawei',
  model: 'E3372',
  revision: '22.286.03.00.00',
  imei: '861234567890123',
  iccid: '8970199912345678901',
  controlNode: '/dev/cdc-wdm0',
  netDevice: 'wwan0',
  vendorFamily: 'huawei',
};

export const quectelQmi: BundleDongle = {
  ...huaweiNcm,
  name: 'Quectel EC25',
  vid: '2c7c',
  pid: '0125',
  mode: 'qmi',
  manufacturer: 'Quectel',
  model: 'EC25',
  vendorFamily: 'quectel',
};

export const sierraMbim: BundleDongle = {
  ...huaweiNcm,
  name: 'Sierra Wireless EM7455',
  vid: '1199',
  pid: '9071',
  mode: 'mbim',
  manufacturer: 'Sierra Wireless, Incorporated',
  model: 'EM7455',
  vendorFamily: 'sierra',
  registration: 'home',
};

export const ztePpp: BundleDongle = {
  ...huaweiNcm,
  name: 'ZTE MF190',
  vid: '19d2',
  pid: '0117',
  mode: 'ppp',
  manufacturer: 'ZTE INCORPORATED',
  model: 'MF190',
  vendorFamily: 'zte',
  controlNode: '/dev/ttyUSB2',
  controlInterface: 2,
  netDevice: null,
};

export const sierraDirectIp: BundleDongle = {
  ...ztePpp,
  name: 'Sierra Wireless AirCard 320U',
  vid: '0f3d',
  pid: '68aa',
  manufacturer: 'Sierra Wireless, Incorporated',
  vendorFamily: 'sierra',
  controlNode: '/dev/ttyUSB3',
  controlInterface: 3,
  netDevice: 'wwan0',
};

export const huaweiEcm: BundleDongle = {
  ...huaweiNcm,
  name: 'Huawei E3372 HiLink',
  pid: '14dc',
  mode: 'ecm',
  controlNode: null,
  netDevice: 'enx0c5b8f279a64',
  routerAddress: '192.168.8.1',
  pageDomain: 'hi.link',
};

export const zteRndis: BundleDongle = { ...huaweiEcm, name: 'ZTE MF823', vid: '19d2', pid: '1403', mode: 'rndis', vendorFamily: 'zte' };

/** NCM that no release's ncm.sh knows. */
export const l850: BundleDongle = {
  ...huaweiNcm,
  name: 'Intel XMM 7360 / Fibocom L850-GL',
  vid: '8087',
  pid: '095a',
  manufacturer: 'Fibocom Wireless Inc.',
  model: 'L850 LTE Module',
  vendorFamily: 'fibocom',
  controlNode: '/dev/ttyACM0',
  controlInterface: 2,
  serialDriver: 'cdc_acm',
  cardDriver: 'cdc_ncm',
};

/** A network card whose call the host makes, and which is no router. */
export const fm350: BundleDongle = {
  ...huaweiNcm,
  name: 'Fibocom FM350-GL',
  vid: '0e8d',
  pid: '7127',
  mode: 'rndis',
  manufacturer: 'Fibocom Wireless Inc.',
  model: 'FM350-GL',
  vendorFamily: 'fibocom',
  controlNode: null,
  netDevice: 'wwan0',
  routerAddress: null,
  pageDomain: null,
  serialDriver: 'option',
  cardDriver: 'rndis_host',
};

/** The entry of the database with that id; throws where there is none. */
export function dialOf(id: string): Dial {
  const found = allDials().find((dial) => dial.id === id);
  if (!found) throw new Error(`no dial ${id}`);
  return found;
}

/** A dongle of each mode. */
export const dongles: Readonly<Record<Mode, BundleDongle>> = {
  qmi: quectelQmi,
  mbim: sierraMbim,
  ncm: huaweiNcm,
  ecm: huaweiEcm,
  rndis: zteRndis,
  ppp: ztePpp,
};

export function wishes(over: Partial<Wishes> & Pick<Wishes, 'mode'>): Wishes {
  return Wishes.parse({ router: '24.10.8', apn: 'internet', ...over });
}

export function input(over: Partial<Wishes> & Pick<Wishes, 'mode'>, dongle: Partial<BundleDongle> = {}): BundleInput {
  return { wishes: wishes(over), dongle: { ...dongles[over.mode], ...dongle }, generator: 'Modem Bench 0.1.0' };
}

/** The contents of the bundle's file of that name. */
export function text(
  files: readonly { readonly path?: string; readonly name?: string; readonly data: Uint8Array }[],
  name: string,
): string {
  const file = files.find((candidate) => (candidate.path ?? candidate.name) === name);
  if (!file) throw new Error(`no file ${name}`);
  return new TextDecoder().decode(file.data);
}
