import { isBulkIn, isBulkOut } from './endpoints.ts';
import { type Outcome, type Probe, type ProbeContext, refuse } from './outcome.ts';
import { wwanPort } from './serial.ts';

/** Linux drivers/usb/serial/qcserial.c, qcprobe: which interfaces are serial ports follows from the layout that the row names. */

const VENDOR_SPECIFIC = 0xff;
const EC20 = 0x9215;

export const probeQcserial: Probe = (context) => {
  const { row, setting, count } = context;
  if (setting.class !== VENDOR_SPECIFIC) return refuse('not-vendor-class');
  if (count === 1) return downloadMode(context);
  const { number } = setting;
  const no = refuse('layout', { layout: row.info, number, count });
  switch (row.info) {
    case 'QCSERIAL_G1K':
      if (count < 3 || count > 4) return no;
      if (number === 0) return selected(context, 1);
      return number === 2 ? selected(context, 0) : no;
    case 'QCSERIAL_G2K':
      if (count === 5 && row.pid === EC20) return number === 4 ? no : selected(context, 0);
      return count < 3 || count > 4 || number === 0 ? no : selected(context, 0);
    case 'QCSERIAL_SWI':
      return [0, 2, 3].includes(number) ? selected(context, 0) : no;
    case 'QCSERIAL_HWI':
      return HUAWEI_NOT_SERIAL.includes(setting.protocol)
        ? refuse('huawei-protocol', { protocol: setting.protocol.toString(16).padStart(2, '0') })
        : selected(context, 0);
    default:
      return no;
  }
};

/** QMI combined, data and control, and NCM. */
const HUAWEI_NOT_SERIAL = [0x07, 0x37, 0x67, 0x08, 0x38, 0x68, 0x09, 0x39, 0x69, 0x16, 0x46, 0x76];

function selected(context: ProbeContext, alternate: number): Outcome {
  const { number } = context.setting;
  const setting = context.settings.find((s) => s.alternate === alternate);
  return setting ? wwanPort(context, setting) : refuse('alternate-missing', { number, alternate });
}

/** Firmware download (QDL): one interface, bulk in and bulk out in this order; with two alternate settings in the second. */
function downloadMode(context: ProbeContext): Outcome {
  const { setting, settings } = context;
  const used = settings.length === 2 ? settings.find((s) => s.alternate === 1) : setting;
  const [first, second, ...more] = used?.endpoints ?? [];
  const whole = first && second && more.length === 0 && isBulkIn(first) && isBulkOut(second);
  return settings.length <= 2 && used && whole ? wwanPort(context, used) : refuse('not-qdl');
}
