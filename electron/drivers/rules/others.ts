import type { ShapeInterface } from '../shape.ts';
import { isBulkIn, isBulkOut, isInterruptIn, usbnetPipes } from './endpoints.ts';
import { type Probe, refuse, take } from './outcome.ts';

const VENDOR_SPECIFIC = 0xff;

/** Linux drivers/usb/class/cdc-wdm.c, wdm_probe. */
export const probeCdcWdm: Probe = (context) => {
  const [only, ...more] = context.setting.endpoints;
  return only && more.length === 0 && isInterruptIn(only)
    ? take(context, { wdm: true })
    : refuse('status-missing', { number: context.setting.number });
};

/** Linux drivers/net/usb/sierra_net.c, sierra_net_bind. */
export const probeSierraNet: Probe = (context) => {
  const { setting, settings } = context;
  if (setting.endpoints.length !== 3) return refuse('three-endpoints');
  const pipes = usbnetPipes(settings);
  if (!pipes) return refuse('endpoints-missing', { number: setting.number });
  return pipes.status ? take(context, { net: 'wwan' }) : refuse('status-missing', { number: setting.number });
};

/** Whether these are bulk endpoints of the interface; drivers/usb/core/usb.c, usb_check_bulk_endpoints. */
function hasBulk({ endpoints }: ShapeInterface, [input, output]: readonly [input: number, output: number]): boolean {
  return endpoints.some((e) => isBulkIn(e) && e.address === input) && endpoints.some((e) => isBulkOut(e) && e.address === output);
}

/** Addresses of the endpoints that kalmia has in its code. */
const KALMIA_ENDPOINTS = [0x81, 0x02] as const;

/**
 * Linux drivers/net/usb/kalmia.c: the row of the unswitched stick only loads the module. Kernels before the check for the two endpoints
 * fail without them as well, as they send to them at once.
 */
export const probeKalmia: Probe = (context) => {
  const { row, setting } = context;
  if (row.info === '0') return refuse('blacklisted');
  if (setting.class !== VENDOR_SPECIFIC) return refuse('not-vendor-class');
  return hasBulk(setting, KALMIA_ENDPOINTS) ? take(context, { net: 'wwan' }) : refuse('endpoints-missing', { number: setting.number });
};

/** Linux drivers/net/usb/ipheth.c, ipheth_probe: data goes through alternate setting 1. */
export const probeIpheth: Probe = (context) => {
  const { number } = context.setting;
  const data = context.settings.find((s) => s.alternate === 1);
  if (!data) return refuse('alternate-missing', { number, alternate: 1 });
  return data.endpoints.some(isBulkIn) && data.endpoints.some(isBulkOut)
    ? take(context, { net: 'eth' })
    : refuse('endpoints-missing', { number });
};

export const probeCdcEem: Probe = (context) =>
  usbnetPipes(context.settings) ? take(context, { net: 'card' }) : refuse('endpoints-missing', { number: context.setting.number });

/** Addresses of the endpoints that some rows name; the others take what the interface has. */
const SUBSET_ENDPOINTS: Readonly<Record<string, readonly [input: number, output: number]>> = {
  an2720_info: [0x82, 0x02],
  epson2888_info: [0x84, 0x03],
};

/** Linux drivers/net/usb/cdc_subset.c and usbnet.c, usbnet_probe. */
export const probeCdcSubset: Probe = (context) => {
  const { row, setting, settings } = context;
  const named = SUBSET_ENDPOINTS[row.info];
  const whole = named ? hasBulk(setting, named) : usbnetPipes(settings) !== null;
  return whole ? take(context, { net: 'usb' }) : refuse('endpoints-missing', { number: setting.number });
};

/** Ports of each interface by driver_info; hso.c. The multiplexer's own ports are known to the device alone. */
const HSO_SPECS: Readonly<Record<string, readonly ('network' | 'serial' | 'modem')[]>> = {
  default_port_spec: ['network', 'serial', 'modem'],
  icon321_port_spec: ['network', 'serial', 'modem', 'serial'],
};

/**
 * hso.c, hso_get_mux_ports: the third byte of a descriptor of three bytes, behind the interface or behind one of its endpoints, says which
 * serial ports the network interface carries. A shape does not tell the two places apart.
 */
function namesPorts({ extra }: ShapeInterface): boolean {
  return extra === null || (extra.length > 0 && extra.length % PORTS_BYTES === 0 && extra[0] === PORTS_BYTES);
}
const PORTS_BYTES = 3;

/** Linux drivers/net/usb/hso.c, hso_probe. A row without driver_info lets the device say what each interface is. */
export const probeHso: Probe = (context) => {
  const { row, setting, settings } = context;
  const { number } = setting;
  if (setting.class !== VENDOR_SPECIFIC) return refuse('not-vendor-class');
  const port = row.info === '' ? 'asked' : HSO_SPECS[row.info]?.[number];
  if (port === undefined) return refuse('layout', { layout: row.info, number, count: context.count });
  const used = (settings.length > 1 ? settings.find((s) => s.alternate === 1) : undefined) ?? setting;
  const { endpoints } = used;
  if (!endpoints.some(isBulkIn) || !endpoints.some(isBulkOut)) return refuse('endpoints-missing', { number });
  if (port !== 'serial' && port !== 'asked' && !endpoints.some(isInterruptIn)) return refuse('status-missing', { number });
  if (port === 'network' && !namesPorts(used)) return refuse('descriptor-missing', { descriptor: 'HSO' });
  if (port === 'asked') return { ...take(context), reason: { rule: 'asks-device', values: {} } };
  return take(context, port === 'network' ? { net: 'hso' } : { ttys: { kind: 'ttyHS', count: 1 } });
};
