import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AtSession } from '../../electron/at/session.ts';
import { SerialError } from '../../electron/seams/serial-ports.ts';
import { type Sighting, type UsbChange, UsbError } from '../../electron/seams/usb-bus.ts';
import { executeSwitch } from '../../electron/switching/execute-switch.ts';
import { planSwitch } from '../../electron/switching/plan-switch.ts';
import { openBulkStream } from '../../electron/usb/bulk-stream.ts';
import { openEncapsulatedChannel } from '../../electron/usb/encapsulated-channel.ts';
import { models } from '../../electron/virtual/models/index.ts';
import { PracticeBench, type PracticeBenchOptions } from '../../electron/virtual/practice/practice-bench.ts';
import { loadDb } from '../../modem-db/db.ts';
import { ManualClock, settle } from '../support/manual-clock.ts';

const setup = { requestType: 0x21, request: 0x22, value: 3, index: 0 };

interface Room {
  readonly bench: PracticeBench;
  readonly clock: ManualClock;
  readonly changes: UsbChange[];
  sighted(portPath?: string): Promise<Sighting>;
}

function room(options: Partial<PracticeBenchOptions> = {}): Room {
  const clock = new ManualClock();
  const bench = new PracticeBench({ clock, stateFile: null, ...options });
  const changes: UsbChange[] = [];
  bench.bus.watch((change) => changes.push(change));
  return {
    bench,
    clock,
    changes,
    sighted: async (portPath = 'practice-1') => {
      const found = (await bench.bus.list()).find((s) => s.portPath === portPath);
      if (!found) throw new Error(`nothing on ${portPath}`);
      return found;
    },
  };
}

/** The kind of the error that a promise of a seam ends with; `done` where it does not. */
async function ending(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => (error instanceof UsbError || error instanceof SerialError ? error.kind : String(error)),
  );
}

function transfersFor(sighting: Sighting) {
  const entry = loadDb().findSwitch(sighting.vid, sighting.pid);
  const plan = entry ? planSwitch(entry, sighting) : null;
  if (plan?.kind !== 'send') throw new Error('nothing to switch');
  return plan.stays[0] ?? [];
}

async function switchNow({ bench, clock, sighted }: Room) {
  const sighting = await sighted();
  const transfers = transfersFor(sighting);
  const handle = await bench.bus.open(sighting);
  const outcome = executeSwitch(handle, transfers, clock);
  // It may fail while the clock moves on; whoever called looks at it later.
  outcome.catch(() => undefined);
  await clock.advance(100);
  await handle.close();
  return outcome;
}

