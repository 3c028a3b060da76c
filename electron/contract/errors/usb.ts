import { type ErrorEntries, number, text } from './entry.ts';

/** Finding a dongle, switching it, and what it comes back as. */
export const usbErrors = {
  USB_TRANSFER_FAILED: { exit: 'dongleFailed', detail: { port: text, message: text } },
  SERIAL_FAILED: { exit: 'dongleFailed', detail: { message: text } },
  PRACTICE_UNKNOWN: { exit: 'noSuchDongle', detail: { name: text } },
  DONGLE_NOT_FOUND: { exit: 'noSuchDongle', detail: { port: text } },
  DONGLE_BUSY: { exit: 'refused', detail: { port: text } },
  UNPLUGGED_BEFORE_SWITCH: { exit: 'dongleFailed', detail: {} },
  UNPLUGGED_DURING_SWITCH: { exit: 'dongleFailed', detail: {} },
  UNPLUGGED_AFTER_SWITCH: { exit: 'dongleFailed', detail: {} },
  ANOTHER_DONGLE: { exit: 'dongleFailed', detail: { port: text } },
  RETURNED_AS_OTHER: { exit: 'dongleFailed', detail: { id: text } },
  RETURNED_WITHOUT_MODEM: { exit: 'dongleFailed', detail: { id: text, name: text } },
  NEVER_RETURNED: { exit: 'dongleFailed', detail: { seconds: number } },
  SWITCH_STALLED: { exit: 'dongleFailed', detail: {} },
  SWITCH_FAILED: { exit: 'dongleFailed', detail: { status: number } },
  SWITCH_IGNORED: { exit: 'dongleFailed', detail: {} },
  SWITCH_NOT_STORAGE: { exit: 'refused', detail: { port: text } },
  SWITCH_NOT_IN_FILE: { exit: 'refused', detail: { file: text, id: text, ids: text } },
  SWITCH_TARGET_UNKNOWN: { exit: 'refused', detail: { file: text, id: text, targets: text } },
  DESCRIPTOR_MALFORMED: { exit: 'dongleFailed', detail: { message: text } },
  // What verifying on this computer finds missing.
  DRIVER_MISSING: { exit: 'dongleFailed', detail: {} },
  DRIVER_NOT_ON_ROUTER: { exit: 'dongleFailed', detail: {} },
  NET_DEVICE_MISSING: { exit: 'dongleFailed', detail: {} },
  CONTROL_NODE_MISSING: { exit: 'dongleFailed', detail: { node: text } },
  NOT_USABLE: { exit: 'dongleFailed', detail: { points: text } },
} satisfies ErrorEntries;
