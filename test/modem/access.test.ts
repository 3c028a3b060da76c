import { expect, it } from 'vitest';
import type { ModemAccess } from '../../electron/modem/access.ts';
import { openAt } from '../../electron/modem/at-port.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { systemClock } from '../../electron/seams/clock.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { UsbError } from '../../electron/seams/usb-bus.ts';
import { accessTo } from '../support/access.ts';
import { huaweiNcm } from '../support/sightings.ts';

/** Which way is tried on a host that does not show its drivers and lists this many ports with the dongle's ids. */
async function wayWith(ports: number): Promise<string[]> {
  const tried: string[] = [];
  const backend: Backend = {
    origin: 'usb',
    bus: {
      list: async () => [huaweiNcm],
      watch: () => () => undefined,
      open: async () => {
        tried.push('usb');
        throw new UsbError('busy', 'not here');
      },
      close: async () => undefined,
    },
    serial: {
      list: async () =>
        Array.from({ length: ports }, (_, i) => ({ path: `COM${i + 3}`, vid: huaweiNcm.vid, pid: huaweiNcm.pid, interfaceNumber: 1 })),
      open: async (path) => {
        tried.push(path);
        throw new SerialError('busy', 'not here');
      },
    },
    host: {
      platform: 'win32',
      seesDrivers: false,
      bindings: async () => [],
      openControlNode: async () => {
        throw new UsbError('gone', 'no nodes');
      },
      scsiNames: async () => null,
      holders: async () => [],
      inhibit: async () => async () => undefined,
      unmount: async () => undefined,
      usbAccess: async () => 'unknown',
      tryCard: async () => ({ kind: 'impossible', why: 'system', missing: '' }) as const,
      installUsbRule: async () => 'dismissed',
      usbRuleCommand: null,
    },
  };
  const recognised: ModemAccess['recognised'] = {
    listed: true,
    name: 'a stick',
    mode: null,
    control: 'none',
    roles: new Map([[1, 'at']]),
    router: null,
    source: 'test',
  };
  await expect(openAt(accessTo({ backend, sighting: huaweiNcm, recognised, clock: systemClock }))).rejects.toThrow();
  return tried;
}

it("a dongle's own port is used where there is but one such, and USB where twins make it a guess", async () => {
  expect(await wayWith(0)).toEqual(['usb']);
  expect(await wayWith(1)).toEqual(['COM3']);
  expect(await wayWith(2)).toEqual(['usb']);
});
