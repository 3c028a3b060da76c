import type { SwitchEntry } from '../../modem-db/schema.ts';
import { BenchError } from '../contract/errors.ts';
import type { PlannedTransfer } from '../contract/plan.ts';
import { activeInterfaces, type InterfaceDescriptor, type Sighting } from '../seams/usb-bus.ts';
import { huaweiNewMode } from './messages.ts';

export interface SwitchPlan {
  readonly interfaceNumber: number;
  readonly transfers: readonly PlannedTransfer[];
}

const STORAGE_CLASS = 8;
/** The reference program's limit for bulk transfers, in ms. */
const BULK_TIMEOUT_MS = 3000;
/** A pause of the reference after its last message: some sticks drop the message when the interface is let go at once. */
const SETTLE_MS = 50;

const messages: Readonly<Record<SwitchEntry['method'], readonly string[]>> = { HuaweiNewMode: [huaweiNewMode] };

/**
 * The transfers that an entry asks for on a device: a pure function. The order (message, CSW, clear IN, clear OUT, pause) is
 * usb_modeswitch's. Throws SWITCH_NOT_STORAGE where the device has no storage interface to send a storage message to.
 */
export function planSwitch(entry: Pick<SwitchEntry, 'method'>, sighting: Sighting): SwitchPlan {
  const storage = storageInterface(sighting);
  const output = storage?.endpoints.find((e) => e.type === 'bulk' && !(e.address & 0x80))?.address;
  const input = storage?.endpoints.find((e) => e.type === 'bulk' && e.address & 0x80)?.address;
  if (!storage || output === undefined || input === undefined) throw new BenchError('SWITCH_NOT_STORAGE', { port: sighting.portPath });
  const transfers = messages[entry.method].flatMap((data): PlannedTransfer[] => [
    { kind: 'bulk-out', endpoint: output, data, timeoutMs: BULK_TIMEOUT_MS },
    { kind: 'csw', endpoint: input, length: 13, timeoutMs: BULK_TIMEOUT_MS },
  ]);
  transfers.push({ kind: 'clear-halt', endpoint: input }, { kind: 'clear-halt', endpoint: output }, { kind: 'wait', ms: SETTLE_MS });
  return { interfaceNumber: storage.number, transfers };
}

/** The first storage interface of the active configuration. */
export function storageInterface(sighting: Sighting): InterfaceDescriptor | undefined {
  return activeInterfaces(sighting).find((i) => i.class === STORAGE_CLASS && i.alternate === 0);
}
