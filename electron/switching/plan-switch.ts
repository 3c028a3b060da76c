import type { SwitchEntry } from '../../modem-db/schema.ts';
import { isCommandBlock } from '../../modem-db/switch-messages.ts';
import { BenchError } from '../contract/errors.ts';
import type { PlannedTransfer } from '../contract/plan.ts';
import { activeInterfaces, type InterfaceDescriptor, type Sighting } from '../seams/usb-bus.ts';
import { meaningOf } from './decode.ts';
import { controlTransfers, messagesOf, sendMessages, setConfiguration, sonyRequest, type Target } from './methods.ts';

/**
 * What an entry asks for on a device.
 * - `send`: one list of transfers for each stay on the bus; between two of them the dongle leaves and comes back under its id.
 * - `nothing`: it is switched already, or switches by itself, or there is no choice to make.
 */
export type SwitchPlan =
  | { readonly kind: 'send'; readonly stays: readonly (readonly PlannedTransfer[])[] }
  | { readonly kind: 'nothing'; readonly reason: 'already' | 'by-itself' | 'no-mbim' };

const STORAGE_CLASS = 8;
const MBIM = { class: 0x02, subclass: 0x0e } as const;
const BULK_OUT_FIRST = (e: InterfaceDescriptor['endpoints'][number]) => e.type === 'bulk' && !(e.address & 0x80);
const BULK_IN_FIRST = (e: InterfaceDescriptor['endpoints'][number]) => e.type === 'bulk' && (e.address & 0x80) !== 0;

/** How the MBIM preference of the reference is to be had: it takes a configuration with MBIM wherever there are several. */
export interface SwitchWish {
  /** False where the technician wants another mode than MBIM. Default true, as the reference. */
  readonly preferMbim?: boolean;
}

/**
 * The transfers that an entry asks for on a device: a pure function. Throws SWITCH_NOT_STORAGE where a storage message would have
 * to go to something that is no storage interface.
 */
export function planSwitch(entry: SwitchEntry, sighting: Sighting, wish: SwitchWish = {}): SwitchPlan {
  const plan = plainSwitch(entry, sighting, wish);
  return plan.kind === 'send' ? { ...plan, stays: plan.stays.map((transfers) => transfers.map(explained)) } : plan;
}

/** With what its bytes mean, read back from the bytes themselves. */
function explained(transfer: PlannedTransfer): PlannedTransfer {
  if (transfer.kind !== 'bulk-out' && transfer.kind !== 'control') return transfer;
  const means = meaningOf(transfer);
  return means === undefined ? transfer : { ...transfer, means };
}

function plainSwitch(entry: SwitchEntry, sighting: Sighting, { preferMbim = true }: SwitchWish): SwitchPlan {
  if (reachedClass(entry, sighting)) return { kind: 'nothing', reason: 'already' };
  const mbim = preferMbim || entry.method.name === 'MbimOrNothing' ? mbimConfiguration(sighting) : null;
  if (mbim !== null) return configure(mbim, sighting);
  switch (entry.method.name) {
    case 'MbimOrNothing':
      return { kind: 'nothing', reason: 'no-mbim' };
    case 'Configuration':
      return entry.configuration === undefined ? { kind: 'nothing', reason: 'already' } : configure(entry.configuration, sighting);
    case 'PantechMode':
      if (entry.method.value === 1) return { kind: 'nothing', reason: 'by-itself' };
      break;
    case 'SonyMode':
      return { kind: 'send', stays: [sonyRequest(), [...sonyRequest(), ...configurationAfter(entry)]] };
  }
  const messages = messagesOf(entry);
  const target = targetOf(entry, sighting, messages?.some(isCommandBlock) ?? false);
  const wait: PlannedTransfer[] = entry.waitBeforeSeconds === undefined ? [] : [{ kind: 'wait', ms: entry.waitBeforeSeconds * 1000 }];
  const { output, input } = target;
  if (messages && (output === null || (input === null && messages.some(isCommandBlock))))
    throw new BenchError('SWITCH_NOT_STORAGE', { port: sighting.portPath });
  const sent = messages && output !== null ? sendMessages(entry, messages, { ...target, output }) : controlTransfers(entry, target);
  return { kind: 'send', stays: [[...wait, ...sent, ...configurationAfter(entry)]] };
}

/** The configuration that holds an MBIM interface, where there are several; `null`: none, or no choice. As usb_modeswitch's dispatcher has it. */
export function mbimConfiguration({ configurations }: Sighting): number | null {
  if (configurations.length < 2) return null;
  return configurations.find((c) => c.interfaces.some((i) => i.class === MBIM.class && i.subclass === MBIM.subclass))?.value ?? null;
}

/** The first storage interface of the active configuration. */
export function storageInterface(sighting: Sighting): InterfaceDescriptor | undefined {
  return activeInterfaces(sighting).find((i) => i.class === STORAGE_CLASS && i.alternate === 0);
}

/**
 * Whether the class that the entry names is there already: the first interface's, or the device's where that says something. The
 * same look as the dispatcher's.
 */
function reachedClass({ target }: SwitchEntry, sighting: Sighting): boolean {
  if (target.class === undefined) return false;
  const first = activeInterfaces(sighting)[0]?.class;
  return first === Number.parseInt(target.class, 16);
}

function configure(value: number, sighting: Sighting): SwitchPlan {
  if (sighting.activeConfiguration === value) return { kind: 'nothing', reason: 'already' };
  return { kind: 'send', stays: [setConfiguration(value)] };
}

function configurationAfter({ configuration }: SwitchEntry): PlannedTransfer[] {
  return configuration === undefined ? [] : setConfiguration(configuration);
}

/**
 * The interface to talk to: the one that the entry names, else for storage messages the first storage interface (the reference
 * looks only at the first interface of all, and gives up where that is none), else the first.
 */
function targetOf(entry: SwitchEntry, sighting: Sighting, storage: boolean): Target {
  const interfaces = activeInterfaces(sighting).filter((i) => i.alternate === 0);
  const found =
    entry.interface === undefined
      ? storage
        ? storageInterface(sighting)
        : interfaces[0]
      : interfaces.find((i) => i.number === entry.interface && (!storage || i.class === STORAGE_CLASS));
  if (storage && !found) throw new BenchError('SWITCH_NOT_STORAGE', { port: sighting.portPath });
  return {
    interface: found?.number ?? 0,
    output: entry.messageEndpoint ?? found?.endpoints.find(BULK_OUT_FIRST)?.address ?? null,
    input: entry.responseEndpoint ?? found?.endpoints.find(BULK_IN_FIRST)?.address ?? null,
  };
}
