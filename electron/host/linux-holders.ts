import { readFile } from 'node:fs/promises';
import { BenchError } from '../contract/errors.ts';
import type { Clock } from '../seams/clock.ts';
import type { Holder, HolderHost, HoldRelease, UsbAccess } from '../seams/host.ts';
import { Inhibitions } from './inhibitions.ts';
import { inhibitDevice, ModemList } from './modem-manager.ts';
import { parseMountInfo } from './mounts.ts';
import { asksForPassword } from './polkit-rule.ts';
import { findProcesses, isModemManager, switches } from './processes.ts';
import { type RunProgram, runProgram } from './run-program.ts';
import { type LinuxPlaces, linuxPlaces, readUsbDevice, type UsbDevice } from './usb-device.ts';
import { installUsbRule, ruleCommand, usbAccess } from './usb-rule.ts';

const UNMOUNT_MS = 20_000;

export interface LinuxHoldersOptions {
  readonly clock: Clock;
  /** The udev rule that comes with the app; `null`: not found. */
  readonly ruleFile: string | null;
  readonly places?: LinuxPlaces;
  readonly run?: RunProgram;
  readonly inhibit?: typeof inhibitDevice;
}

/** What other programs of a Linux computer do with a dongle: /proc, sysfs, and the programs' own command lines. */
export class LinuxHolders implements HolderHost {
  readonly usbRuleCommand: string | null;
  readonly #places: LinuxPlaces;
  readonly #run: RunProgram;
  readonly #inhibitions: Inhibitions;
  readonly #modems: ModemList;
  readonly #ruleFile: string | null;
  /** Whether ModemManager is asked for a password; found out once, and anew after the rule was installed. */
  #asks: Promise<boolean> | null = null;

  constructor({ clock, ruleFile, places = linuxPlaces, run = runProgram, inhibit = inhibitDevice }: LinuxHoldersOptions) {
    this.#places = places;
    this.#run = run;
    this.#modems = new ModemList(run);
    this.#ruleFile = ruleFile;
    this.usbRuleCommand = ruleFile === null ? null : ruleCommand(ruleFile);
    this.#inhibitions = new Inhibitions({ clock, device: (portPath) => readUsbDevice(places, portPath), inhibit });
  }

  async holders(portPath: string): Promise<readonly Holder[]> {
    const [device, processes] = await Promise.all([readUsbDevice(this.#places, portPath), findProcesses(this.#places)]);
    const switching = processes
      .filter((process) => switches(process, portPath, device))
      .map(({ pid }): Holder => ({ kind: 'usb-modeswitch', pid }));
    if (!device) return switching;
    const managed = processes.some(isModemManager) && !this.#inhibitions.holds(portPath);
    return [...switching, ...(managed ? [await this.#modemManager(device)] : []), ...(await this.#mounts(device))];
  }

  inhibit(portPath: string, signal?: AbortSignal): Promise<HoldRelease> {
    return this.#inhibitions.begin(portPath, signal);
  }

  /** By udisks2, whose mounts these mostly are, and which lets the user at the seat; else by umount(8), for who may use that. */
  async unmount(device: string): Promise<void> {
    const udisks = await this.#run('udisksctl', ['unmount', '-b', device, '--no-user-interaction'], { timeoutMs: UNMOUNT_MS });
    if (udisks.status === 0) return;
    const umount = await this.#run('umount', ['--all-targets', '--', device], { timeoutMs: UNMOUNT_MS });
    if (umount.status === 0) return;
    const message = (udisks.status === null ? umount : udisks).stderr.trim();
    throw new BenchError('DISC_MOUNTED', { device, at: await this.#mountPoint(device), message });
  }

  async usbAccess(portPath: string): Promise<UsbAccess> {
    return usbAccess(this.#places, await readUsbDevice(this.#places, portPath));
  }

  async installUsbRule(udev = true): Promise<'installed' | 'dismissed'> {
    if (this.#ruleFile === null) throw new BenchError('USB_RULE_FAILED', { message: '70-modem-bench.rules: no such file', command: '-' });
    const end = await installUsbRule(this.#run, this.#ruleFile, { udev });
    if (end === 'installed') this.#asks = null;
    return end;
  }

  async #modemManager(device: UsbDevice): Promise<Holder> {
    this.#asks ??= asksForPassword(this.#run);
    const modem = device.hasModemPorts ? await this.#modems.find(device.uid) : null;
    return { kind: 'modem-manager', modem, ...((await this.#asks) ? { asks: true } : {}) };
  }

  async #mounts({ blocks }: UsbDevice): Promise<Holder[]> {
    if (blocks.length === 0) return [];
    const mounts = await this.#mountTable();
    return blocks.flatMap(({ name, number }) =>
      mounts
        .filter((mount) => mount.number === number)
        .map(({ at }): Holder => ({ kind: 'mounted', device: `${this.#places.dev}/${name}`, at })),
    );
  }

  async #mountPoint(device: string): Promise<string> {
    return (await this.#mountTable()).find((mount) => mount.source === device)?.at ?? '-';
  }

  async #mountTable() {
    return parseMountInfo(await readFile(`${this.#places.proc}/self/mountinfo`, 'utf8').catch(() => ''));
  }
}
