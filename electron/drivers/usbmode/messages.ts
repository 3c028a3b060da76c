import { ejectWithTags } from '../../../modem-db/switch-messages.ts';

/** Messages that usbmode has built in and usb_modeswitch has not, or has otherwise; hex in wire order (switch.c of the usbmode project). */

export const ejectByUsbMode = ejectWithTags('12345678', '12345679');

export const qisda = '058c0408a0ee20005c01040898cdeabf';

/** Interrupt messages of 8 bytes, and how many are read after each. */
export const mobileActionTalk: readonly { readonly write: string | null; readonly reads: number }[] = [
  { write: null, reads: 2 },
  { write: '3701fedbc1331f83', reads: 1 },
  { write: '370eb59d3b8a9151', reads: 1 },
  { write: '3487ba0dfc8a9151', reads: 63 },
  { write: '3701fedbc1331f83', reads: 1 },
  { write: '370eb59d3b8a9151', reads: 1 },
  { write: '3487ba0dfc8a9151', reads: 73 },
  { write: '3304fe00f46c1ff0', reads: 1 },
  { write: '3207fef029b93af0', reads: 1 },
];
