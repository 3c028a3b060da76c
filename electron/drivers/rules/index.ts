import { probeCdcAcm } from './acm.ts';
import { probeCdcEther, probeLgVl600, probeRndisHost } from './ethernet.ts';
import { probeCdcMbim, probeCdcNcm, probeHuaweiCdcNcm } from './ncm.ts';
import { probeCdcEem, probeCdcSubset, probeCdcWdm, probeHso, probeIpheth, probeKalmia, probeSierraNet } from './others.ts';
import type { Probe } from './outcome.ts';
import { probeQcserial } from './qcserial.ts';
import { probeQmiWwan } from './qmi.ts';
import { probeOption, probeSierra, probeSimpleSerial } from './serial.ts';
import { probeUsbStorage } from './storage.ts';

/** What each driver of the tables asks of an interface beyond its row. */
export const probes: Readonly<Record<string, Probe>> = {
  'usb-storage': probeUsbStorage,
  cdc_acm: probeCdcAcm,
  cdc_eem: probeCdcEem,
  cdc_ether: probeCdcEther,
  cdc_wdm: probeCdcWdm,
  cdc_ncm: probeCdcNcm,
  cdc_mbim: probeCdcMbim,
  cdc_subset: probeCdcSubset,
  hso: probeHso,
  huawei_cdc_ncm: probeHuaweiCdcNcm,
  ipheth: probeIpheth,
  kalmia: probeKalmia,
  'lg-vl600': probeLgVl600,
  qmi_wwan: probeQmiWwan,
  rndis_host: probeRndisHost,
  sierra_net: probeSierraNet,
  ipw: probeSimpleSerial,
  option: probeOption,
  qcserial: probeQcserial,
  sierra: probeSierra,
  usb_serial_simple: probeSimpleSerial,
};
