import type { BootKind } from '../../electron/contract/words.ts';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { interfaces, sighting } from './sightings.ts';

/**
 * Boot code as it shows on the bus, one device of each kind: GL.iNet forum topic 4814 (EDL), mtkclient (CDC ACM of a preloader), Linux'
 * commit messages and qcserial.c (the others).
 */
export const bootDevices: Readonly<Record<BootKind, Sighting>> = {
  'emergency-download': sighting(0x05c6, 0x9008, interfaces([0, 0xff, 0xff, 0xff, 0x81, 0x01]), {
    manufacturer: 'Qualcomm CDMA Technologies MSM',
    product: 'QUSB__BULK',
  }),
  download: sighting(0x1199, 0x90d2, interfaces([0, 0xff, 0xff, 0x10, 0x81, 0x01]), { product: 'Sierra Wireless EM9191' }),
  'crash-dump': sighting(0x05c6, 0x900e, interfaces([0, 0xff, 0xff, 0x10, 0x81, 0x01]), { product: 'QUSB_BULK_CID:0412_SN:00000000' }),
  'firmware-load': sighting(0x05c6, 0x9211, interfaces([0, 0xff, 0xff, 0xff, 0x81, 0x01])),
  preloader: sighting(0x0e8d, 0x2000, interfaces([0, 2, 2, 1, 0x8b], [1, 0x0a, 0, 0, 0x81, 0x01]), { product: 'MT65xx Preloader' }),
  fastboot: sighting(0x2cb7, 0xd00d, interfaces([0, 0xff, 0x42, 0x03, 0x81, 0x01]), { product: 'Android' }),
};