describe('the practice bus', () => {
  it('shows each dongle on a port of its own, as its descriptors say', async () => {
    const { bench, changes } = room();
    expect(await bench.plug('huawei-ncm')).toBe('practice-1');
    expect(await bench.plug('quectel-ec25')).toBe('practice-2');
    expect(await bench.plug('huawei-ncm')).toBe('practice-1');
    expect((await bench.bus.list()).map((s) => [s.portPath, s.vid, s.pid, s.manufacturer, s.activeConfiguration])).toEqual([
      ['practice-1', 0x12d1, 0x1446, 'HUAWEI Technology', 1],
      ['practice-2', 0x2c7c, 0x0125, 'Quectel', 1],
    ]);
    expect(changes.map((c) => c.kind)).toEqual(['attached', 'attached']);
    await bench.unplug('practice-1');
    expect([...bench.plugged()]).toEqual([['quectel-ec25', 'practice-2']]);
    expect(await bench.plug('huawei-qmi')).toBe('practice-1');
    await expect(bench.plug('no-such')).rejects.toMatchObject({ code: 'DONGLE_NOT_FOUND' });
    await expect(bench.unplug('practice-9')).rejects.toMatchObject({ code: 'DONGLE_NOT_FOUND' });
  });

  it('gives the listing of the issue for a switched huawei-ncm', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    const outcome = await switchNow(r);
    expect(outcome).toMatchObject({ statuses: [0] });
    await r.clock.advance(5000);
    expect(r.changes.map((c) => [c.kind, c.sighting.enumeration])).toEqual([
      ['attached', 1],
      ['detached', 1],
      ['attached', 2],
    ]);
    const sighting = await r.sighted();
    expect(sighting).toMatchObject({ vid: 0x12d1, pid: 0x1506, bcdDevice: 0x0102, manufacturer: 'HUAWEI_MOBILE' });
    expect(
      sighting.configurations[0]?.interfaces.map((i) => [i.number, i.alternate, i.endpoints.length, i.class, i.subclass, i.protocol]),
    ).toEqual([
      [0, 0, 3, 0xff, 3, 0x10],
      [1, 0, 2, 0xff, 3, 0x12],
      [2, 0, 1, 0xff, 3, 0x16],
      [2, 1, 3, 0xff, 3, 0x16],
      [3, 0, 2, 8, 6, 0x50],
      [4, 0, 2, 8, 6, 0x50],
    ]);
  });

  it('refuses an interface that a driver has, until the driver is taken off', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    await r.clock.advance(1000);
    const handle = await r.bench.bus.open(await r.sighted());
    expect(await handle.kernelDriverActive(0)).toBe(true);
    expect(await ending(handle.claim(0))).toBe('busy');
    expect(await ending(handle.transferIn(0x81, 13, 100))).toBe('busy');
    await handle.detachKernelDriver(0);
    expect(await handle.kernelDriverActive(0)).toBe(false);
    expect(await ending(handle.detachKernelDriver(0))).toBe('unsupported');
    expect(await ending(handle.transferIn(0x81, 13, 100))).toBe('unsupported');
    await handle.claim(0);
    const other = await r.bench.bus.open(await r.sighted());
    expect(await ending(other.claim(0))).toBe('busy');
    expect(await ending(handle.attachKernelDriver(0))).toBe('busy');
    await handle.release(0);
    expect(await ending(other.claim(0))).toBe('done');
    await other.close();
    await handle.attachKernelDriver(0);
    expect(await handle.kernelDriverActive(0)).toBe(true);
    expect(await ending(handle.claim(7))).toBe('unsupported');
  });

  it('ends transfers by time, by close and by unplugging', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    const handle = await r.bench.bus.open(await r.sighted());
    await handle.claim(0);
    const timed = ending(handle.transferIn(0x81, 13, 500));
    await r.clock.advance(499);
    expect(await Promise.race([timed, settle().then(() => 'waiting')])).toBe('waiting');
    await r.clock.advance(1);
    expect(await timed).toBe('timeout');
    const closed = ending(handle.transferIn(0x81, 13, 0));
    await handle.close();
    expect(await closed).toBe('cancelled');
    expect(await ending(handle.claim(0))).toBe('cancelled');
    const again = await r.bench.bus.open(await r.sighted());
    await again.claim(0);
    const pulled = ending(again.transferIn(0x81, 13, 0));
    await r.bench.unplug('practice-1');
    expect(await pulled).toBe('gone');
    expect(await ending(again.transferOut(0x01, new Uint8Array(31), 100))).toBe('gone');
    expect(await ending(again.controlOut(setup, new Uint8Array(), 100))).toBe('gone');
    expect(r.clock.pending).toBe(0);
  });

  it('knows a sighting of before the re-enumeration as gone', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    const before = await r.sighted();
    await switchNow(r);
    await r.clock.advance(5000);
    expect(await ending(r.bench.bus.open(before))).toBe('gone');
    expect(await ending(r.bench.bus.open(await r.sighted()))).toBe('done');
  });

  it('passes a stall on and goes on after the halt is cleared', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    const handle = await r.bench.bus.open(await r.sighted());
    await handle.claim(0);
    expect(await ending(handle.transferOut(0x01, Buffer.from('nonsense'), 100))).toBe('stall');
    expect(await ending(handle.controlIn({ requestType: 0xa1, request: 0x77, value: 0, index: 0 }, 8, 100))).toBe('stall');
    await handle.controlOut({ requestType: 0x21, request: 0xff, value: 0, index: 0 }, new Uint8Array(), 100);
    await handle.clearHalt(0x01);
    expect(await handle.controlIn({ requestType: 0xa1, request: 0xfe, value: 0, index: 0 }, 1, 100)).toEqual(Uint8Array.of(0));
  });

  it('unconfigures and configures, but not under a driver or a claim', async () => {
    const r = room();
    await r.bench.plug('quectel-ec25');
    await r.clock.advance(1000);
    const handle = await r.bench.bus.open(await r.sighted());
    expect(await ending(handle.setConfiguration(1))).toBe('busy');
    await handle.setConfiguration(-1);
    expect((await r.bench.host.bindings('practice-1')).every((b) => b.driver === null)).toBe(true);
    await handle.setConfiguration(1);
    expect((await r.bench.host.bindings('practice-1')).map((b) => b.driver)).toContain('option');
    await handle.detachKernelDriver(2);
    await handle.claim(2);
    expect(await ending(handle.setConfiguration(-1))).toBe('busy');
  });
});

