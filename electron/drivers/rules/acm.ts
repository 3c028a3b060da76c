import { cdcOf } from './cdc-function.ts';
import { isBulkIn, isBulkOut, isInterruptIn } from './endpoints.ts';
import { type Outcome, type Probe, type ProbeContext, refuse, take } from './outcome.ts';

/** Linux drivers/usb/class/cdc-acm.c, acm_probe. */

const COMMUNICATIONS = 0x02;
const CDC_DATA = 0x0a;

export const probeCdcAcm: Probe = (context) => {
  const { row, setting } = context;
  const quirks = row.info.split(' | ');
  if (quirks.includes('IGNORE_DEVICE')) return refuse('ignored');
  if (quirks.includes('NO_UNION_NORMAL')) return apart(context, 0, 1, false);
  if (quirks.includes('NO_UNION_12')) return apart(context, 1, 2, false);
  if (setting.extra?.length === 0) return refuse('union-missing');
  const { union, callData } = cdcOf(context, setting);
  if (!union) {
    if (setting.endpoints.length === 3) return merged(context);
    return callData !== null && callData > 0 ? apart(context, setting.number, callData, false) : refuse('union-missing');
  }
  const { master, slave } = union;
  const masterClass = context.currentOf(master)?.class;
  // A union that names a vendor's interface, or none, as master.
  if (masterClass !== COMMUNICATIONS && masterClass !== CDC_DATA) return merged(context);
  // Control and data in one; it is that interface whose endpoints are looked at, whoever carries the union.
  if (master === slave) return context.currentOf(master)?.endpoints.length === 3 ? merged(context, master) : refuse('three-endpoints');
  return apart(context, master, slave, quirks.includes('VENDOR_CLASS_DATA_IFACE'));
};

function merged(context: ProbeContext, number = context.setting.number): Outcome {
  const endpoints = context.currentOf(number)?.endpoints ?? [];
  const whole = endpoints.some(isBulkIn) && endpoints.some(isBulkOut) && endpoints.some(isInterruptIn);
  return whole ? take(context, { ttys: { kind: 'ttyACM', count: 1 } }) : refuse('endpoints-missing', { number });
}

function apart(context: ProbeContext, controlNumber: number, dataNumber: number, vendorData: boolean): Outcome {
  const control = context.currentOf(controlNumber);
  const data = context.currentOf(dataNumber);
  if (!control || !data) return refuse('data-missing', { number: control ? dataNumber : controlNumber });
  // Some have control and data the wrong way round.
  const swapped = data.class !== CDC_DATA && control.class === CDC_DATA;
  if (data.class !== CDC_DATA && !swapped && !vendorData) return refuse('data-class', { number: dataNumber });
  const [real, other] = swapped ? [data, control] : [control, data];
  if (real.number !== context.setting.number) return refuse('not-control', { number: real.number });
  if (other.endpoints.length < 2 || real.endpoints.length === 0)
    return refuse('endpoints-missing', { number: other.endpoints.length < 2 ? other.number : real.number });
  const holder = context.holderOf(other.number);
  if (holder !== undefined && other.number !== real.number) return refuse('data-taken', { number: other.number, driver: holder });
  return take(context, { claims: other.number === real.number ? [] : [other.number], ttys: { kind: 'ttyACM', count: 1 } });
}
