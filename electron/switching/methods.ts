import type { SwitchEntry } from '../../modem-db/schema.ts';
import {
  announcedBytes,
  ciscoMode,
  huaweiAltMode,
  huaweiNewMode,
  isCommandBlock,
  optionMode,
  standardEject,
} from '../../modem-db/switch-messages.ts';
import type { PlannedTransfer } from '../contract/plan.ts';

/**
 * What each method sends: pure functions from an interface to transfers. Order and bytes are usb_modeswitch's (2.6.1, as recorded
 * on a real kernel); where ours differ, the reason stands at the place.
 */

/** Where a method's transfers go. */
export interface Target {
  readonly interface: number;
  /** Addresses of the message endpoint (OUT) and of the response endpoint; `null` where the interface has none. */
  readonly output: number | null;
  readonly input: number | null;
}

/** The reference's limits, in ms. */
const BULK_TIMEOUT_MS = 3000;
const CONTROL_TIMEOUT_MS = 1000;
const SONY_TIMEOUT_MS = 100;
/** A pause after the last message: some sticks drop the message when the interface is let go at once. */
const SETTLE_MS = 50;
/** Between unconfiguring and the new configuration. */
const CONFIGURATION_MS = 100;
/** Cisco's stick needs this long before the interface is let go. */
const CISCO_RELEASE_MS = 2000;
const CISCO_CSW_ATTEMPTS = 3;

const HOST_TO_DEVICE = { standard: 0x00, vendor: 0x40 } as const;
const DEVICE_TO_HOST = { vendor: 0xc0, classOfInterface: 0xa1 } as const;
const CLASS_TO_INTERFACE = 0x21;

/** The messages of a method that talks by bulk transfers; `null` for one that does not. */
export function messagesOf({ method }: SwitchEntry): readonly string[] | null {
  switch (method.name) {
    case 'StandardEject':
      return [...standardEject, ...(method.messages ?? [])];
    case 'MessageContent':
      return method.messages;
    case 'HuaweiNewMode':
      return [huaweiNewMode];
    case 'HuaweiAltMode':
      return [huaweiAltMode];
    case 'OptionMode':
      return [optionMode];
    case 'CiscoMode':
      return ciscoMode;
    default:
      return null;
  }
}

/** Messages one after the other, each with its status, then the halts cleared and the interface let go. */
export function sendMessages(
  entry: SwitchEntry,
  messages: readonly string[],
  target: Target & { readonly output: number },
): PlannedTransfer[] {
  const { output, input } = target;
  const cisco = entry.method.name === 'CiscoMode';
  const transfers: PlannedTransfer[] = [{ kind: 'detach' }, { kind: 'claim', interface: target.interface }];
  for (const data of messages) {
    transfers.push({ kind: 'bulk-out', endpoint: output, data, timeoutMs: BULK_TIMEOUT_MS });
    if (isCommandBlock(data) && input !== null) {
      const attempts = cisco ? CISCO_CSW_ATTEMPTS : 1;
      transfers.push({ kind: 'csw', endpoint: input, dataLength: announcedBytes(data), attempts, timeoutMs: BULK_TIMEOUT_MS });
    }
  }
  const halts = [...(input === null ? [] : [input]), output].map((endpoint): PlannedTransfer => ({ kind: 'clear-halt', endpoint }));
  // IN first, but for Cisco's stick.
  transfers.push(...(cisco ? halts.reverse() : halts), { kind: 'wait', ms: SETTLE_MS });
  const releaseDelay = entry.releaseDelayMs ?? (cisco ? CISCO_RELEASE_MS : 0);
  if (releaseDelay > 0) transfers.push({ kind: 'wait', ms: releaseDelay });
  transfers.push({ kind: 'release', interface: target.interface });
  return transfers;
}

