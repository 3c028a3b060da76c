import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LinuxHolders } from '../../electron/host/linux-holders.ts';
import { INSTALLED_PROGRAM, installUsbRule, ruleCommand, usbAccess } from '../../electron/host/usb-rule.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Machine } from './machine.ts';

function start() {
  const machine = new Machine();
  machine.write('70-modem-bench.rules', 'the rule\n');
  machine.write('give-access', 'what root runs\n');
  const ruleFile = join(machine.folder, '70-modem-bench.rules');
  return { machine, ruleFile, host: new LinuxHolders({ clock: new ManualClock(), ruleFile, places: machine.places, run: machine.run }) };
}

describe('access to the USB node', () => {
  it('is known where the node is there', async () => {
    const { machine, host } = start();
    expect(await host.usbAccess('1-1')).toBe('unknown');
    machine.plug('1-1', { bus: 3, address: 5 });
    expect(await host.usbAccess('1-1')).toBe('unknown');
    machine.write('dev/bus/usb/003/005', '');
    expect(await host.usbAccess('1-1')).toBe('granted');
  });

  it('is denied where the permissions say so', async () => {
    const { machine } = start();
    const device = { bus: 3, address: 5, vid: '12d1', pid: '1446', uid: '', hasModemPorts: false, blocks: [] };
    const refuses = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
    expect(await usbAccess(machine.places, device, refuses('EACCES'))).toBe('denied');
    expect(await usbAccess(machine.places, device, refuses('EPERM'))).toBe('denied');
    expect(await usbAccess(machine.places, device, refuses('ENOENT'))).toBe('unknown');
  });
});

describe('the udev rule', () => {
  it('is installed by one command with nothing of this computer in it, the rule over its input', async () => {
    const { machine, host } = start();
    machine.answer = () => ({ status: 0 });
    expect(await host.installUsbRule()).toBe('installed');
    expect(machine.inputs).toEqual(['the rule\n']);
    expect(machine.ran).toHaveLength(1);
    expect(machine.ran[0]).toMatch(/^pkexec \/bin\/sh -c what root runs\n give-access udev /);
    expect(machine.ran[0]).not.toContain(machine.folder);
  });

  it('is left to a package that brings it along: only ModemManager is spoken of', async () => {
    const { machine, host } = start();
    machine.answer = () => ({ status: 0 });
    expect(await host.installUsbRule(false)).toBe('installed');
    expect(machine.inputs).toEqual(['']);
    expect(machine.ran[0]).toMatch(/^pkexec \/bin\/sh -c what root runs\n give-access {2}\/\/ Modem Bench/);
  });

  it('is installed by the program of a package, whose prompt says what for', async () => {
    const { machine, ruleFile } = start();
    machine.answer = () => ({ status: 0 });
    expect(await installUsbRule(machine.run, ruleFile, { user: null, isInstalled: true })).toBe('installed');
    expect(machine.ran).toEqual([`pkexec ${INSTALLED_PROGRAM} udev   `]);
  });

  it.each([
    [126, 'Error executing command as another user: Request dismissed'],
    [127, 'Error executing command as another user: Not authorized\n\nThis incident has been reported.'],
  ])('a password that is not given (%i) is no failure', async (status, stderr) => {
    const { machine, host } = start();
    machine.answer = () => ({ status, stderr });
    expect(await host.installUsbRule()).toBe('dismissed');
  });

  it.each([
    [127, 'Error creating textual authentication agent: Error opening current controlling terminal for the process (`/dev/tty`)'],
    [127, 'Error executing command as another user: No authentication agent found.'],
    [1, '/bin/sh: cannot create /etc/udev/rules.d/70-modem-bench.rules.new: Read-only file system'],
    [null, ''],
  ])('what goes wrong (%s) says what, and what to type', async (status, stderr) => {
    const { machine, ruleFile, host } = start();
    machine.answer = () => ({ status, stderr });
    const error = await host.installUsbRule().catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'USB_RULE_FAILED', detail: { command: ruleCommand(ruleFile) } });
    expect(host.usbRuleCommand).toBe(ruleCommand(ruleFile));
  });

  it('that is not there is a failure before anybody is asked for a password', async () => {
    const machine = new Machine();
    for (const ruleFile of [null, join(machine.folder, 'none')]) {
      const host = new LinuxHolders({ clock: new ManualClock(), ruleFile, places: machine.places, run: machine.run });
      await expect(host.installUsbRule()).rejects.toMatchObject({ code: 'USB_RULE_FAILED' });
    }
    expect(machine.ran).toEqual([]);
  });

  it('is one line for a terminal, whatever the folder is called', () => {
    expect(ruleCommand("/opt/it's here/rule")).toContain(`< '/opt/it'\\''s here/rule' >`);
  });
});
