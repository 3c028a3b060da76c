import { stockUsbModeFile, type UsbModeFile, type UsbModeProgram, usbModeProgram } from '../../../modem-db/openwrt/usbmode/index.ts';
import type { SwitchEntry } from '../../../modem-db/schema.ts';
import { speaksToDrive } from '../../../modem-db/switch-messages.ts';
import { commandsOf } from './commands.ts';
import { correctingEntry, type MbimWish } from './correcting.ts';
import { type Judgement, judge } from './judge.ts';
import { type KernelSwitch, kernelSwitch } from './kernel-alone.ts';
import { runUsbMode } from './program.ts';
import { firstInterface, mbimConfiguration, type RouterDevice } from './router-device.ts';

export interface RouterSwitch extends Judgement {
  /** Of `RouterKernel`'s form, from a dongle that takes everything and does not leave. */
  readonly transfers: readonly string[];
  /** True where there is nothing to be switched: the dongle is as it should be, or nobody knows of a switch for it. */
  readonly needless: boolean;
  /** `null`: unconfigured. */
  readonly configurationAfter: number | null;
  /** What the kernel does before any program, where kmod-usb-storage is there; `null`: nothing of its own. */
  readonly kernelAlone: KernelSwitch | null;
}

export interface RouterSwitchOptions extends MbimWish {
  /** The entry that is the dongle's, as `Db.findSwitch` finds it; without one usbmode's own table is believed. */
  readonly entry?: SwitchEntry | undefined;
  /** Another file than the stock one, to try a correction. */
  readonly file?: UsbModeFile;
}

/**
 * What a router of a release does with a dongle in the state that is given. Release: `24.10.8`; `snapshot` for what is newer than
 * all. Pure. What is right is what a file with the correcting entry makes the same program do.
 */
export function routerSwitch(device: RouterDevice, release: string, { entry, file, ...wish }: RouterSwitchOptions = {}): RouterSwitch {
  const program = usbModeProgram(release);
  const run = runUsbMode(file ?? stockUsbModeFile(release), program, device);
  const sent = commandsOf(run.kernel.lines);
  const wanted = entry ? wantedCommands(entry, program, device, wish) : sent;
  return {
    ...judge({ device, run, sent, wanted, entry }),
    transfers: run.kernel.lines,
    needless: wanted.length === 0,
    configurationAfter: run.kernel.configuration,
    kernelAlone: kernelSwitch(device),
  };
}

function wantedCommands(entry: SwitchEntry, program: UsbModeProgram, device: RouterDevice, wish: MbimWish): readonly string[] {
  // As usb_modeswitch's dispatcher looks: what has reached the class that the entry names, or a configuration with MBIM, is left alone.
  const { target } = entry;
  if (target.class !== undefined && firstInterface(device)?.class === Number.parseInt(target.class, 16)) return [];
  // Nor does the program send a drive's message to what has no drive: the same id may be that of the modem.
  if (speaksToDrive(entry.method) && !hasDrive(device)) return [];
  const mbim = mbimConfiguration(device);
  if (wish.preferMbim !== false && mbim !== null && mbim === device.activeConfiguration) return [];
  return commandsOf(runUsbMode(correctingEntry(entry, device, wish), program, device).kernel.lines);
}

const STORAGE_CLASS = 0x08;

const hasDrive = ({ configurations }: RouterDevice) =>
  configurations.some(({ interfaces }) => interfaces.some((i) => i.class === STORAGE_CLASS));
