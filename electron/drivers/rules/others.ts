import type { ShapeInterface } from '../shape.ts';
import { isBulkIn, isBulkOut, isInterruptIn, usbnetPipes } from './endpoints.ts';
import { type Probe, refuse, take } from './outcome.ts';

const VENDOR_SPECIFIC = 0xff;
const MASS_STORAGE = 0x08;

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

/** Linux drivers/net/usb/kalmia.c: the row of the unswitched stick only loads the module. */
export const probeKalmia: Probe = (context) => {
  if (context.row.info === '0') return refuse('blacklisted');
  return context.setting.class === VENDOR_SPECIFIC ? take(context, { net: 'wwan' }) : refuse('not-vendor-class');
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

/** Linux drivers/net/usb/cdc_subset.c: some rows name their endpoints and ask for nothing. */
const SUBSET_FIXED = ['an2720_info', 'belkin_info', 'blob_info', 'kc2190_info', 'linuxdev_info', 'yopy_info'];

export const probeCdcSubset: Probe = (context) => {
  const fixed = SUBSET_FIXED.includes(context.row.info);
  return fixed || usbnetPipes(context.settings)
    ? take(context, { net: 'usb' })
    : refuse('endpoints-missing', { number: context.setting.number });
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

/** Command sets and transports that usb-storage itself has; drivers/usb/storage/usb.c, get_transport and get_protocol. */
const STORAGE_PROTOCOLS = [0x00, 0x01, 0x50];
const INTERRUPT_TRANSPORT = 0x00;

export const probeUsbStorage: Probe = (context) => {
  const { number, class: c, subclass, protocol, endpoints } = context.setting;
  const known = STORAGE_PROTOCOLS.includes(protocol) && subclass >= 1 && subclass <= 6;
  // A row that names a device alone covers its other interfaces too, which speak no storage.
  if (!known || (c !== MASS_STORAGE && c !== VENDOR_SPECIFIC))
    return refuse('storage-protocol', { protocol: protocol.toString(16).padStart(2, '0') });
  const pipes =
    endpoints.some(isBulkIn) && endpoints.some(isBulkOut) && (protocol !== INTERRUPT_TRANSPORT || endpoints.some(isInterruptIn));
  return pipes ? take(context, { disc: true }) : refuse('endpoints-missing', { number });
};
