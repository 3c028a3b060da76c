import { z } from 'zod';
import { type ListImporter, listedNames } from './importer.ts';

const UsbMode = z.looseObject({ devices: z.record(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/i), z.unknown()) });

/** What OpenWrt's usbmode switches by itself: `/etc/usb-mode.json`, which has ids and no names. */
export const openwrtUsbmode: ListImporter = {
  list: 'openwrt-usbmode',
  title: 'OpenWrt, usbmode',
  place: 'package/utils/usbmode: usb-mode.json, made of usb-modeswitch-data and its own data/',
  takes: (path) => /(^|[/-])usb-mode\.json$/.test(path),
  read: (texts) =>
    listedNames(
      texts.flatMap(({ text }) => Object.keys(UsbMode.parse(JSON.parse(text)).devices).map((id) => [id.toLowerCase(), null] as const)),
    ),
};
