import { realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../electron/contract/errors.ts';
import { LinuxHolders } from '../../electron/host/linux-holders.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Machine } from './machine.ts';

function start({
  ruleFile = null as string | null,
  inhibit,
}: {
  ruleFile?: string | null;
  inhibit?: (uid: string) => Promise<() => Promise<void>>;
} = {}) {
  const machine = new Machine();
  const clock = new ManualClock();
  const host = new LinuxHolders({
    clock,
    ruleFile,
    places: machine.places,
    run: machine.run,
    inhibit: inhibit ?? (async () => async () => undefined),
  });
  return { machine, clock, host };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof BenchError ? error.code : String(error)),
  );

describe('usb_modeswitch', () => {
  const lines: [string, string[]][] = [
    ['its dispatcher, by port', ['/usr/sbin/usb_modeswitch_dispatcher', '--switch-mode', '1-1']],
    ["the udev rule's script, by interface", ['/bin/sh', '/lib/udev/usb_modeswitch', '/1-1:1.0']],
    ['the program, by bus and address', ['usb_modeswitch', '-W', '-D', '-b', '3', '-g', '5', '-v', '12d1', '-p', '1446']],
    ['the program, by ids', ['/usr/sbin/usb_modeswitch', '-v', '0x12d1', '-p', '0x1446', '-M', '5553']],
    ['the program, by ids in one word', ['usb_modeswitch', '-v12d1', '--default-product=1446']],
    ['the program, by ids behind the equals sign', ['usb_modeswitch', '--default-vendor=0x12D1', '-p1446']],
    ['the program, by bus and address in words', ['usb_modeswitch', '--bus-num=3', '--device-num', '5']],
    ['the program, by a bus without an address, and ids', ['usb_modeswitch', '-v', '12d1', '-p', '1446', '-g', '6', '-b']],
    ['the script of its dispatcher', ['/usr/sbin/usb_modeswitch_dispatcher.tcl', '--switch-mode=1-1']],
    ['an interpreter of the dispatcher', ['/usr/bin/tclsh', '/usr/sbin/usb_modeswitch_dispatcher', '--switch-mode', '1-1']],
  ];
  it.each(lines)('is seen: %s', async (_name, args) => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.process(812, args[0]?.split('/').pop()?.slice(0, 15) ?? '', ...args);
    expect(await host.holders('1-1')).toEqual([{ kind: 'usb-modeswitch', pid: 812 }]);
  });

  const others: [string, string, string[]][] = [
    ['at work on another port', 'usb_modeswitch_', ['usb_modeswitch_dispatcher', '--switch-mode', '1-1.4']],
    ['at work on another address', 'usb_modeswitch', ['usb_modeswitch', '-b', '3', '-g', '6', '-v', '12d1', '-p', '1446']],
    ['at work on other ids', 'usb_modeswitch', ['usb_modeswitch', '-v', '19d2', '-p', '2000']],
    ['at work on another bus', 'usb_modeswitch', ['usb_modeswitch', '-b', '1', '-g', '5', '-v', '12d1', '-p', '1446']],
    ['at work on another product', 'usb_modeswitch', ['usb_modeswitch', '-v', '12d1', '-p', '1f01']],
    ['at work on another vendor', 'usb_modeswitch', ['usb_modeswitch', '-v', '19d2', '-p', '1446']],
    ['without a product', 'usb_modeswitch', ['usb_modeswitch', '-v', '12d1', '-p']],
    ['without a vendor', 'usb_modeswitch', ['usb_modeswitch', '-p', '1446']],
    ['another switch that looks like an id', 'usb_modeswitch', ['usb_modeswitch', '-v12d1', '-press=1446']],
    ['another program of that name', 'usb_modeswitch', ['my-usb_modeswitch', '--switch-mode', '1-1']],
    ['a copy of it', 'usb_modeswitch', ['usb_modeswitch.old', '--switch-mode', '1-1']],
    ['named behind what is run', 'sh', ['sh', '-x', '/lib/udev/usb_modeswitch', '/1-1:1.0']],
    ['a program that begins as a shell does', 'shepherd', ['shepherd', 'usb_modeswitch', '--switch-mode', '1-1']],
    ['only named', 'sh', ['sh', '/home/me/read-usb_modeswitch.sh', '1-1']],
    ['of another name', 'bash', ['bash', '-c', 'usb_modeswitch -v 12d1 -p 1446']],
  ];
  it.each(others)('is none: %s', async (_name, comm, args) => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.process(812, comm, ...args);
    expect(await host.holders('1-1')).toEqual([]);
  });

  it('is seen by its port while the dongle is away', async () => {
    const { machine, host } = start();
    machine.process(812, 'usb_modeswitch_', 'usb_modeswitch_dispatcher', '--switch-mode', '1-1');
    expect(await host.holders('1-1')).toEqual([{ kind: 'usb-modeswitch', pid: 812 }]);
  });
});

