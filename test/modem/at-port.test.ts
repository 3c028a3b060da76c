import { describe, expect, it } from 'vitest';
import { makePlan } from '../../electron/bench/planning/plan.ts';
import { Wishes } from '../../electron/contract/wishes.ts';
import { openAt } from '../../electron/modem/at-port.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import type { ByteStream } from '../../electron/seams/streams.ts';
import { activeInterfaces, type Sighting, UsbError } from '../../electron/seams/usb-bus.ts';
import { loadDb } from '../../modem-db/db.ts';
import { accessTo } from '../support/access.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { interfaces, sighting } from '../support/sightings.ts';

const db = loadDb();
const bulk = (n: number) => [0x81 + n, 0x01 + n];
const vendor = (n: number, subclass = 0) => [n, 0xff, subclass, subclass, ...bulk(n)];
const notifying = (n: number, subclass = 0) => [...vendor(n, subclass), 0x8a + n];
const disc = (n: number) => [n, 8, 6, 0x50, ...bulk(n)];
const rndis = [
  [0, 0xe0, 1, 3, 0x8a],
  [1, 0x0a, 0, 0, 0x81, 0x01],
];

/** As people posted them: `test/field/port-corpus.json`; of 12d1:1406 only OpenWrt's count of its ttys is known. */
const rm500u = sighting(0x2c7c, 0x0900, interfaces(...rndis, ...[2, 3, 4, 5, 6].map((n) => vendor(n))));
const ec200 = (pid: number) => sighting(0x2c7c, pid, interfaces(...rndis, vendor(2), notifying(3), notifying(4)));
const e1820 = sighting(
  0x12d1,
  0x14ac,
  interfaces(notifying(0, 0xff), [1, 2, 6, 0xff, 0x8b], [2, 0x0a, 0, 0, 0x82, 0x02], vendor(3, 0xff), vendor(4, 0xff), disc(5)),
);
const huawei1406 = sighting(0x12d1, 0x1406, interfaces(notifying(0, 0xff), vendor(1, 0xff), disc(2)));

/** A computer without drivers, on which the ports of these interfaces answer to AT and no other does. `asked`: what was opened. */
async function search(modem: Sighting, answering: readonly number[]): Promise<{ asked: string[]; found: number | null }> {
  const asked: string[] = [];
  const clock = new ManualClock();
  const { vid, pid } = modem;
  const backend: Backend = {
    origin: 'usb',
    bus: {
      list: async () => [modem],
      watch: () => () => undefined,
      open: async () => {
        throw new UsbError('busy', 'not over USB');
      },
      close: async () => undefined,
    },
    serial: {
      list: async () => activeInterfaces(modem).map(({ number }) => ({ path: `COM${number}`, vid, pid, interfaceNumber: number })),
      open: async (path) => {
        asked.push(path);
        return portThat(path, answering.includes(Number(path.slice(3))));
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
  const recognised = db.recognise(vid, pid, activeInterfaces(modem));
  let found: number | null | undefined;
  const opening = openAt(accessTo({ backend, sighting: modem, recognised, clock })).then(
    ({ name }) => {
      found = Number(name.slice(3));
    },
    () => {
      found = null;
    },
  );
  await clock.until(() => found !== undefined);
  await opening;
  return { asked, found: found ?? null };
}

/** A port that says OK to everything, or nothing at all. */
function portThat(name: string, answers: boolean): ByteStream {
  const listeners = new Set<(data: Uint8Array) => void>();
  return {
    name,
    write: async () => {
      if (answers) for (const listener of listeners) listener(Buffer.from('\r\nOK\r\n', 'latin1'));
    },
    onData: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: () => () => undefined,
    close: async () => undefined,
  };
}

describe('an AT port that sources name differently, or not at all', () => {
  it('is found by asking, what the sources name first', async () => {
    for (const number of [4, 5]) expect(await search(rm500u, [number])).toMatchObject({ found: number });
    expect(await search(rm500u, [4, 5])).toMatchObject({ found: 4 });
  });

  it('is found on old sticks of Huawei', async () => {
    expect(await search(e1820, [0, 4])).toMatchObject({ found: 0 });
    expect(await search(e1820, [4])).toMatchObject({ found: 4 });
    expect(await search(huawei1406, [1])).toMatchObject({ found: 1 });
    expect(await search(huawei1406, [0])).toMatchObject({ found: 0 });
  });

  it('is the listed one of an EC200A and EC200T', async () => {
    for (const pid of [0x6005, 0x6026]) expect(await search(ec200(pid), [3])).toEqual({ asked: ['COM3'], found: 3 });
  });

  it('is an error where nothing answers, and nothing but serial ports was asked', async () => {
    const { asked, found } = await search(rm500u, []);
    expect(found).toBeNull();
    expect(asked.toSorted()).toEqual(['COM2', 'COM3', 'COM4', 'COM5', 'COM6']);
  });
});

describe('a recipe for such a modem', () => {
  const commands = (modem: Sighting, mode: 'ecm' | 'ncm' | 'ppp') =>
    makePlan(modem, Wishes.parse({ mode, router: '24.10.8', apn: 'internet' }), db).steps.flatMap(({ action }) =>
      action.kind === 'at' ? [action.command] : [],
    );

  it('is planned, with the checks behind it', () => {
    expect(commands(rm500u, 'ecm').some((command) => command.startsWith('AT+QCFG="usbnet",'))).toBe(true);
    for (const pid of [0x6005, 0x6026])
      expect(commands(ec200(pid), 'ecm').some((command) => command.startsWith('AT+QCFG="usbnet",'))).toBe(true);
  });

  it('leaves the modem its checks when it is in the wished mode already', () => {
    const plan = makePlan(rm500u, Wishes.parse({ mode: 'rndis', router: '24.10.8', apn: 'internet' }), db);
    expect(plan.steps.map(({ action }) => action.kind)).toContain('identity');
    expect(plan.notes.map(({ key }) => key)).not.toContain('notes.no-at-port');
  });
});
