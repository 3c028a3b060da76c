import { cdcOf } from './cdc-function.ts';
import { isInterruptIn, usbnetPipes } from './endpoints.ts';
import { type Probe, refuse, take } from './outcome.ts';

const VENDOR_SPECIFIC = 0xff;

/** Linux drivers/net/usb/qmi_wwan.c, qmi_wwan_probe and qmi_wwan_bind. */
export const probeQmiWwan: Probe = (context) => {
  const { row, setting, device, count } = context;
  if (row.number !== undefined && setting.class !== VENDOR_SPECIFIC) return refuse('not-vendor-class');
  // Quectel's EC20 under the vendor id of a Gobi 2000 has QMI on interface 4, the Gobi on 0.
  if (device.vid === 0x05c6 && device.pid === 0x9215 && count === 5 && setting.number === 0) return refuse('ec20-first');
  // Diagnosis has the same class, and no interrupt endpoint.
  if (setting.endpoints.length === 2) return refuse('two-endpoints');
  const { union } = cdcOf(context, setting);
  // A union that names another master or nobody as slave is passed over.
  const data = union && union.master === setting.number && context.currentOf(union.slave) ? union.slave : setting.number;
  const apart = data !== setting.number;
  const holder = context.holderOf(data);
  if (apart && holder !== undefined) return refuse('data-taken', { number: data, driver: holder });
  const pipes = usbnetPipes(context.settingsOf(data));
  if (!pipes) return refuse('endpoints-missing', { number: data });
  const status = apart ? setting.endpoints[0] : pipes.status;
  if (!status || !isInterruptIn(status)) return refuse('status-missing', { number: setting.number });
  return take(context, { claims: apart ? [data] : [], wdm: true, net: 'wwan' });
};