describe('ModemManager', () => {
  const list = '{"modem-list":["/org/freedesktop/ModemManager1/Modem/0","/org/freedesktop/ModemManager1/Modem/7"]}';
  const modem = (device: string) => ({ stdout: JSON.stringify({ modem: { generic: { device, state: 'registered' } } }) });

  it('holds the modem whose device this is', async () => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.below('1-1:1.0/ttyUSB0/dev');
    machine.process(600, 'ModemManager', '/usr/sbin/ModemManager');
    const uid = realpathSync(`${machine.places.devices}/1-1`);
    machine.answer = (line) =>
      ({ 'mmcli -L -J': { stdout: list }, 'mmcli -m 0 -J': modem('/sys/devices/other'), 'mmcli -m 7 -J': modem(uid) })[line] ?? null;
    expect(await host.holders('1-1')).toEqual([{ kind: 'modem-manager', modem: '/org/freedesktop/ModemManager1/Modem/7' }]);
  });

  it('is known by the id that a udev rule gave', async () => {
    const { machine, host } = start();
    machine.plug('1-1', { node: '189:260' });
    machine.write('udev/c189:260', 'I:1\nE:ID_MODEL=x\nE:ID_MM_PHYSDEV_UID=left slot\n');
    machine.below('1-1:1.4/usbmisc/cdc-wdm0/dev');
    machine.process(600, 'ModemManager', 'ModemManager');
    machine.answer = (line) => (line === 'mmcli -L -J' ? { stdout: list } : line === 'mmcli -m 0 -J' ? modem('left slot') : {});
    expect(await host.holders('1-1')).toEqual([{ kind: 'modem-manager', modem: '/org/freedesktop/ModemManager1/Modem/0' }]);
  });

  it('is near every modem while it runs, listed or not, whatever mmcli says or whether there is one', async () => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.below('1-1:1.0/ttyUSB0/dev');
    machine.process(600, 'ModemManager', 'ModemManager');
    for (const stdout of ['', '{', '[]', '{"modem-list":7}', '{"modem-list":["x","/../1"]}', null]) {
      machine.answer = () => (stdout === null ? null : { stdout });
      expect(await host.holders('1-1')).toEqual([{ kind: 'modem-manager', modem: null }]);
    }
  });

  it('that does not run is no holder and no error, and nobody is asked', async () => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.below('1-1:1.0/ttyUSB0/dev');
    machine.process(600, 'NetworkManager', 'NetworkManager');
    expect(await host.holders('1-1')).toEqual([]);
    expect(machine.ran).toEqual([]);
  });
});

describe('an inhibition', () => {
  it('takes ModemManager out of the holders until its release', async () => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.below('1-1:1.0/ttyUSB0/dev');
    machine.process(600, 'ModemManager', 'ModemManager');
    const release = await host.inhibit('1-1');
    expect(await host.holders('1-1')).toEqual([]);
    await release();
    expect(await host.holders('1-1')).toEqual([{ kind: 'modem-manager', modem: null }]);
  });

  it('is of the device as ModemManager knows it, and its refusal is an error', async () => {
    const asked: string[] = [];
    const { machine, host } = start({
      inhibit: async (uid) => {
        asked.push(uid);
        throw new BenchError('MODEM_MANAGER_BUSY', { message: 'not authorized' });
      },
    });
    machine.plug('1-1');
    machine.below('1-1:1.0/ttyUSB0/dev');
    expect(await code(host.inhibit('1-1'))).toBe('MODEM_MANAGER_BUSY');
    expect(asked).toEqual([realpathSync(`${machine.places.devices}/1-1`)]);
  });
});

describe('a mounted disc', () => {
  const disc = '1-1:1.0/host6/target6:0:0/6:0:0:0/block';
  it('is seen with its partitions, where each is mounted', async () => {
    const { machine, host } = start();
    machine.plug('1-1');
    machine.below(`${disc}/sr0/dev`, '11:0\n');
    machine.below(`${disc}/sda/dev`, '8:0\n');
    machine.below(`${disc}/sda/sda1/dev`, '8:1\n');
    machine.below(`${disc}/sda/queue/dev1`, '8:7\n');
    machine.write(
      'proc/self/mountinfo',
      [
        '22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw',
        '90 22 11:0 / /media/tech/Mobile\\040Partner ro,nosuid - iso9660 /dev/sr0 ro',
        '91 22 8:1 / /mnt rw - vfat /dev/sda1 rw',
        '92 22 11:1 / /media/other ro - iso9660 /dev/sr1 ro',
        'garbage',
        '',
      ].join('\n'),
    );
    const { dev } = machine.places;
    expect(await host.holders('1-1')).toEqual([
      { kind: 'mounted', device: `${dev}/sr0`, at: '/media/tech/Mobile Partner' },
      { kind: 'mounted', device: `${dev}/sda1`, at: '/mnt' },
    ]);
    expect(await host.holders('1-2')).toEqual([]);
  });

  it('is unmounted by udisks, else by umount, else it is an error that says where', async () => {
    const { machine, host } = start();
    machine.write('proc/self/mountinfo', '90 22 11:0 / /media/disc ro - iso9660 /dev/sr0 ro\n');
    machine.answer = () => ({});
    await host.unmount('/dev/sr0');
    expect(machine.ran).toEqual(['udisksctl unmount -b /dev/sr0 --no-user-interaction']);
    machine.ran.length = 0;
    machine.answer = (line) => (line.startsWith('umount') ? {} : null);
    await host.unmount('/dev/sr0');
    expect(machine.ran.at(-1)).toBe('umount --all-targets -- /dev/sr0');
    machine.answer = (line) => (line.startsWith('umount') ? { status: 32, stderr: 'umount: must be superuser' } : null);
    const error = await host.unmount('/dev/sr0').catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'DISC_MOUNTED',
      detail: { device: '/dev/sr0', at: '/media/disc', message: 'umount: must be superuser' },
    });
  });
});
