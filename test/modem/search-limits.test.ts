import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { type ModemAccess, nothingFound, openSerialInterface } from '../../electron/modem/access.ts';
import { openAt } from '../../electron/modem/at-port.ts';
import type { Host } from '../../electron/seams/host.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { activeInterfaces, UsbError, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { findModel } from '../../electron/virtual/models/index.ts';
import { loadDb } from '../../modem-db/db.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ScriptedPort } from '../support/scripted-port.ts';
import { interfaces, sighting } from '../support/sightings.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** What a search for an AT port may conclude, and what not. */

const db = loadDb();
const vendor = (n: number) => [n, 0xff, 0, 0, 0x81 + n, 0x01 + n];
/** An ECM modem that nobody listed, with three ports alike. */
const modem = sighting(0x1209, 0x0010, interfaces(vendor(0), vendor(1), vendor(2), [3, 2, 6, 0, 0x8a], [4, 0x0a, 0, 0, 0x85, 0x05]));

interface Refusing {
  readonly seesDrivers: boolean;
  readonly serial?: () => Error;
  readonly usb?: () => Error;
}

function accessThatRefuses({ seesDrivers, serial, usb }: Refusing): ModemAccess & { readonly clock: ManualClock } {
  const clock = new ManualClock();
  const { vid, pid } = modem;
  const host: Host = {
    platform: 'linux',
    seesDrivers,
    bindings: async () =>
      activeInterfaces(modem).map(({ number }) => ({ interfaceNumber: number, driver: null, nodes: [], netDevices: [] })),
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
  };
  const refuse = (error: Error) => async (): Promise<never> => {
    throw error;
  };
  const backend = {
    origin: 'usb' as const,
    bus: {
      list: async () => [modem],
      watch: () => () => undefined,
      open: refuse(usb?.() ?? new UsbError('busy', 'not over USB')) as () => Promise<UsbHandle>,
      close: async () => undefined,
    },
    serial: {
      list: async () => activeInterfaces(modem).map(({ number }) => ({ path: `COM${number}`, vid, pid, interfaceNumber: number })),
      open: refuse(serial?.() ?? new SerialError('gone', 'no ports')),
    },
    host,
  };
  const recognised = db.recognise(vid, pid, activeInterfaces(modem));
  return { ...accessTo({ backend, sighting: modem, recognised, clock, ports: nothingFound() }), clock };
}

async function failureOf(access: ModemAccess & { readonly clock: ManualClock }, signal?: AbortSignal): Promise<unknown> {
  let failure: unknown;
  const opening = openAt(access, signal).catch((error: unknown) => {
    failure = error;
  });
  await access.clock.until(() => failure !== undefined);
  await opening;
  return failure;
}

describe('a search for an AT port', () => {
  it('that was stopped before a port was open has found nothing out', async () => {
    const access = accessThatRefuses({ seesDrivers: true });
    const stopping = new AbortController();
    const reason = new BenchError('CANCELLED');
    access.clock.setTimeout(() => stopping.abort(reason), 300);
    expect(await failureOf(access, stopping.signal)).toBe(reason);
    expect(access.ports.noAt).toBe(false);
  });

  it.each([
    ['a port', { seesDrivers: false, serial: () => new SerialError('access', 'denied') }, 'SERIAL_ACCESS_DENIED'],
    ['a port that another program has', { seesDrivers: false, serial: () => new SerialError('busy', 'held') }, 'SERIAL_BUSY'],
    ['the USB device', { seesDrivers: true, usb: () => new UsbError('access', 'denied') }, 'USB_ACCESS_DENIED'],
  ] as const)('that may not open %s says so, and asks again when it may', async (_, refusing, code) => {
    const access = accessThatRefuses(refusing);
    expect(await failureOf(access)).toMatchObject({ code });
    expect(access.ports.noAt).toBe(false);
  });

  it('over interfaces that drivers of another kind have finds that there is none', async () => {
    const access = accessThatRefuses({ seesDrivers: true });
    expect(await failureOf(access)).toMatchObject({ code: 'AT_SILENT' });
    expect(access.ports.noAt).toBe(true);
  });

  it('is not paid for again: a port that it found without a driver is not waited for as one that will get one', async () => {
    const clock = new ManualClock();
    const world = new VirtualWorld(clock);
    const model = findModel('five-silent-ports');
    if (!model) throw new Error('no such model');
    world.plug('1-1', model);
    const [plugged] = await world.backend.bus.list();
    if (!plugged) throw new Error('nothing plugged in');
    const recognised = db.recognise(plugged.vid, plugged.pid, activeInterfaces(plugged));
    const access = accessTo({ backend: world.backend, sighting: plugged, recognised, clock });
    for (let time = 0; time < 2; time++) {
      const began = clock.now();
      let isOpen = false;
      const opening = openAt(access).then(async (session) => {
        isOpen = true;
        await session.close();
      });
      await clock.until(() => isOpen);
      await opening;
      expect(access.ports.at).toBe(5);
      expect(clock.now() - began).toBeLessThan(2000);
    }
    await world.bus.close();
  });
});

describe('a driver that never binds', () => {
  it('is waited for once in an enumeration, and looked for at each opening', async () => {
    const access = accessThatRefuses({ seesDrivers: true });
    const opens = async (): Promise<number> => {
      const from = access.clock.now();
      let over = false;
      const opening = openSerialInterface(access, 0).catch(() => {
        over = true;
      });
      await access.clock.until(() => over);
      await opening;
      return access.clock.now() - from;
    };
    expect(await opens()).toBeGreaterThanOrEqual(8000);
    expect(await opens()).toBeLessThan(200);
    // One that has bound meanwhile is taken.
    access.backend.host.bindings = async () => [{ interfaceNumber: 0, driver: 'option', nodes: ['/dev/ttyUSB0'], netDevices: [] }];
    await opens();
    expect(access.ports.unbound.size).toBe(0);
  });
});

describe('a port that was opened for a search', () => {
  const opening = (port: () => ScriptedPort, allows = true) => {
    const access = accessThatRefuses({ seesDrivers: false });
    const serial = { ...access.backend.serial, open: async () => port() };
    return { ...access, backend: { ...access.backend, serial }, allows: () => allows };
  };

  it('and is gone when it is asked is one that answered nothing', async () => {
    const access = opening(() => {
      const port = new ScriptedPort(() => null);
      port.write = async () => port.closing.close(null);
      return port;
    });
    expect(await failureOf(access)).toMatchObject({ code: 'AT_SILENT' });
    expect(access.ports.noAt).toBe(true);
  });

  it('and may not be asked says why', async () => {
    const access = opening(() => new ScriptedPort(() => '\r\nOK\r\n'), false);
    expect(await failureOf(access)).toMatchObject({ code: 'AT_NOT_LISTED', detail: { command: 'AT' } });
    expect(access.ports.noAt).toBe(false);
  });
});
