import type { ShapeInterface } from '../shape.ts';
import { cdcOf, ncmDataNumber } from './cdc-function.ts';
import { pipesOf } from './endpoints.ts';
import { type NetKind, type Outcome, type Probe, type ProbeContext, refuse, take } from './outcome.ts';

/** cdc_ncm, cdc_mbim and huawei_cdc_ncm, which share one bind (Linux drivers/net/usb/cdc_ncm.c, cdc_mbim.c, huawei_cdc_ncm.c). */

const NCM_ALTERNATE = 0;
const MBIM_ALTERNATE = 1;
/** Alternate settings of the data interface that carry traffic: of NCM and plain MBIM, and of MBIM beside NCM. */
const DATA_ALTERNATE = 1;
const DATA_ALTERNATE_MBIM = 2;

/** include/linux/usb/cdc_ncm.h, cdc_ncm_comm_intf_is_mbim: the class is not looked at. */
const isMbim = ({ subclass, protocol }: ShapeInterface) => subclass === 0x0e && protocol === 0;

/** The alternate setting of a function that may be NCM and MBIM at once; MBIM is preferred where the kernel has cdc_mbim. */
function controlAlternate({ settings, setting }: ProbeContext): number {
  if (settings.length < 2) return setting.alternate;
  return settings.some((s) => s.alternate === MBIM_ALTERNATE && isMbim(s)) ? MBIM_ALTERNATE : NCM_ALTERNATE;
}

interface Bind {
  readonly control: ShapeInterface;
  readonly dataAlternate: number;
  readonly needsStatus: boolean;
  readonly net: NetKind;
  /** A control channel is made of the interrupt endpoint. */
  readonly wdm: boolean;
}

function bindNcm(context: ProbeContext, { control, dataAlternate, needsStatus, net, wdm }: Bind): Outcome {
  const cdc = cdcOf(context, control);
  const number = ncmDataNumber(context, control, cdc);
  const data = number === null ? [] : context.settingsOf(number);
  if (number === null) return refuse('union-missing');
  if (data.length === 0) return refuse('data-missing', { number });
  if (isMbim(control)) {
    if (!cdc.mbim) return refuse('descriptor-missing', { descriptor: 'MBIM' });
  } else if (!cdc.ether) return refuse('descriptor-missing', { descriptor: 'Ethernet' });
  else if (!cdc.ncm) return refuse('descriptor-missing', { descriptor: 'NCM' });
  const apart = number !== control.number;
  const holder = context.holderOf(number);
  if (apart && holder !== undefined) return refuse('data-taken', { number, driver: holder });
  // A dump without class descriptors shows no alternate settings but those in force.
  const shown = control.extra === null ? data.at(-1) : undefined;
  const idle = data.find((s) => s.alternate === 0) ?? shown;
  const active = data.find((s) => s.alternate === dataAlternate) ?? shown;
  if (!idle || !active) return refuse('alternate-missing', { number, alternate: idle ? dataAlternate : 0 });
  // Where both are one interface, the control's endpoints are those of the setting that was just chosen.
  const pipes = apart ? pipesOf(active, control) : pipesOf(active);
  if (!pipes.data) return refuse('endpoints-missing', { number });
  if (needsStatus && !pipes.status) return refuse('status-missing', { number: control.number });
  if (cdc.ether && cdc.ether.mac === 0) return refuse('mac-missing');
  return take(context, { claims: apart ? [number] : [], net, ...(wdm ? { wdm } : {}) });
}

const ncmNames: Readonly<Record<string, NetKind>> = { wwan_info: 'wwan', wwan_noarp_info: 'wwan' };

export const probeCdcNcm: Probe = (context) => {
  if (controlAlternate(context) !== NCM_ALTERNATE) return refuse('mbim-preferred');
  const { info } = context.row;
  const needsStatus = info !== 'apple_private_interface_info';
  return bindNcm(context, {
    control: context.setting,
    dataAlternate: DATA_ALTERNATE,
    needsStatus,
    net: ncmNames[info] ?? 'card',
    wdm: false,
  });
};

export const probeCdcMbim: Probe = (context) => {
  const both = controlAlternate(context) === MBIM_ALTERNATE;
  const control = both ? (context.settings.find((s) => s.alternate === MBIM_ALTERNATE) ?? context.setting) : context.setting;
  if (!isMbim(control)) return refuse('not-mbim');
  const dataAlternate = both ? DATA_ALTERNATE_MBIM : DATA_ALTERNATE;
  return bindNcm(context, { control, dataAlternate, needsStatus: true, net: 'wwan', wdm: true });
};

export const probeHuaweiCdcNcm: Probe = (context) =>
  bindNcm(context, { control: context.setting, dataAlternate: DATA_ALTERNATE, needsStatus: true, net: 'wwan', wdm: true });
