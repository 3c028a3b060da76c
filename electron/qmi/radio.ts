import type { RadioState } from '../contract/signal.ts';
import type { QmiClient, RequestOptions } from './client.ts';
import { dmsMessages } from './dms.ts';
import { type QmiRequest, requestOf } from './services.ts';
import type { Tlvs } from './tlv.ts';

/** Names of libqmi's `QmiDmsOperatingMode`, by number. */
const operatingModes = [
  'online',
  'low-power',
  'factory-test',
  'offline',
  'reset',
  'shutting-down',
  'persistent-low-power',
  'mode-only-low-power',
] as const;
export type OperatingMode = (typeof operatingModes)[number] | 'unknown';

/** libqmi's `QmiDmsOfflineReason`, by bit. */
const offlineReasons = [
  'host-image-misconfiguration',
  'pri-image-misconfiguration',
  'pri-version-incompatible',
  'device-memory-full',
] as const;
export type OfflineReason = (typeof offlineReasons)[number];

export interface Radio {
  readonly mode: OperatingMode;
  /** Why the firmware keeps itself off the air; empty where it names nothing. */
  readonly offlineReasons: readonly OfflineReason[];
  /** Held down by a switch or a pin of the card slot (W_DISABLE): no command turns it on. `null`: the modem does not tell. */
  readonly hardwareRestricted: boolean | null;
}

/** What `readRadio` sends. */
export const radioRequests: readonly QmiRequest[] = [requestOf(dmsMessages.operatingMode)];

/** Whether the modem is on the air, by DMS Get Operating Mode; layout: libqmi, data/qmi-service-dms.json. */
export const readRadio = (client: QmiClient, options?: RequestOptions): Promise<Radio> =>
  client.ask(requestOf(dmsMessages.operatingMode), radioOf, options);

function radioOf(tlvs: Tlvs): Radio {
  const mode = operatingModes[tlvs.need(0x01).u8()] ?? 'unknown';
  const reasons = tlvs.get(0x10)?.u16() ?? 0;
  const restricted = tlvs.get(0x11)?.u8();
  return {
    mode,
    offlineReasons: offlineReasons.filter((_, bit) => (reasons >> bit) & 1),
    hardwareRestricted: restricted === undefined ? null : restricted !== 0,
  };
}

/**
 * On or off as ModemManager takes the modes (`dms_get_operating_mode_ready`); factory test, reset and what is unknown say neither. Never
 * `locked`: a card with an FCC lock reads like any other in low power (`low-power`, not restricted; libqmi-devel of February 2015, message
 * 1103), and only its refusal to go online (Internal or InvalidTransition, by which ModemManager knows it) would tell.
 */
export function radioStateOf({ mode, hardwareRestricted }: Radio): RadioState {
  if (hardwareRestricted === true) return 'off';
  return states[mode];
}

const states: Readonly<Record<OperatingMode, RadioState>> = {
  online: 'on',
  'low-power': 'off',
  'persistent-low-power': 'off',
  'mode-only-low-power': 'off',
  offline: 'off',
  'shutting-down': 'off',
  'factory-test': 'unknown',
  reset: 'unknown',
  unknown: 'unknown',
};
