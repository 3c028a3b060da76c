import type { MessageChannel } from './streams.ts';

/** What this computer's system did with a device: the seam to sysfs on Linux, to less elsewhere. */
export interface Host {
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** False where the system does not tell; then `bindings` is always empty and nothing may be concluded from it. */
  readonly seesDrivers: boolean;
  /** What is bound to each interface of the device now on that port, in interface order. Empty while there is none. */
  bindings(portPath: string): Promise<readonly InterfaceBinding[]>;
  /** Opens a `/dev/cdc-wdmN`. Throws SerialError, whose kinds fit a node as well. */
  openControlNode(path: string): Promise<MessageChannel>;
}

export interface InterfaceBinding {
  readonly interfaceNumber: number;
  /** Module name as in sysfs (`qmi_wwan`, `option`); `null`: none. */
  readonly driver: string | null;
  /** Character devices and ttys: `/dev/ttyUSB0`, `/dev/cdc-wdm0`. */
  readonly nodes: readonly string[];
  /** Net devices: `wwan0`. */
  readonly netDevices: readonly string[];
}
