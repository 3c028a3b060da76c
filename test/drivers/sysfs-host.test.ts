import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SilentHost, SysfsHost } from '../../electron/drivers/sysfs-host.ts';

/** Folders and links as Linux has them below /sys/bus/usb/devices (Documentation/ABI/testing/sysfs-bus-usb). */
const root = mkdtempSync(join(tmpdir(), 'sysfs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function made(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const at = join(root, path);
    mkdirSync(dirname(at), { recursive: true });
    if (path.endsWith('/driver')) symlinkSync(`../../../bus/usb/drivers/${text}`, at);
    else writeFileSync(at, text);
  }
}

made({
  '1-1.4:1.0/driver': 'option',
  '1-1.4:1.0/ttyUSB10/dev': '188:10',
  '1-1.4:1.0/ttyUSB9/dev': '188:9',
  '1-1.4:1.0/ttyUSB9x/dev': 'no port',
  '1-1.4:1.0/ep_81/direction': 'in',
  '1-1.4:1.2/driver': 'cdc_acm',
  '1-1.4:1.2/tty/ttyACM0/dev': '166:0',
  '1-1.4:1.10/driver': 'qmi_wwan',
  '1-1.4:1.10/usbmisc/cdc-wdm0/dev': '180:0',
  '1-1.4:1.10/usbmisc/hiddev0/dev': '180:1',
  '1-1.4:1.10/net/wwan0/address': '02:00:00:00:00:01',
  '1-1.4:1.11/bInterfaceClass': 'ff',
  '1-1.4:1.x/driver': 'no-interface',
  '1-1.41:1.0/driver': 'of-another-port',
  '1-1.4.1:1.0/driver': 'behind-a-hub',
  '2-1:1.0/driver': 'option',
  '2-1:1.1/host2/scsi_host/no/vendor': 'none',
  '2-1:1.1/host2/target2:0:0/2:0:0:0/vendor': 'ZTE     \n',
  '2-1:1.1/host2/target2:0:0/2:0:0:0/model': 'USB SCSI CD-ROM \n',
  '2-1:1.1/host2/target2:0:0/2:0:0:0/rev': '2.31\n',
  '2-1:1.1/host2/target2:0:0/2:0:0:1/vendor': 'second',
  '2-1:1.1/host2/target2:0:0/2:0:0:1/model': 'unit',
  '3-1:1.0/host3/target3:0:0/3:0:0:0/vendor': 'Huawei',
  '3-1:1.0/host3/target3:0:0/3:0:0:1/vendor': 'HUAWEI',
  '3-1:1.0/host3/target3:0:0/3:0:0:1/model': `Mass${'x'.repeat(100)}`,
});

describe('what sysfs tells of a dongle', () => {
  const host = new SysfsHost(root);

  it('is the driver of each interface, its nodes and its network devices, of this port alone and by number', async () => {
    expect(await host.bindings('1-1.4')).toEqual([
      { interfaceNumber: 0, driver: 'option', nodes: ['/dev/ttyUSB9', '/dev/ttyUSB10'], netDevices: [] },
      { interfaceNumber: 2, driver: 'cdc_acm', nodes: ['/dev/ttyACM0'], netDevices: [] },
      { interfaceNumber: 10, driver: 'qmi_wwan', nodes: ['/dev/cdc-wdm0'], netDevices: ['wwan0'] },
      { interfaceNumber: 11, driver: null, nodes: [], netDevices: [] },
    ]);
    expect(await host.bindings('1-9')).toEqual([]);
    expect(await new SysfsHost(join(root, 'nowhere')).bindings('1-1.4')).toEqual([]);
  });

  it('is what its drive is called: the first unit that has vendor and model, cut and without its blanks', async () => {
    expect(await host.scsiNames('2-1')).toEqual({ vendor: 'ZTE', model: 'USB SCSI CD-ROM', revision: '2.31' });
    expect(await host.scsiNames('3-1')).toEqual({ vendor: 'HUAWEI', model: `Mass${'x'.repeat(60)}`, revision: '' });
    expect(await host.scsiNames('1-1.4')).toBeNull();
  });

  it('counts, where that of a silent host does not', async () => {
    expect([host.platform, host.seesDrivers]).toEqual(['linux', true]);
    const silent = new SilentHost();
    expect([silent.platform, silent.seesDrivers]).toEqual([process.platform, false]);
    expect([await silent.bindings(), await silent.scsiNames()]).toEqual([[], null]);
  });
});
