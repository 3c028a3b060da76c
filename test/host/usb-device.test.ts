import { realpathSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readUsbDevice } from '../../electron/host/usb-device.ts';
import { Machine } from './machine.ts';

it.each([
  ['1-1:1.0/ttyUSB0/dev', true],
  ['1-1:1.0/tty/ttyACM0/dev', true],
  ['1-1:1.4/usbmisc/cdc-wdm0/dev', true],
  ['1-1:1.4/net/wwan0/address', true],
  ['1-1:1.0/ttyUSBx/dev', false],
  ['1-1:1.0/xttyUSB0/dev', false],
  ['1-1:1.0/ttyUSB0x/dev', false],
  ['1-1:1.0/host6/dev', false],
  ['1-1.1:1.0/ttyUSB0/dev', false],
  ['1-11:1.0/ttyUSB0/dev', false],
  ['11-1:1.0/ttyUSB0/dev', false],
])('a port of a modem is below an interface of the device itself: %s, %s', async (path, isModem) => {
  const machine = new Machine();
  machine.plug('1-1');
  machine.below(path);
  expect((await readUsbDevice(machine.places, '1-1'))?.hasModemPorts).toBe(isModem);
});

it('a device is what its files say, and none where one of them is missing', async () => {
  const machine = new Machine();
  machine.plug('1-1', { bus: 10, address: 12 });
  const uid = realpathSync(`${machine.places.devices}/1-1`);
  const device = { bus: 10, address: 12, vid: '12d1', pid: '1446', uid, hasModemPorts: false, blocks: [] };
  expect(await readUsbDevice(machine.places, '1-1')).toEqual(device);
  expect(await readUsbDevice(machine.places, '1-2')).toBeNull();
  for (const name of ['busnum', 'devnum', 'idVendor', 'idProduct']) {
    machine.plug('1-1');
    machine.below(`1-1/${name}`, '');
    expect(await readUsbDevice(machine.places, '1-1'), name).toBeNull();
  }
});

it.each([
  ['189:260', 'E:ID_MM_PHYSDEV_UID=slot\n', 'slot'],
  ['189:260', 'E:ID_MODEL=x\nE:ID_MM_PHYSDEV_UID=left slot\nE:Z=1\n', 'left slot'],
  ['189:260', 'E:ID_MM_PHYSDEV_UID=\n', null],
  ['189:260', 'E:XE:ID_MM_PHYSDEV_UID=slot\n', null],
  ['x189:260', 'E:ID_MM_PHYSDEV_UID=slot\n', null],
  ['189:260x', 'E:ID_MM_PHYSDEV_UID=slot\n', null],
])('node %s with the record %j: ModemManager knows it as %s', async (node, record, uid) => {
  const machine = new Machine();
  machine.plug('1-1', { node });
  machine.write(`udev/c${node}`, record);
  const path = realpathSync(`${machine.places.devices}/1-1`);
  expect((await readUsbDevice(machine.places, '1-1'))?.uid).toBe(uid ?? path);
});

it('discs are those of every unit, each behind its partitions no others, and none without a number', async () => {
  const machine = new Machine();
  machine.plug('1-1');
  const unit = (host: string) => `1-1:1.0/${host}/target6:0:0`;
  machine.below(`${unit('host6')}/6:0:0:0/block/sr0/dev`, '11:0\n');
  machine.below(`${unit('host6')}/6:0:0:1/block/mmcblk0/dev`, '179:0\n');
  machine.below(`${unit('host6')}/6:0:0:1/block/mmcblk0/mmcblk0p1/dev`, '179:1\n');
  machine.below(`${unit('host6')}/6:0:0:1/block/mmcblk0/other1/dev`, '179:2\n');
  machine.below(`${unit('host6')}/6:0:0:2/block/sdb/dev`, 'none\n');
  machine.below(`${unit('host6')}/6:0:0/block/sdc/dev`, '8:32\n');
  machine.below(`${unit('xhost6')}/6:0:0:0/block/sdd/dev`, '8:48\n');
  machine.below(`${unit('host6x')}/6:0:0:0/block/sde/dev`, '8:64\n');
  machine.below('1-1:1.0/host6/other6:0:0/6:0:0:0/block/sdf/dev', '8:80\n');
  const blocks = (await readUsbDevice(machine.places, '1-1'))?.blocks ?? [];
  expect(blocks.map(({ name, number }) => `${name} ${number}`).toSorted()).toEqual(['mmcblk0 179:0', 'mmcblk0p1 179:1', 'sr0 11:0']);
});
