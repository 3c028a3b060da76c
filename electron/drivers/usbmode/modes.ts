import type { UsbModeEntry } from '../../../modem-db/openwrt/usbmode/index.ts';
import { ciscoMode, huaweiNewMode, isCommandBlock, optionMode } from '../../../modem-db/switch-messages.ts';
import { ejectByUsbMode, mobileActionTalk, qisda } from './messages.ts';
import { mbimConfiguration, type RouterDevice } from './router-device.ts';
import type { RouterKernel } from './router-kernel.ts';

/** Where usbmode talks to; 0 for an endpoint that the interface does not have. */
export interface Endpoints {
  readonly interface: number;
  readonly message: number;
  readonly response: number;
}

export interface Work {
  readonly entry: UsbModeEntry;
  /** Of the whole file. */
  readonly messages: readonly string[];
  readonly at: Endpoints;
  readonly device: RouterDevice;
  readonly kernel: RouterKernel;
}

/** Bytes that are read after a message at least: a Bulk-Only status. */
const STATUS_BYTES = 13;
/** How often SET_CONFIGURATION is tried for MBIM. */
const MBIM_TRIES = 5;

/** The work of an entry's mode, before its configuration: one function for each `handle_…` of usbmode's switch.c. */
export const modes: Readonly<Record<NonNullable<UsbModeEntry['mode']>, (work: Work) => void>> = {
  Generic: (work) => {
    const list = (work.entry.msg ?? []).map((index) => work.messages[index]).filter((message) => message !== undefined);
    work.kernel.detach(work.at.interface);
    // An index that is out of range ends it before the first transfer.
    if (list.length === (work.entry.msg ?? []).length) sendMessages(work, list, work.entry.response ?? false);
  },
  StandardEject: (work) => sendDetached(work, ejectByUsbMode, true),
  HuaweiNew: (work) => sendDetached(work, [huaweiNewMode], false),
  Option: (work) => sendDetached(work, [optionMode], false),
  Cisco: (work) => sendDetached(work, ciscoMode, true),
  Huawei: ({ kernel }) => kernel.control('0003010000000000'),
  Sierra: ({ kernel }) => kernel.control('400b010000000000'),
  Sequans: ({ kernel }) => kernel.control('400b020000000000'),
  Qisda: ({ kernel }) => kernel.control('4004000000001000', qisda),
  Kobil: (work) => requestDetached(work, 'c088000000000800'),
  Quanta: (work) => requestDetached(work, 'c0ff000000000800'),
  Blackberry: (work) => requestDetached(work, 'c0b1000000000800', 'c0a90e0000000800'),
  Pantech: (work) => {
    const value = work.entry.modeval ?? 1;
    requestDetached(work, ...(value > 1 ? [`4070${littleEndian(value)}00000000`] : []));
  },
  Sony: (work) => {
    requestDetached(work, 'c011020000000300');
    // Five seconds later again, to whatever device then has the id.
    work.kernel.close();
    work.kernel.control('c011020000000300');
  },
  GCT: (work) => {
    const { kernel, at } = work;
    kernel.detach(at.interface);
    if (!kernel.claim(at.interface)) return;
    kernel.control(`a1a00000${littleEndian(at.interface)}0100`);
    kernel.control(`a1fe0000${littleEndian(at.interface)}0100`);
    kernel.release(at.interface);
  },
  MobileAction: ({ kernel }) => {
    // Nothing is detached: a HID driver on the interface keeps every request out.
    for (let i = 0; i < 2; i++) kernel.control('2109000300000800', 'b004000002902686');
    for (const { write, reads } of mobileActionTalk) {
      if (write !== null) kernel.write(0x02, write);
      for (let i = 0; i < reads; i++) kernel.read(0x81, 8);
    }
  },
  MBIM: chooseMbim,
};

function sendDetached(work: Work, list: readonly string[], read: boolean): void {
  work.kernel.detach(work.at.interface);
  sendMessages(work, list, read);
}

function requestDetached({ kernel, at }: Work, ...setups: readonly string[]): void {
  kernel.detach(at.interface);
  for (const setup of setups) kernel.control(setup);
}

/** The halt of the OUT endpoint is cleared before as well; with an empty list only the three clearings are left. */
function sendMessages({ kernel, at }: Work, list: readonly string[], read: boolean): void {
  kernel.claim(at.interface);
  kernel.clearHalt(at.message);
  for (const message of list) {
    if (!kernel.write(at.message, message) || !read) continue;
    const length = isCommandBlock(message) ? STATUS_BYTES : Math.max(STATUS_BYTES, message.length / 2);
    const ended = kernel.read(at.response, length);
    // What more there may be, within a tenth of a second: as a rule nothing.
    kernel.read(at.response, STATUS_BYTES);
    // It leaves without clearing the halts and without giving the interface back.
    if (ended === 'failed') return;
  }
  kernel.clearHalt(at.message);
  kernel.clearHalt(at.response);
  kernel.release(at.interface);
}

/** Goes to the first configuration with MBIM where there are several; nothing where it is in force, or where none is. */
function chooseMbim({ device, kernel }: Work): void {
  const value = mbimConfiguration(device);
  const active = device.configurations.find((c) => c.value === kernel.configuration);
  if (value === null || !active || active.value === value) return;
  for (let tries = 0; tries < MBIM_TRIES && !kernel.setConfiguration(value); tries++) {
    const first = active.interfaces[0];
    if (first) kernel.detach(first.number);
  }
}

/** Two bytes in hex. */
function littleEndian(word: number): string {
  return Buffer.from([word & 0xff, word >> 8]).toString('hex');
}
