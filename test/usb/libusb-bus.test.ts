import { type Device, usb } from 'usb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UsbChange } from '../../electron/seams/usb-bus.ts';
import { LibusbBus } from '../../electron/usb/libusb-bus.ts';
import type { SightingBase } from '../../electron/usb/sysfs-sighting.ts';
import { huaweiDisc } from '../support/sightings.ts';

/** What sysfs says in place of this computer's: the configuration in force by port, and ports that cannot be read. */
const sysfs = vi.hoisted(() => ({
  active: new Map<string, number | null>(),
  unreadable: new Set<string>(),
  gone: new Set<string>(),
  duringSight: () => undefined as undefined | Promise<void>,
}));
vi.mock('../../electron/usb/sysfs-sighting.ts', () => ({
  sightFromSysfs: async (base: SightingBase) => {
    await sysfs.duringSight();
    if (sysfs.unreadable.has(base.portPath)) throw new Error('nonsense');
    if (sysfs.gone.has(base.portPath)) return null;
    return { ...huaweiDisc, ...base, activeConfiguration: sysfs.active.get(base.portPath) ?? 1 };
  },
  readActiveConfiguration: async (port: string) => sysfs.active.get(port),
}));

let present: Device[];
const log: string[] = [];

function device(ports: readonly number[] | undefined, more: { address?: number; class?: number } = {}): Device {
  return Object.assign(Object.create(null), {
    busNumber: 1,
    portNumbers: ports,
    deviceAddress: more.address ?? 5,
    deviceDescriptor: { bDeviceClass: more.class ?? 0 },
    open: () => log.push('open'),
    close: () => log.push('close'),
    __setConfiguration: (value: number, done: () => void) => {
      log.push(`configuration ${value}`);
      done();
    },
  });
}

beforeEach(() => {
  log.length = 0;
  present = [];
  sysfs.active.clear();
  sysfs.unreadable.clear();
  sysfs.gone.clear();
  sysfs.duringSight = () => undefined;
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
  vi.spyOn(usb, 'getDeviceList').mockImplementation(() => present);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

function watched() {
  const bus = new LibusbBus();
  const changes: string[] = [];
  const told = ({ kind, sighting }: UsbChange) => changes.push(`${kind} ${sighting.portPath} ${sighting.address} ${sighting.enumeration}`);
  return { bus, changes, stop: bus.watch(told) };
}

describe('what is on the bus', () => {
  it('is every device in a port but hubs, and one that cannot be read hides no other', async () => {
    present = [device(undefined), device([]), device([1], { class: 9 }), device([1, 4]), device([2]), device([3]), device([4])];
    sysfs.unreadable.add('1-2');
    sysfs.gone.add('1-3');
    const { bus } = watched();
    expect((await bus.list()).map(({ portPath }) => portPath)).toEqual(['1-1.4', '1-4']);
    sysfs.unreadable.clear();
    expect((await bus.list()).map(({ portPath }) => portPath)).toEqual(['1-1.4', '1-4', '1-2']);
    await bus.close();
  });

  it('is told as it comes and goes, each time of being plugged in by a number of its own', async () => {
    const { bus, changes } = watched();
    const first = device([1]);
    present = [first];
    await bus.list();
    await bus.list();
    present = [];
    await bus.list();
    present = [device([1], { address: 6 })];
    await bus.list();
    // Gone and back between two looks.
    present = [device([1], { address: 7 })];
    await bus.list();
    expect(changes).toEqual(['attached 1-1 5 1', 'detached 1-1 5 1', 'attached 1-1 6 2', 'detached 1-1 6 2', 'attached 1-1 7 3']);
    await bus.close();
  });

  it('is looked at once a second and at every event of the system, while anybody listens', async () => {
    const { bus, changes, stop } = watched();
    const other = bus.watch(() => undefined);
    present = [device([1])];
    vi.advanceTimersByTime(999);
    await turn();
    expect(changes).toEqual([]);
    vi.advanceTimersByTime(1);
    await vi.waitFor(() => expect(changes).toEqual(['attached 1-1 5 1']));
    present = [];
    usb.emit('detach', device([1]));
    await vi.waitFor(() => expect(changes).toHaveLength(2));
    present = [device([1])];
    usb.emit('attach', device([1]));
    await vi.waitFor(() => expect(changes).toHaveLength(3));
    stop();
    expect([usb.listenerCount('attach'), usb.listenerCount('detach'), vi.getTimerCount()]).toEqual([1, 1, 1]);
    other();
    expect([usb.listenerCount('attach'), usb.listenerCount('detach'), vi.getTimerCount()]).toEqual([0, 0, 0]);
    bus.watch(() => undefined);
    await bus.close();
    expect([usb.listenerCount('attach'), usb.listenerCount('detach'), vi.getTimerCount()]).toEqual([0, 0, 0]);
  });

  it('is looked at again where somebody asked while a look was under way', async () => {
    const { bus } = watched();
    present = [device([1])];
    let goOn: () => void = () => undefined;
    sysfs.duringSight = () =>
      new Promise<void>((resolve) => {
        goOn = resolve;
      });
    const first = bus.list();
    await turn();
    present = [...present, device([2])];
    const second = bus.list();
    sysfs.duringSight = () => undefined;
    goOn();
    for (const list of [await first, await second]) expect(list.map(({ portPath }) => portPath)).toEqual(['1-1', '1-2']);
    await bus.close();
  });
});

describe('a device in another configuration', () => {
  it('that another program chose is another sighting, but not while a handle is open', async () => {
    const { bus, changes } = watched();
    present = [device([1])];
    sysfs.active.set('1-1', 1);
    const [seen] = await bus.list();
    if (!seen) throw new Error('nothing there');
    const handle = await bus.open(seen);
    sysfs.active.set('1-1', 2);
    expect(await bus.list()).toEqual([seen]);
    await handle.close();
    sysfs.active.delete('1-1');
    expect(await bus.list()).toEqual([seen]);
    sysfs.active.set('1-1', 2);
    expect((await bus.list()).map(({ activeConfiguration }) => activeConfiguration)).toEqual([2]);
    expect(changes).toEqual(['attached 1-1 5 1', 'detached 1-1 5 1', 'attached 1-1 5 2']);
    await bus.close();
  });

  it('that we chose is another sighting once the handle is closed, and the old one can no longer be opened', async () => {
    const { bus, changes } = watched();
    present = [device([1])];
    const [seen] = await bus.list();
    if (!seen) throw new Error('nothing there');
    const handle = await bus.open(seen);
    await handle.setConfiguration(2);
    expect(changes).toEqual(['attached 1-1 5 1']);
    await handle.close();
    expect(log).toEqual(['open', 'configuration 2', 'close']);
    await vi.waitFor(() => expect(changes).toEqual(['attached 1-1 5 1', 'detached 1-1 5 1', 'attached 1-1 5 2']));
    await expect(bus.open(seen)).rejects.toMatchObject({ kind: 'gone', message: '1-1 was unplugged' });
    await expect(bus.open({ ...seen, portPath: '1-9' })).rejects.toMatchObject({ kind: 'gone' });
    await bus.close();
  });

  it('is the one that it is while nobody set another', async () => {
    const { bus, changes } = watched();
    present = [device([1])];
    const [seen] = await bus.list();
    if (!seen) throw new Error('nothing there');
    await (await bus.open(seen)).close();
    expect(await bus.list()).toEqual([seen]);
    expect(changes).toHaveLength(1);
    await bus.close();
  });
});
