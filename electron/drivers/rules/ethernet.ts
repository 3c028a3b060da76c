import { cdcOf } from './cdc-function.ts';
import { isInterruptIn, usbnetPipes } from './endpoints.ts';
import { type NetKind, type Outcome, type Probe, type ProbeContext, refuse, take } from './outcome.ts';

/** cdc_ether, rndis_host and what shares their bind (Linux drivers/net/usb/cdc_ether.c, usbnet_generic_cdc_bind). */

const CDC_DATA = 0x0a;
/** sizeof(struct usb_cdc_notification). */
const NOTIFICATION_BYTES = 8;

/** Class, subclass, protocol of RNDIS, ActiveSync, RNDIS as wireless controller, RNDIS as Novatel has it. */
const rndisTriples = ['2/2/255', '239/1/1', '224/1/3', '239/4/1'];

interface Bind {
  readonly net: NetKind;
  /** The driver wants the address from the descriptor. */
  readonly needsMac: boolean;
}

function bindEthernet(context: ProbeContext, { net, needsMac }: Bind): Outcome {
  const { setting } = context;
  const triple = `${setting.class}/${setting.subclass}/${setting.protocol}`;
  const rndis = rndisTriples.includes(triple);
  const cdc = cdcOf(context, setting);
  const { union } = cdc;
  if (!union && !rndis) return refuse('union-missing');
  let data = 1;
  let hardWired = !union;
  if (union) {
    const { master, slave } = union;
    if (!context.currentOf(master) || !context.currentOf(slave)) {
      // Android's RNDIS names interfaces that are not there.
      if (!rndis) return refuse('data-missing', { number: context.currentOf(master) ? slave : master });
      hardWired = true;
    } else if (master !== setting.number && slave !== setting.number) return refuse('union-broken', { master, slave });
    else {
      // Some have master and slave the wrong way round.
      data = master === setting.number ? slave : master;
      const dataClass = context.currentOf(data)?.class;
      if (data !== setting.number && dataClass !== CDC_DATA) return refuse('data-class', { number: data });
    }
  }
  if (triple === rndisTriples[0] && cdc.acm && cdc.acm.capabilities !== 0) return refuse('acm-capabilities');
  if (cdc.foreignMdlm) return refuse('descriptor-missing', { descriptor: 'MDLM' });
  if (hardWired) {
    data = 1;
    if (setting.number !== 0 || !context.currentOf(1)) return refuse('union-missing');
  } else if (!cdc.header) return refuse('descriptor-missing', { descriptor: 'Header' });
  else if (!rndis && !cdc.ether) return refuse('descriptor-missing', { descriptor: 'Ethernet' });
  const apart = data !== setting.number;
  const holder = context.holderOf(data);
  if (apart && holder !== undefined) return refuse('data-taken', { number: data, driver: holder });
  if (!usbnetPipes(context.settingsOf(data))) return refuse('endpoints-missing', { number: data });
  if (rndis && !hasNotifications(context, apart)) return refuse('status-missing', { number: setting.number });
  if (needsMac && (cdc.ether?.mac ?? 0) === 0) return refuse('mac-missing');
  return take(context, { claims: apart ? [data] : [], net });
}

/** One endpoint on the control interface, and fit for notifications; of a merged function, the one of its data setting counts too. */
function hasNotifications({ setting, settings }: ProbeContext, apart: boolean): boolean {
  const [only, ...more] = setting.endpoints;
  if (only && more.length === 0) return isInterruptIn(only) && only.maxPacketSize >= NOTIFICATION_BYTES && only.interval !== 0;
  return !apart && usbnetPipes(settings)?.status !== undefined;
}

/** driver_info 0 marks rows that only keep the driver off. */
const blacklisted = (info: string) => info === '0';

export const probeCdcEther: Probe = (context) => {
  const { info } = context.row;
  if (blacklisted(info)) return refuse('blacklisted');
  return bindEthernet(context, { net: info === 'wwan_info' ? 'wwan' : 'card', needsMac: true });
};

export const probeLgVl600: Probe = (context) => bindEthernet(context, { net: 'wwan', needsMac: true });

/** drivers/net/usb/rndis_host.c; that the device answers RNDIS is taken for granted. */
export const probeRndisHost: Probe = (context) =>
  bindEthernet(context, { net: context.row.info === 'asr_rndis_info' ? 'wwan' : 'card', needsMac: false });
