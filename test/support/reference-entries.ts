import type { SwitchEntry } from '../../modem-db/schema.ts';

/** Of usb_modeswitch's own data: what the real programs were recorded with. The others are from elsewhere, and were added after. */
export const isReferenceEntry = ({ source }: SwitchEntry): boolean => source.startsWith('usb-modeswitch-data');