describe('the practice host', () => {
  it('binds drivers a moment after the attach and numbers nodes across dongles, lowest first', async () => {
    const r = room();
    for (const name of ['quectel-ec25', 'huawei-ncm', 'huawei-qmi']) await r.bench.plug(name);
    expect((await r.bench.host.bindings('practice-1')).map((b) => b.driver)).toEqual(Array(6).fill(null));
    await r.clock.advance(1000);
    expect(await r.bench.host.bindings('practice-1')).toEqual([
      ...[0, 1, 2, 3].map((n) => ({ interfaceNumber: n, driver: 'option', nodes: [`/dev/ttyUSB${n}`], netDevices: [] })),
      { interfaceNumber: 4, driver: 'cdc_ether', nodes: [], netDevices: ['usb0'] },
      { interfaceNumber: 5, driver: 'cdc_ether', nodes: [], netDevices: [] },
    ]);
    await switchNowOn(r, 'practice-2');
    await switchNowOn(r, 'practice-3');
    await r.clock.advance(5000);
    expect((await r.bench.host.bindings('practice-2')).map((b) => [b.driver, ...b.nodes, ...b.netDevices])).toEqual([
      ['option', '/dev/ttyUSB4'],
      ['option', '/dev/ttyUSB5'],
      ['huawei_cdc_ncm', '/dev/cdc-wdm0', 'wwan0'],
      ['usb-storage', '/dev/sr0'],
      ['usb-storage'],
    ]);
    expect((await r.bench.host.bindings('practice-3')).map((b) => [b.driver, ...b.nodes, ...b.netDevices])).toEqual([
      ['option', '/dev/ttyUSB6'],
      ['qmi_wwan', '/dev/cdc-wdm1', 'wwan1'],
      ['qmi_wwan'],
    ]);
    await r.bench.unplug('practice-1');
    expect(await r.bench.host.bindings('practice-1')).toEqual([]);
    await r.bench.plug('quectel-ec25');
    await r.clock.advance(1000);
    expect((await r.bench.serial.list()).map((p) => p.path).sort()).toContain('/dev/ttyUSB0');
  });

  it('opens a control node that answers, once at a time, until it goes away', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    await switchNow(r);
    await r.clock.advance(5000);
    const node = await r.bench.host.openControlNode('/dev/cdc-wdm0');
    expect(await ending(r.bench.host.openControlNode('/dev/cdc-wdm0'))).toBe('busy');
    expect(await ending(r.bench.host.openControlNode('/dev/cdc-wdm7'))).toBe('gone');
    let heard = '';
    node.onMessage((message) => {
      heard += Buffer.from(message).toString('latin1');
    });
    await node.send(Buffer.from('AT+CGMM\r'));
    await settle();
    expect(heard).toBe('\r\nE3276\r\n\r\nOK\r\n');
    const end = new Promise<string>((resolve) => node.onClose((error) => resolve(error instanceof SerialError ? error.kind : 'closed')));
    await r.bench.unplug('practice-1');
    expect(await end).toBe('gone');
    expect(await ending(node.send(Buffer.from('AT\r')))).toBe('gone');
  });

  it('playing a system without drivers tells nothing, and everything goes over USB', async () => {
    const r = room({ seesDrivers: false });
    await r.bench.plug('quectel-ec25');
    await r.clock.advance(1000);
    expect(r.bench.host).toMatchObject({ platform: 'darwin', seesDrivers: false });
    expect(await r.bench.host.bindings('practice-1')).toEqual([]);
    expect(await r.bench.serial.list()).toEqual([]);
    const handle = await r.bench.bus.open(await r.sighted());
    expect(await handle.kernelDriverActive(2)).toBe(false);
    const session = new AtSession(await openBulkStream(handle, 2), r.clock, { allows: () => true });
    await session.wake();
    expect((await session.command('AT+QCFG="usbnet"')).lines).toEqual(['+QCFG: "usbnet",1']);
    await session.close();
  });
});

