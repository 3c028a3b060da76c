import assert from 'node:assert/strict';
import { AtSession } from '../../electron/at/session.ts';
import { openQmi } from '../../electron/qmi/client.ts';
import { getIds } from '../../electron/qmi/dms.ts';
import type { Backend } from '../../electron/seams/backend.ts';
import { systemClock } from '../../electron/seams/clock.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { type Sighting, type UsbChange, UsbError, type UsbHandle } from '../../electron/seams/usb-bus.ts';
import { openBulkStream } from '../../electron/usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { huaweiNewMode } from '../../modem-db/switch-messages.ts';

/**
 * What each form of the seams has to do alike: the same cases run on the practice bench in this process and, in the lab, on
 * libusb, serialport and sysfs with a real kernel. Plain assertions, so that they run where no test runner does.
 */

export interface Ground {
  readonly backend: Backend;
  /** Plugs a fresh virtual dongle in; resolves when it is on its bus, maybe before the world has seen it. */
  plug(model: string, composition?: string): Promise<void>;
  /** Pulls it out. */
  unplug(): Promise<void>;
}

export interface SeamCase {
  readonly name: string;
  run(ground: Ground): Promise<void>;
}

const PATIENCE_MS = 20_000;

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const sight = (ground: Ground, vid: number, pid: number): Promise<Sighting> =>
  until(`${vid.toString(16)}:${pid.toString(16)} on the bus`, async () =>
    (await ground.backend.bus.list()).find((s) => s.vid === vid && s.pid === pid && s.activeConfiguration !== null),
  );

async function withHandle<T>(ground: Ground, sighting: Sighting, work: (handle: UsbHandle) => Promise<T>): Promise<T> {
  const handle = await ground.backend.bus.open(sighting);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

const kindOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof UsbError || error instanceof SerialError ? error.kind : `foreign: ${String(error)}`),
  );

/** Waits until the kernel, or its practice likeness, has bound a driver to the interface. */
const bound = (ground: Ground, sighting: Sighting, interfaceNumber: number) =>
  until(`a driver on interface ${interfaceNumber}`, async () =>
    (await ground.backend.host.bindings(sighting.portPath)).find((b) => b.interfaceNumber === interfaceNumber && b.driver !== null),
  );

