import { isBulkIn, isBulkOut, isInterruptIn } from './endpoints.ts';
import { type Probe, type ProbeContext, refuse, take } from './outcome.ts';

/** usb-storage (Linux drivers/usb/storage/usb.c, usb_stor_probe1 and usb_stor_probe2). */

/** Command sets and transports that usb-storage itself has; get_transport and get_protocol. */
const STORAGE_PROTOCOLS = [0x00, 0x01, 0x50];
const INTERRUPT_TRANSPORT = 0x00;

/** Rows of unusual_devs.h with US_FL_IGNORE_DEVICE, as vendor and product. */
const IGNORED = new Set(['ace:2011', 'ace:20ff', 'bda:1a2b', 'bda:a192', 'fce:d0e1', '1186:3e04', '1de1:c102', 'e5b7:811']);
/** Sierra's TRU-Install, of which the driver makes a modem at once unless it holds software for Linux (sierra_ms.c, sierra_ms_init). */
const TRU_INSTALL = '1199:fff';

/** Ids of the row, where it is about one device. */
const idOf = ({ row }: ProbeContext) => `${row.vid?.toString(16)}:${row.pid?.toString(16)}`;

export const probeUsbStorage: Probe = (context) => {
  const { number, subclass, protocol, endpoints } = context.setting;
  const id = idOf(context);
  if (IGNORED.has(id)) return refuse('ignored');
  const known = STORAGE_PROTOCOLS.includes(protocol) && subclass >= 1 && subclass <= 6;
  // A row that names a device alone covers its other interfaces too, most of which speak no storage; their class is not looked at.
  if (!known) return refuse('storage-protocol', { protocol: protocol.toString(16).padStart(2, '0') });
  const pipes =
    endpoints.some(isBulkIn) && endpoints.some(isBulkOut) && (protocol !== INTERRUPT_TRANSPORT || endpoints.some(isInterruptIn));
  if (!pipes) return refuse('endpoints-missing', { number });
  return id === TRU_INSTALL ? refuse('switches-disc') : take(context, { disc: true });
};