describe('practice serial ports', () => {
  it('carry an AT session to the interface that they belong to', async () => {
    const r = room();
    await r.bench.plug('quectel-ec25');
    await r.clock.advance(1000);
    const port = (await r.bench.serial.list()).find((p) => p.interfaceNumber === 2);
    expect(port).toEqual({ path: '/dev/ttyUSB2', vid: 0x2c7c, pid: 0x0125, interfaceNumber: 2 });
    const stream = await r.bench.serial.open('/dev/ttyUSB2');
    expect(await ending(r.bench.serial.open('/dev/ttyUSB2'))).toBe('busy');
    const session = new AtSession(stream, r.clock, { allows: () => true });
    await session.wake();
    expect((await session.command('ATI')).lines).toEqual(['Quectel', 'EC25', 'Revision: EC25EFAR06A08M4G']);
    await session.close();
    expect(await ending(r.bench.serial.open('/dev/ttyUSB2'))).toBe('done');
    expect(await ending(r.bench.serial.open('/dev/ttyUSB9'))).toBe('gone');
  });

  it('go away with the dongle, and with the driver', async () => {
    const r = room();
    await r.bench.plug('quectel-ec25');
    await r.clock.advance(1000);
    const closes = async (path: string, act: () => Promise<unknown>) => {
      const stream = await r.bench.serial.open(path);
      const end = new Promise<string>((resolve) =>
        stream.onClose((error) => resolve(error instanceof SerialError ? error.kind : 'closed')),
      );
      await act();
      return end;
    };
    const handle = await r.bench.bus.open(await r.sighted());
    expect(await closes('/dev/ttyUSB3', () => handle.detachKernelDriver(3))).toBe('gone');
    expect(await closes('/dev/ttyUSB2', () => r.bench.unplug('practice-1'))).toBe('gone');
  });
});

describe('control over libusb', () => {
  it('works on the combined interface of a Huawei stick', async () => {
    const r = room();
    await r.bench.plug('huawei-ncm');
    await switchNow(r);
    await r.clock.advance(5000);
    const channel = await openEncapsulatedChannel(await r.bench.bus.open(await r.sighted()), 2);
    let heard = '';
    channel.onMessage((message) => {
      heard += Buffer.from(message).toString('latin1');
    });
    await channel.send(Buffer.from('AT^SETPORT?\r'));
    await settle();
    expect(heard).toContain('^SETPORT:A1,A2;10,12,16,A1,A2');
    await channel.close();
  });
});