export const seamCases: readonly SeamCase[] = [
  {
    name: 'usb: a listing has ids, strings, configurations and interfaces',
    run: async (ground) => {
      await ground.plug('huawei-ncm');
      const s = await sight(ground, 0x12d1, 0x1446);
      assert.match(s.portPath, /^[a-z0-9]+-[0-9.]+$/);
      assert.ok(s.manufacturer && s.product, 'strings');
      assert.equal(s.configurations.length, 1);
      assert.equal(s.activeConfiguration, 1);
      const storage = s.configurations[0]?.interfaces.find((i) => i.class === 8);
      assert.deepEqual([storage?.subclass, storage?.protocol], [6, 0x50]);
      assert.deepEqual(
        storage?.endpoints.map((e) => e.type),
        ['bulk', 'bulk'],
      );
    },
  },
  {
    name: 'usb: attach and detach are reported once each, and a detached device is gone',
    run: async (ground) => {
      const changes: UsbChange[] = [];
      const stop = ground.backend.bus.watch((change) => changes.push(change));
      try {
        await ground.plug('huawei-qmi');
        const mine = () => changes.filter((c) => c.sighting.vid === 0x12d1 && c.sighting.pid === 0x1505);
        await until('attached', async () => mine().length > 0);
        const s = await sight(ground, 0x12d1, 0x1505);
        await ground.unplug();
        await until('detached', async () => mine().length > 1);
        assert.deepEqual(
          mine().map((c) => c.kind),
          ['attached', 'detached'],
        );
        assert.equal(await kindOf(ground.backend.bus.open(s)), 'gone');
        assert.equal(
          (await ground.backend.bus.list()).some((other) => other.portPath === s.portPath),
          false,
        );
      } finally {
        stop();
      }
    },
  },
  {
    name: 'usb: control transfers, and the refusal of one',
    run: async (ground) => {
      await ground.plug('huawei-ncm');
      const s = await sight(ground, 0x12d1, 0x1446);
      await withHandle(ground, s, async (handle) => {
        const device = await handle.controlIn({ requestType: 0x80, request: 6, value: 0x0100, index: 0 }, 18, 1000);
        assert.equal(device.length, 18);
        assert.deepEqual([...device.subarray(8, 12)], [0xd1, 0x12, 0x46, 0x14]);
        assert.equal(await kindOf(handle.controlIn({ requestType: 0xc0, request: 0x77, value: 0, index: 0 }, 8, 1000)), 'stall');
      });
    },
  },
  {
    name: 'usb: an interface that a driver holds is busy until the driver is taken off',
    run: async (ground) => {
      await ground.plug('huawei-ncm');
      const s = await sight(ground, 0x12d1, 0x1446);
      await bound(ground, s, 0);
      await withHandle(ground, s, async (handle) => {
        assert.equal(await handle.kernelDriverActive(0), true);
        assert.equal(await kindOf(handle.claim(0)), 'busy');
        await handle.detachKernelDriver(0);
        assert.equal(await handle.kernelDriverActive(0), false);
        await handle.claim(0);
        // INQUIRY, bulk-only: command, data, status.
        const cbw = Buffer.from('5553424301000000240000008000061200000024000000000000000000000000', 'hex').subarray(0, 31);
        assert.equal(await handle.transferOut(0x01, cbw, 3000), 31);
        const data = await handle.transferIn(0x81, 36, 3000);
        assert.equal(data[0], 5, 'a CD-ROM');
        const csw = Buffer.from(await handle.transferIn(0x81, 13, 3000));
        assert.equal(csw.toString('latin1', 0, 4), 'USBS');
        assert.equal(csw[12], 0);
        assert.equal(await kindOf(handle.transferIn(0x81, 64, 200)), 'timeout');
        await handle.release(0);
      });
    },
  },
  {
    name: 'usb: a driver that was taken off is bound again once the handle is closed',
    run: async (ground) => {
      await ground.plug('huawei-ncm');
      const s = await sight(ground, 0x12d1, 0x1446);
      const { driver } = await bound(ground, s, 0);
      await withHandle(ground, s, async (handle) => {
        await handle.detachKernelDriver(0);
        await handle.claim(0);
        await handle.release(0);
        assert.equal(await handle.kernelDriverActive(0), false);
      });
      assert.equal((await bound(ground, s, 0)).driver, driver);
    },
  },
  {
    name: 'usb: the switch message, and the return on the same port as another enumeration',
    run: async (ground) => {
      await ground.plug('huawei-ncm');
      const before = await sight(ground, 0x12d1, 0x1446);
      await withHandle(ground, before, async (handle) => {
        for (const n of [0, 1]) if (await handle.kernelDriverActive(n)) await handle.detachKernelDriver(n);
        await handle.claim(0);
        await handle.transferOut(0x01, Buffer.from(huaweiNewMode, 'hex'), 3000);
        await handle.transferIn(0x81, 13, 3000).catch((error: unknown) => {
          if (!(error instanceof UsbError) || error.kind !== 'gone') throw error;
        });
      });
      const after = await sight(ground, 0x12d1, 0x1506);
      assert.equal(after.portPath, before.portPath);
      assert.notEqual(after.enumeration, before.enumeration);
      assert.equal(await kindOf(ground.backend.bus.open(before)), 'gone');
    },
  },
  {
    name: 'usb: a transfer under way ends with gone when the device is pulled out',
    run: async (ground) => {
      await ground.plug('quectel-ec25', 'qmi');
      const s = await sight(ground, 0x2c7c, 0x0125);
      await bound(ground, s, 2);
      await withHandle(ground, s, async (handle) => {
        await handle.detachKernelDriver(2);
        await handle.claim(2);
        const pending = kindOf(handle.transferIn(0x84, 64, 0));
        await ground.unplug();
        assert.equal(await pending, 'gone');
      });
    },
  },
  {
    name: 'usb: AT over bulk endpoints and QMI over encapsulated commands, without a driver',
    run: async (ground) => {
      await ground.plug('quectel-ec25', 'qmi');
      const s = await sight(ground, 0x2c7c, 0x0125);
      await bound(ground, s, 2);
      await bound(ground, s, 4);
      const at = new AtSession(await openBulkStream(await ground.backend.bus.open(s), 2), systemClock, { allows: () => true });
      await at.wake();
      const reply = await at.command('AT+CGMM');
      assert.match(reply.lines.join(), /EC25/);
      await at.close();
      const client = await openQmi(await openEncapsulatedChannel(await ground.backend.bus.open(s), 4), systemClock);
      assert.match((await getIds(client)).imei ?? '', /^\d{15}$/);
      await client.close();
    },
  },
  {
    name: 'serial: a port is listed with its ids, opens, answers, closes, and opens again',
    run: async (ground) => {
      await ground.plug('quectel-ec25', 'qmi');
      const s = await sight(ground, 0x2c7c, 0x0125);
      const tty = await until('a tty on interface 2', async () => (await bound(ground, s, 2)).nodes.find((n) => n.startsWith('/dev/tty')));
      const listed = await until('the port in the list', async () => (await ground.backend.serial.list()).find((p) => p.path === tty));
      assert.deepEqual([listed.vid, listed.pid, listed.interfaceNumber], [0x2c7c, 0x0125, 2]);
      for (let i = 0; i < 2; i++) {
        const at = new AtSession(await ground.backend.serial.open(tty), systemClock, { allows: () => true });
        await at.wake();
        assert.match((await at.command('AT+CGMI')).lines.join(), /Quectel/);
        await at.close();
      }
      assert.equal(await kindOf(ground.backend.serial.open('/dev/ttyUSB99')), 'gone');
    },
  },
  {
    name: 'serial: a port that is pulled out says so',
    run: async (ground) => {
      await ground.plug('quectel-ec25', 'qmi');
      const s = await sight(ground, 0x2c7c, 0x0125);
      const tty = await until('a tty on interface 2', async () => (await bound(ground, s, 2)).nodes.find((n) => n.startsWith('/dev/tty')));
      const stream = await ground.backend.serial.open(tty);
      const closed = new Promise<Error | null>((resolve) => stream.onClose(resolve));
      await ground.unplug();
      assert.ok((await closed) instanceof Error);
    },
  },
  {
    name: 'host: the control node answers QMI, and closes when the device is pulled out',
    run: async (ground) => {
      await ground.plug('quectel-ec25', 'qmi');
      const s = await sight(ground, 0x2c7c, 0x0125);
      const node = await until('a control node', async () => (await bound(ground, s, 4)).nodes.find((n) => n.startsWith('/dev/cdc-wdm')));
      const channel = await ground.backend.host.openControlNode(node);
      const client = await openQmi(channel, systemClock);
      assert.match((await getIds(client)).imei ?? '', /^\d{15}$/);
      const closed = new Promise<Error | null>((resolve) => channel.onClose(resolve));
      await ground.unplug();
      assert.ok((await closed) instanceof Error);
      assert.equal(await kindOf(ground.backend.host.openControlNode(node)), 'gone');
    },
  },
  {
    name: 'host: a net device is named, and nothing is bound once the device is gone',
    run: async (ground) => {
      await ground.plug('huawei-ncm', 'ncm');
      const s = await sight(ground, 0x12d1, 0x1506);
      const ncm = await until('a net device', async () =>
        (await ground.backend.host.bindings(s.portPath)).find((b) => b.netDevices.length > 0),
      );
      assert.equal(ncm.driver, 'huawei_cdc_ncm');
      assert.equal(ncm.interfaceNumber, 2);
      await ground.unplug();
      await until('nothing bound', async () => (await ground.backend.host.bindings(s.portPath)).length === 0);
    },
  },
];
