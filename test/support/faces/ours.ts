import { ListDocument } from '../../../electron/contract/documents.ts';
import type { Face } from './face.ts';

/** Shell that leaves `ours.json`, what our own program says of the dongle that is plugged in. */
export const oursScript = `MODEM_BENCH_DATA="$LAB_CASE/data" timeout 100 node "$LAB_CHECKOUT/out/main/cli.js" list --look --json > ours.json || exit`;

/** What stands in that file. Throws Error where the program told nothing. */
export function readOurs(document: string | null): Face {
  const { failure, dongles } = ListDocument.parse(JSON.parse(document ?? '{}'));
  const [dongle] = dongles;
  if (failure || !dongle) throw new Error(failure?.code ?? 'no dongle');
  const { identity, network, look } = dongle;
  if (look.state !== 'read') throw new Error(`look ${look.state} ${look.failure?.code ?? ''}`);
  const cell = network.signals[0];
  return {
    manufacturer: identity.manufacturer ?? null,
    model: identity.model ?? null,
    revision: identity.revision ?? null,
    imei: identity.imei ?? null,
    iccid: identity.iccid ?? null,
    imsi: identity.imsi ?? null,
    sim: network.sim,
    pinTries: network.pinTriesLeft,
    registration: network.registration,
    operator: network.operator,
    technology: network.technology,
    rssi: cell?.rssi ?? null,
    rsrp: cell?.rsrp ?? null,
    rsrq: cell?.rsrq ?? null,
    snr: cell?.sinr ?? null,
  };
}
