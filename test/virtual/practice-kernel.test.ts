import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/seams/clock.ts';
import type { Sighting } from '../../electron/seams/usb-bus.ts';
import { ecm, layout } from '../../electron/virtual/models/layout.ts';
import { ncm, rndis } from '../../electron/virtual/models/net-pieces.ts';
import { bindingsOf } from '../../electron/virtual/models/parts.ts';
import { TinyNetwork } from '../../electron/virtual/network/tiny-network.ts';
import { DeviceWire } from '../../electron/virtual/practice/device-wire.ts';
import { PracticeKernel } from '../../electron/virtual/practice/practice-kernel.ts';
import { VirtualUsbDevice } from '../../electron/virtual/usb-device.ts';
import { ManualClock } from '../support/manual-clock.ts';

const network = () =>
  new TinyNetwork({ address: '192.168.1.2', mask: '255.255.255.0', gateway: '192.168.1.1', dns: [], mac: '020000000001', up: () => true });

/** A dongle with two NCM functions, RNDIS and ECM, and a kernel that has bound its drivers. */
async function bound() {
  const parts = layout([ncm(network, 'wwan'), ncm(network, 'wwan'), rndis(network, { net: 'eth' }), ecm(network)]);
  const interfaces = parts.flatMap((p) => p.interfaces);
  const sighting: Sighting = {
    portPath: '1-1',
    enumeration: 1,
    address: 1,
    vid: 1,
    pid: 1,
    bcdDevice: 0,
    class: 0xef,
    subclass: 2,
    protocol: 1,
    manufacturer: null,
    product: null,
    serial: null,
    configurations: [
      { value: 1, interfaces: interfaces.map((i) => ({ ...i, alternate: i.alternate ?? 0, endpoints: [], extra: new Uint8Array() })) },
    ],
    activeConfiguration: 1,
  };
  const device = new VirtualUsbDevice({ vid: 1, pid: 1, bcdDevice: 0, configurations: [interfaces] }, [], () => undefined);
  const clock = new ManualClock();
  const kernel = new PracticeKernel(clock, true);
  kernel.attach({ sighting, wire: new DeviceWire(device, systemClock) }, bindingsOf(parts));
  await clock.advance(1000);
  return {
    kernel,
    seen: () => kernel.bindings('1-1').map(({ driver, netDevices }) => [driver, ...netDevices].join(' ')),
  };
}

describe('what the practice kernel does with network functions', () => {
  it('names their devices by kind, each kind counted for itself', async () => {
    expect((await bound()).seen()).toEqual([
      'cdc_ncm wwan0',
      'cdc_ncm',
      'cdc_ncm wwan1',
      'cdc_ncm',
      'rndis_host eth0',
      'rndis_host',
      'cdc_ether usb0',
      'cdc_ether',
    ]);
  });

  it.each([
    [0, [0, 1]],
    [3, [2, 3]],
    [4, [4, 5]],
    [7, [6, 7]],
  ])('takes the driver off the whole function where interface %i is taken from it, and off no other', async (number, pair) => {
    const { kernel, seen } = await bound();
    kernel.detachDriver('1-1', number);
    expect(seen().flatMap((text, i) => (text === '' ? [i] : []))).toEqual(pair);
  });
});