/** The transfers of a method that talks by control requests; empty for the others. */
export function controlTransfers({ method }: SwitchEntry, target: Target): PlannedTransfer[] {
  switch (method.name) {
    case 'HuaweiMode':
      // SET_FEATURE(DEVICE_REMOTE_WAKEUP), which these sticks take for the switch.
      return [control(HOST_TO_DEVICE.standard, 0x03, 1, { index: 0 })];
    case 'SierraMode':
      // A stall is how some say yes.
      return [control(HOST_TO_DEVICE.vendor, 0x0b, 1, { tolerates: 'stall' })];
    case 'SequansMode':
      return [control(HOST_TO_DEVICE.vendor, 0x0b, 2)];
    case 'GCTMode':
      return [
        { kind: 'detach' },
        { kind: 'claim', interface: target.interface },
        control(DEVICE_TO_HOST.classOfInterface, 0xa0, 0, { index: target.interface, length: 1, tolerates: 'anything' }),
        control(DEVICE_TO_HOST.classOfInterface, 0xfe, 0, { index: target.interface, length: 1 }),
        { kind: 'release', interface: target.interface },
      ];
    case 'KobilMode':
      return [{ kind: 'detach' }, control(DEVICE_TO_HOST.vendor, 0x88, 0, { length: 8 })];
    case 'QisdaMode':
      return [control(HOST_TO_DEVICE.vendor, 0x04, 0, { data: '058c0408a0ee20005c01040898cdeabf' })];
    case 'QuantaMode':
      return [control(DEVICE_TO_HOST.vendor, 0xff, 0)];
    case 'BlackberryMode':
      return [
        { kind: 'detach' },
        control(DEVICE_TO_HOST.vendor, 0xb1, 0, { length: 8 }),
        control(DEVICE_TO_HOST.vendor, 0xa9, 0x0e, { length: 2 }),
      ];
    case 'PantechMode':
      return [{ kind: 'detach' }, control(HOST_TO_DEVICE.vendor, 0x70, method.value)];
    case 'MobileActionMode':
      return mobileAction(target.interface);
    case 'AltSetting':
      return [
        { kind: 'claim', interface: target.interface },
        { kind: 'set-alternate', interface: target.interface, alternate: method.alternate },
        { kind: 'release', interface: target.interface },
      ];
    default:
      return [];
  }
}

/** Sony's request. The stick leaves after it, comes back as it was, and has to be asked once more. */
export function sonyRequest(): PlannedTransfer[] {
  return [
    { kind: 'detach' },
    { ...control(DEVICE_TO_HOST.vendor, 0x11, 2, { length: 3, tolerates: 'anything' }), timeoutMs: SONY_TIMEOUT_MS },
  ];
}

/** SET_CONFIGURATION, by way of none: a kernel skips the same one, and some firmware minds a direct change. */
export function setConfiguration(value: number): PlannedTransfer[] {
  return [
    { kind: 'detach' },
    { kind: 'set-configuration', value: -1 },
    { kind: 'wait', ms: CONFIGURATION_MS },
    { kind: 'set-configuration', value },
  ];
}

/** Mobile Action's cable: two class requests, then a conversation over its interrupt endpoints, 8 bytes a message. */
function mobileAction(interfaceNumber: number): PlannedTransfer[] {
  const start = control(CLASS_TO_INTERFACE, 0x09, 0x0300, { data: 'b004000002902686' });
  const write = (data: string): PlannedTransfer => ({ kind: 'bulk-out', endpoint: 0x02, data, timeoutMs: CONTROL_TIMEOUT_MS });
  const read = (times: number): PlannedTransfer[] =>
    Array.from({ length: times }, () => ({ kind: 'bulk-in', endpoint: 0x81, length: 8, timeoutMs: CONTROL_TIMEOUT_MS }));
  return [
    { kind: 'detach' },
    { kind: 'claim', interface: interfaceNumber },
    start,
    start,
    ...read(2),
    write('3701fedbc1331f83'),
    ...read(1),
    write('370eb59d3b8a9151'),
    ...read(1),
    write('3487ba0dfc8a9151'),
    ...read(63),
    write('3701fedbc1331f83'),
    ...read(1),
    write('370eb59d3b8a9151'),
    ...read(1),
    write('3487ba0dfc8a9151'),
    ...read(73),
    write('3304fe00f46c1ff0'),
    ...read(1),
    write('3207fef029b93af0'),
    ...read(1),
    { kind: 'release', interface: interfaceNumber },
  ];
}

type Control = Extract<PlannedTransfer, { kind: 'control' }>;

function control(
  requestType: number,
  request: number,
  value: number,
  rest: Partial<Pick<Control, 'index' | 'data' | 'length' | 'tolerates'>> = {},
): Control {
  return {
    kind: 'control',
    requestType,
    request,
    value,
    index: 0,
    length: 0,
    tolerates: 'nothing',
    timeoutMs: CONTROL_TIMEOUT_MS,
    ...rest,
  };
}
