import { Wishes } from '../../electron/contract/wishes.ts';
import type { BundleDongle, BundleInput } from '../../electron/openwrt/index.ts';

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

export function wishes(over: Partial<Wishes> & Pick<Wishes, 'mode'>): Wishes {
  return Wishes.parse({ router: '24.10.8', apn: 'internet', ...over });
}

export function input(over: Partial<Wishes> & Pick<Wishes, 'mode'>, dongle: Partial<BundleDongle> = {}): BundleInput {
  const base = over.mode === 'ncm' ? huaweiNcm : quectelQmi;
  return { wishes: wishes(over), dongle: { ...base, ...dongle }, generator: 'Modem Bench 0.1.0' };
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
