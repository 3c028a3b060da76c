import type { PracticeControls } from './bench/bench.ts';
import { type Failure, toFailure } from './contract/errors.ts';
import { SilentHost, SysfsHost } from './drivers/sysfs-host.ts';
import { joinHost, SilentHolders } from './host/host.ts';
import { LinuxHolders } from './host/linux-holders.ts';
import { findRuleFile } from './host/rule-file.ts';
import type { Backend } from './seams/backend.ts';
import type { Clock } from './seams/clock.ts';
import type { ProxyLookup } from './seams/proxy.ts';
import { loadSerialPorts } from './serial/load-ports.ts';
import { loadUsbBus } from './usb/load-bus.ts';
import type { Faults } from './virtual/modem.ts';
import { PracticeBench } from './virtual/practice/practice-bench.ts';
import type { PracticeHolder } from './virtual/practice/practice-holders.ts';

/** The one place where hardware and practice are chosen between. */

export interface Backends {
  readonly backends: readonly Backend[];
  readonly practice: PracticeControls;
  /** Why real USB is missing, if it is. */
  readonly usbFailure?: Failure;
  close(): Promise<void>;
}

export interface BackendOptions {
  readonly clock: Clock;
  /** `both`: the app. `practice`: nothing of this computer is touched. `usb`: a command line without `--practice`. */
  readonly kinds: 'both' | 'practice' | 'usb';
  /** Where practice dongles keep what real ones keep in their flash; `null`: forgotten at the end. */
  readonly practiceFile: string | null;
  /** The ways into the network, where it is not the environment that says. */
  readonly proxies?: ProxyLookup | undefined;
  readonly faults?: Readonly<Record<string, Faults>>;
  /** By practice dongle: what other programs do with it. */
  readonly holders?: Readonly<Record<string, readonly PracticeHolder[]>>;
}

/** What of this computer cannot be had is missing and said in `usbFailure`; practice is there whatever is. */
export async function createBackends(options: BackendOptions): Promise<Backends> {
  const bench = new PracticeBench({
    clock: options.clock,
    stateFile: options.practiceFile,
    ...(options.faults ? { faults: options.faults } : {}),
    ...(options.holders ? { holders: options.holders } : {}),
  });
  const backends: Backend[] = [];
  let usbFailure: Failure | undefined;
  if (options.kinds !== 'practice') {
    try {
      backends.push(await hardware(options.clock));
    } catch (error) {
      usbFailure = toFailure(error);
    }
  }
  if (options.kinds !== 'usb') backends.push({ origin: 'practice', bus: bench.bus, serial: bench.serial, host: bench.host });
  const { proxies } = options;
  return {
    backends: backends.map((backend) => ({ ...backend, proxies })),
    practice: bench,
    ...(usbFailure ? { usbFailure } : {}),
    close: async () => {
      for (const backend of backends) await backend.bus.close();
    },
  };
}

/** Throws USB_UNAVAILABLE. */
async function hardware(clock: Clock): Promise<Backend> {
  return {
    origin: 'usb',
    serial: await loadSerialPorts(),
    bus: await loadUsbBus(),
    host:
      process.platform === 'linux'
        ? joinHost(new SysfsHost(), new LinuxHolders({ clock, ruleFile: findRuleFile() }))
        : joinHost(new SilentHost(), new SilentHolders()),
  };
}
