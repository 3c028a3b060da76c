import type { VirtualIdentity } from '../../../electron/virtual/identity.ts';
import { FRESH_PIN_TRIES } from '../../../electron/virtual/sim.ts';
import type { Face } from './face.ts';

/** What a fresh virtual modem with an open SIM is: registered at home in the practice network's one LTE cell. */
export function truthOf({ manufacturer, model, revision, imei, iccid, imsi, operatorName, signal }: VirtualIdentity): Face {
  const { rssi, rsrp, rsrq, snr } = signal;
  const sim = { iccid, imsi, sim: 'ready', pinTries: FRESH_PIN_TRIES } as const;
  return {
    manufacturer,
    model,
    revision,
    imei,
    ...sim,
    registration: 'home',
    operator: operatorName,
    technology: 'LTE',
    rssi,
    rsrp,
    rsrq,
    snr,
  };
}