describe('what the practice bench remembers', () => {
  let folder: string;
  let stateFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'practice-'));
    stateFile = join(folder, 'data', 'practice.json');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('a dongle that was on its way has arrived when the process is back', async () => {
    const first = room({ stateFile });
    await first.bench.plug('huawei-ncm');
    const sighting = await first.sighted();
    const handle = await first.bench.bus.open(sighting);
    await handle.claim(0);
    const message = transfersFor(sighting).find((t) => t.kind === 'bulk-out');
    if (message?.kind !== 'bulk-out') throw new Error('no message');
    await handle.transferOut(message.endpoint, Buffer.from(message.data, 'hex'), 1000);
    // Killed here, before the dongle even left the bus.
    const second = room({ stateFile });
    expect([...second.bench.plugged()]).toEqual([['huawei-ncm', 'practice-1']]);
    expect(await second.sighted()).toMatchObject({ vid: 0x12d1, pid: 0x1506 });
  });

  it('the flash, the tries and the PIN that was given', async () => {
    const faults = { 'quectel-ec25': { pin: '1234' } };
    const ask = async (r: Room, ...commands: string[]) => {
      await r.clock.advance(1000);
      const session = new AtSession(await r.bench.serial.open('/dev/ttyUSB2'), r.clock, { allows: () => true });
      await session.wake();
      const replies: string[] = [];
      for (const command of commands) {
        const { lines, final } = await session.command(command, { allowError: true });
        replies.push(lines[0] ?? (final.kind === 'error' ? final.text : final.kind));
      }
      await session.close();
      return replies;
    };
    const first = room({ stateFile, faults });
    await first.bench.plug('quectel-ec25');
    expect(await ask(first, 'AT+CPIN="9999"', 'AT+QCFG="usbnet",0')).toEqual(['+CME ERROR: 16', 'ok']);
    const second = room({ stateFile, faults });
    expect(await ask(second, 'AT+QPINC="SC"', 'AT+CPIN="1234"', 'AT+QCFG="usbnet"')).toEqual([
      '+QPINC: "SC",2,10',
      'ok',
      '+QCFG: "usbnet",0',
    ]);
    const third = room({ stateFile, faults });
    expect(await ask(third, 'AT+CPIN?')).toEqual(['+CPIN: READY']);
    // Pulled out and plugged in again it asks anew, and is in the composition that its flash says.
    await third.bench.unplug('practice-1');
    await third.bench.plug('quectel-ec25');
    expect(await ask(third, 'AT+CPIN?')).toEqual(['+CPIN: SIM PIN']);
    expect((await third.bench.host.bindings('practice-1'))[4]?.driver).toBe('qmi_wwan');
  });

  it('what lies in the drawer', async () => {
    const first = room({ stateFile });
    await first.bench.plug('huawei-qmi');
    await first.bench.unplug('practice-1');
    expect([...room({ stateFile }).bench.plugged()]).toEqual([]);
  });

  it('nothing from a file that is not its own', async () => {
    const first = room({ stateFile });
    await first.bench.plug('huawei-qmi');
    const stored: unknown = JSON.parse(readFileSync(stateFile, 'utf8'));
    for (const text of [
      '',
      'no JSON',
      '{"version":2}',
      JSON.stringify(stored).replace('"practice-1"', '"../../etc"'),
      '{"version":1,"dongles":[{"name":7}]}',
    ]) {
      writeFileSync(stateFile, text);
      expect([...room({ stateFile }).bench.plugged()]).toEqual([]);
    }
  });

  it('that one was pulled out in the middle', async () => {
    const faults = { 'huawei-ncm': { unplugOnSwitch: true } };
    const first = room({ stateFile, faults });
    await first.bench.plug('huawei-ncm');
    const outcome = await switchNow(first).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ kind: 'left-at-once' });
    expect([...first.bench.plugged()]).toEqual([]);
    expect([...room({ stateFile, faults }).bench.plugged()]).toEqual([]);
  });
});

describe('every model', () => {
  it.each(models.map((m) => [m.name, m] as const))('%s: bindings name interfaces that its compositions have', async (name, model) => {
    const r = room({ timeScale: 0.1 });
    await r.bench.plug(name);
    const first = model.powerUp(model.factory());
    for (const { value, interfaces } of (await r.sighted()).configurations)
      expect(model.bindings(first, value).map((b) => b.interfaceNumber)).toEqual([...new Set(interfaces.map((i) => i.number))]);
    // Those whose disc takes Huawei's message; what it leads to.
    const target = new Map([
      ['huawei-ncm', 'ncm'],
      ['huawei-hilink', 'hilink'],
      ['huawei-qmi', 'qmi'],
    ]).get(name);
    if (target === undefined) return;
    await switchNow(r);
    await r.clock.advance(500);
    const after = new Set((await r.sighted()).configurations.flatMap((c) => c.interfaces.map((i) => i.number)));
    expect(model.bindings(target).map((b) => b.interfaceNumber)).toEqual([...after]);
  });
});

async function switchNowOn(r: Room, portPath: string) {
  return switchNow({ ...r, sighted: () => r.sighted(portPath) });
}
